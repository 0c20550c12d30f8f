package vn.onshore.isolation.engine;

import java.util.List;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PortSet;

/** The other ends that exist: pods of a class, and addresses outside. */
final class Counterparts {
    private Counterparts() {}

    /** @param declared by the destination, whichever end that is */
    record OfClass(Snapshot snapshot, int podClass, List<NamedPort> declared) implements PolicyGroup.Counterpart {
        @Override
        public boolean matches(CompiledPolicy.Rule rule) {
            return snapshot.matches(rule, podClass);
        }

        @Override
        public PortSet ports(CompiledPolicy.Rule rule) {
            return rule.ports().on(declared);
        }
    }

    /** @param declared by the destination; none if the address is it */
    record OfAddress(IpAddress address, List<NamedPort> declared) implements PolicyGroup.Counterpart {
        @Override
        public boolean matches(CompiledPolicy.Rule rule) {
            return rule.outside().contains(address);
        }

        @Override
        public PortSet ports(CompiledPolicy.Rule rule) {
            return rule.ports().on(declared);
        }
    }
}
