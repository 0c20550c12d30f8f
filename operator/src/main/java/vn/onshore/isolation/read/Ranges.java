package vn.onshore.isolation.read;

import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;

/** Reads {@code {start, end}} of the tiered kinds, which must not be one port. */
final class Ranges {
    private Ranges() {}

    static PortSet read(Protocol protocol, Field field) throws Unfit {
        var start = field.required("start").integer(PortSet.FIRST, PortSet.LAST);
        var end = field.required("end").integer(PortSet.FIRST, PortSet.LAST);
        if (start >= end) {
            throw Unfit.refused(field.at("end"), end + " is not above the start " + start);
        }
        return PortSet.of(protocol, start, end);
    }
}
