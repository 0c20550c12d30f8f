package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.List;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.PortSet;

/**
 * The ports of a rule: numbers, and names that each destination resolves for itself.
 *
 * @param named empty for almost every rule
 */
record PortSpec(PortSet numbers, List<PortMatch.Named> named) {
    private static final PortSpec EVERY = new PortSpec(PortSet.ALL, List.of());

    static PortSpec of(List<PortMatch> matches) {
        if (matches.isEmpty()) {
            return EVERY;
        }
        var numbers = PortSet.NONE;
        var named = new ArrayList<PortMatch.Named>(0);
        for (var match : matches) {
            switch (match) {
                case PortMatch.Numbers some -> numbers = numbers.union(some.ports());
                case PortMatch.Named name -> named.add(name);
            }
        }
        return new PortSpec(numbers, List.copyOf(named));
    }

    /** @param declared the destination's; a name it does not declare opens nothing */
    PortSet on(List<NamedPort> declared) {
        var ports = numbers;
        for (var name : named) {
            for (var port : declared) {
                if (port.name().equals(name.name())
                        && (name.protocol() == null || port.protocol() == name.protocol())) {
                    ports = ports.union(PortSet.of(port.protocol(), port.number()));
                    break;
                }
            }
        }
        return ports;
    }

    /** On a destination that may declare whatever it likes. */
    PortSet onAnything() {
        var ports = numbers;
        for (var name : named) {
            var protocol = name.protocol();
            ports = ports.union(protocol == null ? PortSet.ALL : PortSet.of(protocol));
        }
        return ports;
    }
}
