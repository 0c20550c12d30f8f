package vn.onshore.isolation.live;

import java.time.Instant;
import java.util.List;
import vn.onshore.isolation.verify.ZoneVerdicts;

/**
 * The answer to a question.
 *
 * @param seen what it is about
 * @param at as of when
 */
public record Judgement(Question question, ZoneVerdicts verdicts, Seen seen, Instant at) {
    /**
     * How much was looked at.
     *
     * @param hostNetworkPods those in zones
     * @param notEvaluated kinds with objects that were not, or could not be, evaluated
     * @param unreadable policies that could not be understood, and why
     */
    public record Seen(
            int pods, int hostNetworkPods, int policies, List<String> notEvaluated, List<String> unreadable) {
        public Seen {
            notEvaluated = List.copyOf(notEvaluated);
            unreadable = List.copyOf(unreadable);
        }
    }

    /** Whether it says the same, whenever it was given. */
    boolean saysTheSameAs(Judgement other) {
        return question.equals(other.question) && verdicts.equals(other.verdicts) && seen.equals(other.seen);
    }

    Judgement asOf(Instant now) {
        return new Judgement(question, verdicts, seen, now);
    }
}
