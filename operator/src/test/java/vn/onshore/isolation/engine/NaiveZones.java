package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.oracle.NaiveReachability;

/** Holds every pair of pods against every flow of a plan. */
final class NaiveZones {
    private final World world;
    private final ZonePlan plan;
    private final NaiveReachability reachability;

    NaiveZones(World world, ZonePlan plan, NaiveReachability reachability) {
        this.world = world;
        this.plan = plan;
        this.reachability = reachability;
    }

    /** The number of leaks of each pair of parties that has some. */
    Map<String, Long> leaks() {
        var leaks = new TreeMap<String, Long>();
        var outside = AddressSet.ALL.minus(world.networks().all());
        for (var pod : world.pods()) {
            for (var other : world.pods()) {
                var from = party(pod);
                var to = party(other);
                if (!from.equals(to)
                        && !reachability
                                .between(pod, other)
                                .minus(planned(pod, other))
                                .isEmpty()) {
                    leaks.merge(from + " " + to, 1L, Long::sum);
                }
            }
            var zone = zone(pod);
            if (zone.isPresent()) {
                var addresses = new ArrayList<>(edges());
                addresses.removeIf(address -> !outside.contains(address));
                if (addresses.stream().anyMatch(address -> leaksTo(pod, zone.get(), address))) {
                    leaks.merge(party(pod) + " " + new Party.Internet(), 1L, Long::sum);
                }
                if (addresses.stream().anyMatch(address -> leaksFrom(address, pod))) {
                    leaks.merge(new Party.Internet() + " " + party(pod), 1L, Long::sum);
                }
            }
        }
        return leaks;
    }

    /** The number of connections of the shortest way of each pair of parties that has one, at most four. */
    Map<String, Integer> ways() {
        var open = new HashMap<Pod, Set<Pod>>();
        for (var pod : world.pods()) {
            open.put(pod, new HashSet<>());
            for (var other : world.pods()) {
                if (!reachability.between(pod, other).isEmpty()) {
                    open.getOrDefault(pod, Set.of()).add(other);
                }
            }
        }
        var outside = AddressSet.ALL.minus(world.networks().all());
        var addresses = edges().stream().filter(outside::contains).toList();
        var ways = new TreeMap<String, Integer>();
        for (var pod : world.pods()) {
            zone(pod).ifPresent(zone -> {
                way(
                                pod,
                                open,
                                other -> !zone(other).equals(zone(pod))
                                        && (zone(other).isPresent() || isRelay(other)),
                                hop -> addresses.stream().anyMatch(address -> leaksOver(pod, zone, hop, address)))
                        .ifPresent(length -> ways.merge(party(pod) + " " + new Party.Internet(), length, Math::min));
                for (var to : plan.zones()) {
                    if (!to.equals(zone)) {
                        way(
                                        pod,
                                        open,
                                        other -> zone(other).isEmpty() && isRelay(other),
                                        hop -> world.pods().stream()
                                                .anyMatch(other -> zone(other)
                                                                .filter(to::equals)
                                                                .isPresent()
                                                        && !reachability
                                                                .between(hop, other)
                                                                .minus(planned(pod, other))
                                                                .isEmpty()))
                                .ifPresent(length ->
                                        ways.merge(party(pod) + " " + new Party.OfZone(to.name()), length, Math::min));
                    }
                }
            });
        }
        return ways;
    }

    private static Optional<Integer> way(
            Pod start, Map<Pod, Set<Pod>> open, Predicate<Pod> mayHandOn, Predicate<Pod> mayLeave) {
        var level = Set.of(start);
        var visited = new HashSet<Pod>();
        for (var length = 2; length <= 4; length++) {
            var next = new HashSet<Pod>();
            for (var pod : level) {
                open.getOrDefault(pod, Set.of()).stream().filter(mayHandOn).forEach(next::add);
            }
            next.removeAll(visited);
            if (next.stream().anyMatch(mayLeave)) {
                return Optional.of(length);
            }
            visited.addAll(next);
            level = next;
        }
        return Optional.empty();
    }

