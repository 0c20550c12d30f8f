package vn.onshore.isolation.prove;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What probes showed, of the latest round that has ended, or else of one that is under way.
 *
 * @param at when the last of its probes ended; empty if none has
 * @param leaks connections that had to be stopped and were not; a sentence each, at most {@link #MOST_SENTENCES}
 * @param remarks declared connections that did not come about, and probes that did not speak; bounded like leaks
 * @param summary one sentence for people
 */
public record ProbeEvidence(
        Standing standing, Optional<Instant> at, List<Leak> leaks, List<String> remarks, String summary) {
    public static final int MOST_SENTENCES = 20;

    public ProbeEvidence {
        leaks = List.copyOf(leaks);
        remarks = List.copyOf(remarks);
    }

    /** What follows for the datapath. */
    public enum Standing {
        /** No packet was sent, or no answer of any probe is there to read. */
        NothingSent,
        /** Nothing got through that had to be stopped, but nothing shows that it was stopped rather than dead. */
        Inconclusive,
        /** Connections were stopped to destinations that answered others in the same round, and none got through. */
        Stopped,
        /** At least one connection got through that had to be stopped. */
        GotThrough
    }

    /**
     * A connection that had to be stopped.
     *
     * @param toZone empty for a destination outside the cluster
     */
    public record Leak(String fromZone, Optional<String> toZone, String sentence) {}

    public static ProbeEvidence of(ProbeInputs in) {
        var idle = ProbePlan.of(in).idle();
        if (idle.isPresent()) {
            return nothing(idle.get(), List.of());
        }
        var rounds = Round.all(in);
        return rounds.stream()
                .filter(Round::isOver)
                .findFirst()
                .or(() -> rounds.stream().findFirst())
                .map(Round::evidence)
                .orElseGet(() -> nothing("no probe has run yet", List.of()));
    }

    static ProbeEvidence nothing(String why, List<String> remarks) {
        return new ProbeEvidence(
                Standing.NothingSent, Optional.empty(), List.of(), remarks, "no packet was sent: " + why);
    }
}
