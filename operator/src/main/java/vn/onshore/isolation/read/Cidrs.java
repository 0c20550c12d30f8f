package vn.onshore.isolation.read;

import vn.onshore.boundary.Cidr;
import vn.onshore.manifest.Quoted;

/** Reads address ranges as the API server's strict validation does: no host bits, no leading zeros, no mapped IPv4. */
final class Cidrs {
    private Cidrs() {}

    static Cidr read(Field field) throws Unfit {
        var text = field.text();
        var cidr = Cidr.parse(text)
                .orElseThrow(
                        () -> Unfit.refused(
                                field,
                                "\"" + Quoted.shortened(text)
                                        + "\" is no range of addresses such as 10.0.0.0/8 or 2001:db8::/32 (without host bits)"));
        if (cidr.network().isV4() && text.indexOf(':') >= 0) {
            throw Unfit.refused(field, "an IPv4 range must be written as IPv4: " + cidr);
        }
        return cidr;
    }
}
