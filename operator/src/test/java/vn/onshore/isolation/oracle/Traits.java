package vn.onshore.isolation.oracle;

import java.util.List;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.Protocol;

/**
 * What random worlds are made of.
 *
 * @param pods at most
 * @param policies at most
 * @param v6 whether there are IPv6 addresses
 * @param unseen whether there are pods that packets cannot speak for: without an address, or on the node's network
 */
public record Traits(
        int namespaces,
        int pods,
        int policies,
        List<Tier> tiers,
        List<Protocol> protocols,
        boolean v6,
        boolean unseen) {
    /** Everything that the model can say. */
    public static final Traits EVERYTHING = new Traits(
            6,
            30,
            20,
            List.of(Tier.NetworkPolicy, Tier.NetworkPolicy, Tier.NetworkPolicy, Tier.Admin, Tier.Baseline),
            List.of(Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.SCTP),
            true,
            true);

    /** What packets can show: every pod has one IPv4 address, ports are of TCP and UDP. */
    public static final Traits PACKETS =
            new Traits(3, 6, 12, EVERYTHING.tiers(), List.of(Protocol.TCP, Protocol.UDP), false, false);
}
