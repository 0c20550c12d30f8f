package vn.onshore.isolation.observed;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.manifest.Manifest;

/**
 * Who has an address of the cluster.
 *
 * @param since when it was made: before that, somebody else had the address, or nobody
 */
public record Tenant(Party party, Instant since) {

    /** The addresses of a Pod that has not finished, or of a Node. */
    public static Map<IpAddress, Tenant> of(Manifest object) {
        var tenants = new HashMap<IpAddress, Tenant>();
        var addresses = PodAddresses.addresses(object);
        if (!addresses.isEmpty()) {
            var tenant = new Tenant(PodAddresses.party(object), since(object));
            addresses.forEach(address -> tenants.put(address, tenant));
        }
        return tenants;
    }

    /** Who has the addresses that are asked for, as far as some Pods and Nodes have them. */
    public static Map<IpAddress, Tenant> among(Stream<Manifest> objects, Set<IpAddress> asked) {
        var tenants = new HashMap<IpAddress, Tenant>();
        objects.forEach(object -> of(object).forEach((address, tenant) -> {
            if (asked.contains(address)) {
                tenants.merge(address, tenant, (one, other) -> one.and(other, address));
            }
        }));
        return tenants;
    }

    /** Two that have one address, as when one goes and the next has come: of two namespaces nobody knows which it was. */
    private Tenant and(Tenant other, IpAddress address) {
        var earlier = since.isBefore(other.since) ? since : other.since;
        if (party.equals(other.party)) {
            return new Tenant(party, earlier);
        }
        var onNode = party instanceof Party.OnNode || other.party instanceof Party.OnNode;
        return new Tenant(onNode ? new Party.OnNode() : new Party.Unplaced(address), earlier);
    }

    /** What does not say when it was made cannot be shown to have been there. */
    private static Instant since(Manifest object) {
        try {
            return Instant.parse(
                    object.tree().at("metadata", "creationTimestamp").text());
        } catch (DateTimeException none) {
            return Instant.MAX;
        }
    }
}
