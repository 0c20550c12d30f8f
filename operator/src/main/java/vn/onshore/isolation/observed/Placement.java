package vn.onshore.isolation.observed;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.observed.FlowBook.Flow;
import vn.onshore.isolation.observed.FlowBook.Seen;

/**
 * Flows by those who had their addresses. A log tells of a cluster that was; what is known is the cluster that is. So an
 * address means the pod that has it only if that pod was there already, and one of the cluster's own networks that means
 * nobody is {@linkplain Party.Unplaced not placed}, and never outside.
 *
 * @param namespaces whose labels have to be known
 * @param undated connections that were placed by address and do not say when they were seen
 * @param unsure connections from or to an address that counts as outside only because the networks of pods are not known
 */
public record Placement(Map<Flow, Seen> flows, Set<String> namespaces, long undated, long unsure) {
    public Placement {
        flows = Map.copyOf(flows);
        namespaces = Set.copyOf(namespaces);
    }

    /**
     * Places.
     *
     * @param seen with addresses as they were read
     * @param tenants of {@link #addresses(Map)}
     * @param written when the log was written: what does not say when it was seen was seen before that
     */
    public static Placement of(Map<Flow, Seen> seen, Map<IpAddress, Tenant> tenants, Networks own, Instant written) {
        return new Placing(tenants, own, written).place(seen);
    }

    /** The addresses whose tenants have to be known. */
    public static Set<IpAddress> addresses(Map<Flow, Seen> seen) {
        return seen.keySet().stream()
                .flatMap(flow -> Stream.of(flow.from(), flow.to()))
                .flatMap(party -> party instanceof Party.Outside(var address) ? address.stream() : Stream.empty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static final class Placing {
        private final Map<IpAddress, Tenant> tenants;
        private final AddressSet inside;
        private final boolean knowsPods;
        private final Instant written;

        private Placing(Map<IpAddress, Tenant> tenants, Networks own, Instant written) {
            this.tenants = tenants;
            this.inside = own.pods().union(own.services());
            this.knowsPods = !own.pods().isEmpty();
            this.written = written;
        }

        private Placement place(Map<Flow, Seen> seen) {
            var placed = new HashMap<Flow, Seen>();
            var undated = 0L;
            var unsure = 0L;
            for (var entry : seen.entrySet()) {
                var flow = entry.getKey();
                var at = entry.getValue().first();
                var when = at == null ? written : at;
                var from = source(flow.from(), when);
                var to = destination(flow.to(), when);
                var count = entry.getValue().count();
                undated += at == null && !(from.equals(flow.from()) && to.equals(flow.to())) ? count : 0;
                unsure += !knowsPods && (isAddress(from) || isAddress(to)) ? count : 0;
                placed.merge(new Flow(from, to, flow.protocol(), flow.port()), entry.getValue(), Seen::and);
            }
            return new Placement(placed, namespaces(placed.keySet()), undated, unsure);
        }

        private static Set<String> namespaces(Set<Flow> flows) {
            return flows.stream()
                    .flatMap(flow -> Stream.of(flow.from(), flow.to()))
                    .flatMap(party ->
                            party instanceof Party.InNamespace(var namespace) ? Stream.of(namespace) : Stream.empty())
                    .collect(Collectors.toUnmodifiableSet());
        }

        private static boolean isAddress(Party party) {
            return party instanceof Party.Outside(var address) && address.isPresent();
        }

        private Party source(Party party, Instant when) {
            return party instanceof Party.Outside(var address)
                    ? address.map(ip -> who(ip, when)).orElse(party)
                    : party;
        }

        /** A node is dialled as any other address is. */
        private Party destination(Party party, Instant when) {
            var found = source(party, when);
            return found instanceof Party.OnNode ? party : found;
        }

        private Party who(IpAddress address, Instant when) {
            var tenant = tenants.get(address);
            if (tenant != null) {
                return tenant.since().isAfter(when) ? new Party.Unplaced(address) : tenant.party();
            }
            return inside.contains(address) ? new Party.Unplaced(address) : new Party.Outside(Optional.of(address));
        }
    }
}
