package vn.onshore.isolation.engine;

import java.util.List;
import java.util.Optional;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Selector;

/**
 * What was declared: everything between zones, and between a zone and addresses outside, that is not in here is a leak.
 *
 * @param zones no namespace is in two of them
 * @param flows what may be open
 * @param relays pods that hand traffic on, such as ingress controllers, wherever they run
 */
public record ZonePlan(List<Zone> zones, List<Flow> flows, List<PodSelection> relays) {
    /** No zones: nothing is judged. */
    public static final ZonePlan NOTHING = new ZonePlan(List.of(), List.of(), List.of());

    public ZonePlan {
        zones = List.copyOf(zones);
        flows = List.copyOf(flows);
        relays = List.copyOf(relays);
    }

    /** @param internet the addresses outside that its pods may reach on any port; flows may add to it */
    public record Zone(String name, Selector namespaces, AddressSet internet) {}

    public record Flow(End from, End to, PortSet ports) {}

    /** One side of a flow. */
    public sealed interface End {
        /** @param only the pods of the zone that are meant; empty for all */
        record InZone(String zone, Optional<Selector> only) implements End {}

        /** Pods that are in no zone, such as the cluster's DNS. */
        record Pods(PodSelection selection) implements End {}

        record Addresses(AddressSet addresses) implements End {}
    }
}
