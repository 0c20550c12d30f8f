package vn.onshore.isolation.engine;

import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Workload;

/**
 * What a source may open to a destination: the source's egress and the destination's ingress both allow it.
 *
 * @param ports never empty
 */
public record Connection(Party source, Party destination, PortSet ports) {
    /** An end of the connection. */
    public sealed interface Party {
        record Inside(Workload workload) implements Party {}

        /** Part of the address space outside the cluster; no rule tells its addresses apart. */
        record Outside(AddressRange range) implements Party {}
    }
}
