package vn.onshore.isolation.engine;

import java.util.List;
import vn.onshore.isolation.model.Pod.NamedPort;

/**
 * What a peer has from one rule of a NetworkPolicy: to whom, or from whom, on which ports.
 *
 * @param ports the number of the port set; {@link #BY_NAME} if it depends on the peer's own named ports
 * @param subjects the classes that the policy selects
 */
record Fan(PortSpec spec, int ports, SparseBits subjects) {
    static final int BY_NAME = -1;

    int ports(PortIds ids, List<NamedPort> declared) {
        return ports == BY_NAME ? ids.of(spec.on(declared)) : ports;
    }
}
