package vn.onshore.isolation.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Networks;

/**
 * Peers by address. Datapaths differ on whether an address means the pod that has it, so the cluster's own networks and
 * link-local addresses, where cloud metadata services answer, are taken out of every range.
 */
final class AddressRules {
    private static final AddressSet LINK_LOCAL = AddressSet.ofCidrs(List.of(
            Cidr.parse("169.254.0.0/16").orElseThrow(), Cidr.parse("fe80::/10").orElseThrow()));

    private final AddressSet pods;
    private final AddressSet holes;

    AddressRules(Networks own) {
        pods = podsAndServices(own);
        holes = pods.union(own.nodes());
    }

    /** Where pods and Services of the cluster have their addresses, and the link-local ones. */
    static AddressSet podsAndServices(Networks own) {
        return own.pods().union(own.services()).union(LINK_LOCAL);
    }

    /**
     * The {@code ipBlock} of a range; empty if nothing would be left of it. A range that lies among the nodes' addresses was
     * named on purpose, as that of an API server, and stays.
     */
    Optional<Map<String, Object>> ipBlock(Cidr cidr) {
        var range = AddressSet.of(AddressRange.of(cidr));
        if (pods.containsAll(range)) {
            return Optional.empty();
        }
        var except = range.intersect(holes.containsAll(range) ? pods : holes);
        var block = new LinkedHashMap<String, Object>();
        block.put("cidr", cidr.toString());
        if (!except.isEmpty()) {
            block.put("except", except.cidrs().stream().map(Cidr::toString).toList());
        }
        return Optional.of(block);
    }
}
