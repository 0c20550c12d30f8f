package vn.onshore.isolation.attempt;

import java.time.Instant;
import java.util.List;
import vn.onshore.standing.Proofs;

/**
 * One round of attempts.
 *
 * @param asExpected how many ended as they must
 * @param deviations one sentence for each that did not
 * @param inconclusive one sentence for each that shows nothing
 * @param untried sentences about what could not be tried
 */
public record Trial(
        Instant at, int asExpected, List<String> deviations, List<String> inconclusive, List<String> untried)
        implements Proofs.Shown {
    public Trial {
        deviations = List.copyOf(deviations);
        inconclusive = List.copyOf(inconclusive);
        untried = List.copyOf(untried);
    }

    @Override
    public boolean holds() {
        return deviations.isEmpty() && inconclusive.isEmpty();
    }
}
