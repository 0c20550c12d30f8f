package vn.onshore.isolation.read;

import vn.onshore.boundary.Cidr;
import vn.onshore.manifest.Quoted;

/**
 * Reads address ranges as API servers validate them: no leading zeros, no mapped IPv4. Of host bits they think differently:
 * NetworkPolicies that are new must have none (Kubernetes 1.36, StrictIPCIDRValidation), everything else may, and they mean
 * nothing.
 */
final class Cidrs {
    private Cidrs() {}

    static Cidr read(Field field, boolean mayHaveHostBits) throws Unfit {
        var text = field.text();
        var cidr = (mayHaveHostBits ? Cidr.masked(text) : Cidr.parse(text))
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
