package vn.onshore.isolation;

import java.time.Duration;
import vn.onshore.isolation.attempt.AttemptPlan;
import vn.onshore.standing.Proofs;

/**
 * The admission policies of a resource, to be tried.
 *
 * @param guards digest of the policies
 */
record GuardTarget(AttemptPlan plan, String wish, String guards) implements Proofs.Target {
    /** How often guards are tried that nobody changed. */
    static final Duration INTERVAL = Duration.ofMinutes(5);

    /** Of what is tried as well: a namespace that goes must not leave what was tried in it without an answer. */
    @Override
    public String digest() {
        return guards + " " + plan.hashCode();
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }
}
