package vn.onshore.isolation.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.World;

/** The inputs, and what several rules ask of them. Of one judgement, and of one thread. */
final class Scene {
    private final VerifierInputs inputs;
    private final Map<String, Namespace> namespaces = new HashMap<>();
    private final Map<String, String> zones = new HashMap<>();
    private final Map<String, List<Namespace>> byZone = new HashMap<>();
    private final AddressSet networks;
    private @Nullable Set<IpAddress> inside;

    Scene(VerifierInputs inputs) {
        this.inputs = inputs;
        networks = inputs.world().networks().all();
        for (var namespace : inputs.world().namespaces()) {
            namespaces.put(namespace.name(), namespace);
            zoneBy(namespace).ifPresent(zone -> {
                zones.put(namespace.name(), zone);
                byZone.computeIfAbsent(zone, z -> new ArrayList<>()).add(namespace);
            });
        }
    }

    private Optional<String> zoneBy(Namespace namespace) {
        return zones().stream()
                .filter(zone -> zone.namespaces().matches(namespace.labels()))
                .map(Zone::name)
                .findFirst();
    }

    VerifierInputs inputs() {
        return inputs;
    }

    ZonePlan plan() {
        return inputs.plan();
    }

    World world() {
        return inputs.world();
    }

    List<Zone> zones() {
        return inputs.plan().zones();
    }

    /** The zone of a namespace; one that is not in the world may be in a zone by its name alone. */
    Optional<String> zoneOf(String namespace) {
        return namespaces.containsKey(namespace)
                ? Optional.ofNullable(zones.get(namespace))
                : zoneBy(new Namespace(namespace, Map.of()));
    }

    Party partyOf(String namespace) {
        return zoneOf(namespace).<Party>map(Party.OfZone::new).orElseGet(Party.Elsewhere::new);
    }

    /** The namespaces of a zone. */
    Stream<Namespace> namespaces(String zone) {
        return byZone.getOrDefault(zone, List.of()).stream();
    }

    <T extends Sighting> Stream<T> sightings(Class<T> type) {
        return inputs.sightings().stream().filter(type::isInstance).map(type::cast);
    }

    /** Whether an address is a pod's, a node's, or of the cluster's networks. */
    boolean isInside(IpAddress address) {
        if (networks.contains(address)) {
            return true;
        }
        if (inside == null) {
            inside = new HashSet<>();
            world().pods().forEach(pod -> inside.addAll(pod.addresses()));
            world().nodes().forEach(node -> inside.addAll(node.addresses()));
        }
        return inside.contains(address);
    }

    /** Every address that is not the cluster's own. */
    AddressSet everybody() {
        return AddressSet.ALL.minus(networks);
    }

    Stream<Flow> flowsFrom(String zone) {
        return plan().flows().stream()
                .filter(flow -> flow.from() instanceof End.InZone(var from, var only) && from.equals(zone));
    }

    /** The addresses outside that a zone's pods, all or some, may reach by the plan on some port. */
    AddressSet planned(Zone zone) {
        return flowsFrom(zone.name())
                .flatMap(flow -> flow.to() instanceof End.Addresses(var to) ? Stream.of(to) : Stream.empty())
                .reduce(zone.internet(), AddressSet::union);
    }

    /** Whether the plan lets a zone reach whatever is outside, so that no destination is one too many. */
    boolean mayReachAnything(Zone zone) {
        return planned(zone).containsAll(everybody());
    }
}
