package vn.onshore.residency.prove;

import java.time.Instant;
import java.util.List;
import vn.onshore.residency.prove.Observation.Judgement;
import vn.onshore.standing.Proofs;

/**
 * One round of attempts.
 *
 * @param at when the round began
 * @param observations in the order of the plan
 * @param untried sentences about what could not be tried
 */
public record Proof(Instant at, List<Observation> observations, List<String> untried) implements Proofs.Shown {

    public Proof {
        observations = List.copyOf(observations);
        untried = List.copyOf(untried);
    }

    /** What a round shows. */
    public sealed interface Verdict {

        /** Everything that was tried ended as it must. */
        record Holds() implements Verdict {}

        /** At least one attempt ended as it must not; one sentence for each. */
        record Broken(List<String> deviations) implements Verdict {
            public Broken {
                deviations = List.copyOf(deviations);
            }
        }

        /** Nothing is known to be broken, but something could not be shown; one sentence for each. */
        record Inconclusive(List<String> reasons) implements Verdict {
            public Inconclusive {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /** What follows. A round in which nothing was tried shows nothing. */
    public Verdict verdict() {
        if (observations.isEmpty()) {
            return new Verdict.Inconclusive(untried.isEmpty() ? List.of("nothing was tried") : untried);
        }
        var deviations = sentences(Judgement.Deviation);
        if (!deviations.isEmpty()) {
            return new Verdict.Broken(deviations);
        }
        var reasons = sentences(Judgement.Inconclusive);
        return reasons.isEmpty() ? new Verdict.Holds() : new Verdict.Inconclusive(reasons);
    }

    @Override
    public boolean holds() {
        return verdict() instanceof Verdict.Holds;
    }

    /** How many attempts ended as they must. */
    public int asExpected() {
        return sentences(Judgement.AsExpected).size();
    }

    private List<String> sentences(Judgement judgement) {
        return observations.stream()
                .filter(observation -> observation.judgement() == judgement)
                .map(Observation::sentence)
                .toList();
    }
}