    private boolean isRelay(Pod pod) {
        return plan.relays().stream().anyMatch(relay -> relay.matches(namespace(pod), pod));
    }

    /** Addresses on both sides of everything that policies, networks and the plan draw. */
    private List<IpAddress> edges() {
        var sets = new ArrayList<AddressSet>();
        sets.add(world.networks().all());
        plan.zones().forEach(zone -> sets.add(zone.internet()));
        for (var flow : plan.flows()) {
            for (var end : List.of(flow.from(), flow.to())) {
                if (end instanceof End.Addresses(var addresses)) {
                    sets.add(addresses);
                }
            }
        }
        for (var policy : world.policies()) {
            Stream.concat(policy.ingress().stream(), policy.egress().stream())
                    .flatMap(rule -> rule.peers().stream())
                    .forEach(peer -> {
                        if (peer instanceof Peer.Addresses(var addresses)) {
                            sets.add(addresses);
                        }
                    });
        }
        sets.add(AddressSet.ALL);
        var edges = new ArrayList<IpAddress>();
        world.nodes().forEach(node -> edges.addAll(node.addresses()));
        for (var set : sets) {
            for (var range : set.ranges()) {
                edges.add(range.first());
                edges.add(range.last());
                range.first().previous().ifPresent(edges::add);
                range.last().next().ifPresent(edges::add);
            }
        }
        return edges;
    }

    private boolean leaksTo(Pod pod, ZonePlan.Zone zone, IpAddress address) {
        return leaksOver(pod, zone, pod, address);
    }

    private boolean leaksOver(Pod pod, ZonePlan.Zone zone, Pod hop, IpAddress address) {
        var planned = plan.flows().stream()
                .filter(flow -> (isIn(pod, flow.from()) || isIn(hop, flow.from()))
                        && flow.to() instanceof End.Addresses(var addresses)
                        && addresses.contains(address))
                .map(ZonePlan.Flow::ports)
                .reduce(PortSet.NONE, PortSet::union);
        return !zone.internet().contains(address)
                && !reachability.between(hop, address).minus(planned).isEmpty();
    }

    private boolean leaksFrom(IpAddress address, Pod pod) {
        var planned = plan.flows().stream()
                .filter(flow -> isIn(pod, flow.to())
                        && flow.from() instanceof End.Addresses(var addresses)
                        && addresses.contains(address))
                .map(ZonePlan.Flow::ports)
                .reduce(PortSet.NONE, PortSet::union);
        return !reachability.between(address, pod).minus(planned).isEmpty();
    }

    private PortSet planned(Pod from, Pod to) {
        return plan.flows().stream()
                .filter(flow -> isIn(from, flow.from()) && isIn(to, flow.to()))
                .map(ZonePlan.Flow::ports)
                .reduce(PortSet.NONE, PortSet::union);
    }

    private boolean isIn(Pod pod, End end) {
        return switch (end) {
            case End.InZone(var zone, var only) ->
                zone(pod).filter(own -> own.name().equals(zone)).isPresent()
                        && only.stream().allMatch(selector -> selector.matches(pod.labels()));
            case End.Pods(var selection) -> zone(pod).isEmpty() && selection.matches(namespace(pod), pod);
            case End.Addresses addresses -> false;
        };
    }

    private Party party(Pod pod) {
        return zone(pod).<Party>map(zone -> new Party.OfZone(zone.name())).orElse(new Party.Elsewhere());
    }

    private Optional<ZonePlan.Zone> zone(Pod pod) {
        return plan.zones().stream()
                .filter(zone -> zone.namespaces().matches(namespace(pod).labels()))
                .findFirst();
    }

    private Namespace namespace(Pod pod) {
        return world.namespaces().stream()
                .filter(namespace -> namespace.name().equals(pod.namespace()))
                .findFirst()
                .orElseThrow();
    }
}
