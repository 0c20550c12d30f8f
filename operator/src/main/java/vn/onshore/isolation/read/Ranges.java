package vn.onshore.isolation.read;

import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;

/** Reads {@code {start, end}} of the tiered kinds. */
final class Ranges {
    private Ranges() {}

    /** As ClusterNetworkPolicy has it, which must not be one port. */
    static PortSet ascending(Protocol protocol, Field field) throws Unfit {
        var start = bound(field, "start");
        var end = bound(field, "end");
        if (start >= end) {
            throw Unfit.refused(field.at("end"), end + " is not above the start " + start);
        }
        return PortSet.of(protocol, start, end);
    }

    /** As the older kinds have it: the API server lets a range end before it begins, which then holds no port. */
    static PortSet any(Protocol protocol, Field field) throws Unfit {
        var start = bound(field, "start");
        var end = bound(field, "end");
        return start <= end ? PortSet.of(protocol, start, end) : PortSet.NONE;
    }

    private static int bound(Field field, String key) throws Unfit {
        return field.required(key).integer(PortSet.FIRST, PortSet.LAST);
    }
}
