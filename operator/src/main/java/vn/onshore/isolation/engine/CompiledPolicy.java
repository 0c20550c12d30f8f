package vn.onshore.isolation.engine;

import java.util.List;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;

/**
 * A policy whose peers are numbers of {@link PeerSet}s.
 *
 * @param subject the set of those it is about
 */
record CompiledPolicy(Policy policy, int subject, List<Rule> ingress, List<Rule> egress) {
    /**
     * @param peers numbers of peer sets, any of which may match
     * @param outside the addresses outside the cluster that any of them means
     */
    record Rule(Policy.Id policy, Policy.Rule rule, int[] peers, PortSpec ports, AddressSet outside) {
        Action action() {
            return rule.action();
        }
    }

    List<Rule> rules(Direction direction) {
        return direction == Direction.Ingress ? ingress : egress;
    }
}
