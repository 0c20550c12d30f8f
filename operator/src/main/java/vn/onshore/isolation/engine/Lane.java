package vn.onshore.isolation.engine;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.engine.ZoneMatrix.OpenEnd;
import vn.onshore.isolation.engine.ZoneMatrix.Opening;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Selector;

/**
 * One reason why pods that may come to a namespace can open something, or accept it.
 *
 * @param pods the labels for which it holds
 * @param ports before the other tiers are asked
 * @param tiers the rules of other tiers that have a say, in order
 */
record Lane(Origin origin, Selector pods, Peers peers, PortSet ports, List<TierRule> tiers) {
    /** By where it comes from. Those of one policy in one namespace are in the order of its rules and their peers. */
    static final Comparator<Lane> ORDER = Comparator.comparing(
                    (Lane lane) -> lane.origin().namespace())
            .thenComparing(lane -> lane.origin().policy(), Comparator.nullsFirst(Comparator.naturalOrder()));

    /** @param policy that lets it through; null if no policy is about such pods */
    record Origin(Direction direction, int zone, String namespace, Policy.@Nullable Id policy) {}

    /**
     * @param zones in which the other end may be, by their index; the index after the last for none
     * @param selection of the other end, if that is how the rule names it
     * @param outside the addresses outside that are meant
     */
    record Peers(BitSet zones, @Nullable PodSelection selection, AddressSet outside) {}

    record TierRule(CompiledPolicy policy, CompiledPolicy.Rule rule) {
        boolean isBaseline() {
            return policy.policy().tier() == Tier.Baseline;
        }
    }

    /** What it lets through, wherever it comes from. */
    record Passage(Selector pods, Peers peers, PortSet ports, List<TierRule> tiers) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Passage(var some, var ends, var open, var rules)
                    && ports.equals(open)
                    && pods.equals(some)
                    && peers.outside().equals(ends.outside())
                    && Objects.equals(peers.selection(), ends.selection())
                    && peers.zones().equals(ends.zones())
                    && tiers.equals(rules);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * ports.hashCode() + pods.hashCode())
                    + peers.outside().hashCode();
        }
    }

    Passage passage() {
        return new Passage(pods, peers, ports, tiers);
    }

    /** The ports towards an end: all but those that a rule surely denies before another one may allow them. */
    PortSet open(FarEnd end) {
        var left = ports;
        var allowed = PortSet.NONE;
        for (var tier : tiers) {
            var rule = tier.rule();
            if (rule.action() != Action.Deny) {
                if (end.mayBeMeantBy(rule)) {
                    allowed = allowed.union(left.intersect(rule.ports().onAnything()));
                }
            } else if (pods.implies(tier.policy().policy().subject().pods()) && end.isSurelyMeantBy(rule)) {
                left = left.minus(rule.ports().numbers());
            }
        }
        return allowed.union(left);
    }

    OpenEnd end() {
        return new OpenEnd.OfNewcomers(origin.namespace, pods, origin.policy);
    }

    Opening opening(OpenEnd other, PortSet open) {
        return origin.direction == Direction.Egress ? new Opening(end(), other, open) : new Opening(other, end(), open);
    }
}
