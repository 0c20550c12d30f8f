package vn.onshore.isolation.engine;

import java.util.List;
import java.util.Optional;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Tier;

/**
 * Why one port is open between two ends, or not.
 *
 * @param allowed whether both directions allow it
 * @param steps tier by tier, egress of the source first, as far as a decision needed them
 * @param nearest of a denied connection, the rule that comes closest to allowing it
 */
public record Explanation(boolean allowed, List<Step> steps, Optional<NearMiss> nearest) {
    public Explanation {
        steps = List.copyOf(steps);
    }

    /** @param decidedBy the rule that decided; empty if none did, as where a pod is not isolated */
    public record Step(Direction direction, Tier tier, Outcome outcome, Optional<DecidingRule> decidedBy) {}

    public enum Outcome {
        Allowed,
        Denied,
        /** A rule said so, or no rule of the tier is about this connection. */
        PassedOn,
        /** Some NetworkPolicy selects the pod for this direction, and none of them allows this. */
        NothingAllows,
        /** No NetworkPolicy selects the pod for this direction. */
        NotIsolated
    }

    /** @param index of the rule in its direction, from 0 */
    public record DecidingRule(Policy.Id policy, int index) {}

    /** @param why what of the rule does not fit: the peer, the port or the protocol; a sentence */
    public record NearMiss(Policy.Id policy, Direction direction, int index, String why) {}
}
