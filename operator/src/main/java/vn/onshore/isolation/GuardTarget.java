package vn.onshore.isolation;

import java.time.Duration;
import vn.onshore.isolation.attempt.AttemptPlan;
import vn.onshore.standing.Proofs;

/** The admission policies of a resource, to be tried. */
record GuardTarget(AttemptPlan plan, String wish, String digest) implements Proofs.Target {
    /** How often guards are tried that nobody changed. */
    static final Duration INTERVAL = Duration.ofMinutes(5);

    @Override
    public Duration interval() {
        return INTERVAL;
    }
}
