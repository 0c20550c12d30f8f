package vn.onshore.cli.isolation.measure;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.cli.isolation.measure.PolicyByPolicy.Other;
import vn.onshore.isolation.engine.ZoneMatrix;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.PortSet;

/**
 * The baseline: every pair of pods, and every pod with every part of the address space that some rule tells apart, one after
 * the other. Slow on purpose, and a second opinion: a benchmark whose subject counts otherwise measures nothing.
 */
final class PodByPod {
    private final Scene scene;
    private final PolicyByPolicy policies;

    private PodByPod(Scene scene) {
        this.scene = scene;
        policies = new PolicyByPolicy(scene.world());
    }

    /** What is open beyond the plan, by pairs of parties; pairs without leaks are not in it. */
    static Map<String, Long> leaks(Scene scene) {
        return new PodByPod(scene).count();
    }

    /** The same from the engine's answer. */
    static Map<String, Long> leaks(ZoneMatrix matrix) {
        var leaks = new TreeMap<String, Long>();
        matrix.cells().stream()
                .filter(cell -> cell.leaks() > 0)
                .forEach(cell -> leaks.put(pair(cell.from(), cell.to()), cell.leaks()));
        return leaks;
    }

    private static String pair(Party from, Party to) {
        return from + " -> " + to;
    }

    private Map<String, Long> count() {
        var leaks = new TreeMap<String, Long>();
        var pods = scene.world().pods();
        for (var from : pods) {
            for (var to : pods) {
                if (!party(from).equals(party(to)) && leak(new Other.OfPod(from), new Other.OfPod(to))) {
                    leaks.merge(pair(party(from), party(to)), 1L, Long::sum);
                }
            }
        }
        var outside = outside();
        var internet = new Party.Internet();
        for (var pod : pods) {
            if (party(pod) instanceof Party.OfZone zone) {
                var inside = new Other.OfPod(pod);
                if (outside.stream().anyMatch(address -> leak(inside, new Other.OfAddress(address)))) {
                    leaks.merge(pair(zone, internet), 1L, Long::sum);
                }
                if (outside.stream().anyMatch(address -> leak(new Other.OfAddress(address), inside))) {
                    leaks.merge(pair(internet, zone), 1L, Long::sum);
                }
            }
        }
        return leaks;
    }

    private boolean leak(Other from, Other to) {
        var open = policies.lets(from, Direction.Egress, to).intersect(policies.lets(to, Direction.Ingress, from));
        if (from instanceof Other.OfPod(var pod)
                && to instanceof Other.OfAddress(var address)
                && zoneOf(pod).anyMatch(zone -> zone.internet().contains(address))) {
            return false;
        }
        var declared = scene.plan().flows().stream()
                .filter(flow -> isMeant(flow.from(), from) && isMeant(flow.to(), to))
                .map(flow -> flow.ports())
                .reduce(PortSet.NONE, PortSet::union);
        return !declared.containsAll(open);
    }

    private boolean isMeant(End end, Other other) {
        return switch (other) {
            case Other.OfPod(var pod) ->
                switch (end) {
                    case End.InZone(var name, var only) ->
                        zoneOf(pod).anyMatch(zone -> zone.name().equals(name))
                                && only.stream().allMatch(selector -> selector.matches(pod.labels()));
                    case End.Pods(var selection) -> selection.matches(policies.namespace(pod), pod);
                    case End.Addresses(var addresses) -> false;
                };
            case Other.OfAddress(var address) ->
                end instanceof End.Addresses(var addresses) && addresses.contains(address);
        };
    }

    private Stream<Zone> zoneOf(Pod pod) {
        var labels = policies.namespace(pod).labels();
        return scene.plan().zones().stream().filter(zone -> zone.namespaces().matches(labels));
    }

    private Party party(Pod pod) {
        return zoneOf(pod)
                .<Party>map(zone -> new Party.OfZone(zone.name()))
                .findAny()
                .orElseGet(Party.Elsewhere::new);
    }

    /** One address of each part of what is outside that some rule, or the plan, tells from the rest. */
    private TreeSet<IpAddress> outside() {
        var told = Stream.concat(
                Stream.of(AddressSet.ALL, scene.world().networks().all()),
                Stream.concat(
                        scene.world().policies().stream()
                                .flatMap(policy -> Stream.concat(policy.ingress().stream(), policy.egress().stream()))
                                .flatMap(rule -> rule.peers().stream())
                                .filter(Peer.Addresses.class::isInstance)
                                .map(peer -> ((Peer.Addresses) peer).addresses()),
                        scene.plan().zones().stream().map(Zone::internet)));
        var first = new TreeSet<IpAddress>();
        told.flatMap(addresses -> addresses.ranges().stream()).forEach(range -> addEdges(range, first));
        first.removeIf(scene.world().networks().all()::contains);
        return first;
    }

    private static void addEdges(AddressRange range, TreeSet<IpAddress> edges) {
        edges.add(range.first());
        range.last().next().ifPresent(edges::add);
    }
}
