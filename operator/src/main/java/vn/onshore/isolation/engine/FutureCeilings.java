package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;

/**
 * What the policies of a zone's namespaces let pods open, or accept, at most, whatever labels pods that do not exist yet
 * will have. A ceiling needs a policy in each namespace that selects every pod; without one, nothing is closed to a pod that
 * no policy selects. Namespaces that join a zone later are not thought of: nobody can say which policies they will have.
 */
final class FutureCeilings {
    private static final int DIRECTIONS = Direction.values().length;

    private final Snapshot snapshot;

    /** By zone and direction; empty where there is no ceiling. */
    private final List<Optional<Map<PortSpec, BitSet>>> rules = new ArrayList<>();

    /** Those rules once more, with the classes that any of their peers means, and their numbers. */
    private final List<List<Part>> parts = new ArrayList<>();

    private int numbered;

    private record Part(int number, PortSpec ports, RoaringBitmap classes) {}

    /** What of a class decides about every ceiling towards it. */
    record Seen(BitSet parts, List<NamedPort> declared) {}

    FutureCeilings(Snapshot snapshot) {
        this.snapshot = snapshot;
        var namespaces = namespacesOfZones();
        for (var direction : Direction.values()) {
            var closed = closed(direction);
            for (var zone : namespaces) {
                var all = !zone.isEmpty() && closed.cardinality() > 0;
                for (var i = zone.nextSetBit(0); i >= 0 && all; i = zone.nextSetBit(i + 1)) {
                    all = closed.get(i);
                }
                rules.add(all ? Optional.of(new LinkedHashMap<>()) : Optional.empty());
            }
        }
        if (rules.stream().anyMatch(Optional::isPresent)) {
            gather(namespaces);
        }
        rules.forEach(some -> parts.add(some.map(this::parts).orElse(List.of())));
    }

    private List<BitSet> namespacesOfZones() {
        var zones = new ArrayList<BitSet>();
        snapshot.plan().zones().forEach(zone -> zones.add(new BitSet()));
        var zoneOf = snapshot.table().zones();
        for (var i = 0; i < zoneOf.length; i++) {
            if (zoneOf[i] < zones.size()) {
                zones.get(zoneOf[i]).set(i);
            }
        }
        return zones;
    }

    /** The namespaces in which some NetworkPolicy isolates every pod. */
    private BitSet closed(Direction direction) {
        var closed = new BitSet();
        for (var compiled : snapshot.policies().values()) {
            var policy = compiled.policy();
            var number = snapshot.table()
                    .numbers()
                    .get(String.valueOf(policy.subject().namespace()));
            if (number != null
                    && policy.isolates(direction)
                    && policy.subject().pods().selectsEverything()
                    && policy.subject().namespaces().selectsEverything()) {
                closed.set(number);
            }
        }
        return closed;
    }

    private void gather(List<BitSet> namespaces) {
        for (var compiled : snapshot.policies().values()) {
            for (var zone = 0; zone < namespaces.size(); zone++) {
                for (var direction : Direction.values()) {
                    var ceiling = rules.get(index(zone, direction));
                    if (ceiling.isPresent()
                            && opens(compiled.policy(), direction)
                            && isAbout(compiled.policy().subject(), namespaces.get(zone))) {
                        add(ceiling.get(), compiled.rules(direction));
                    }
                }
            }
        }
    }

    private static boolean opens(Policy policy, Direction direction) {
        return switch (policy.tier()) {
            case NetworkPolicy -> policy.isolates(direction);
            case Admin -> true;
            // Where a NetworkPolicy isolates, it is not asked.
            case Baseline -> false;
        };
    }

    private boolean isAbout(PodSelection subject, BitSet namespaces) {
        if (subject.namespace() != null) {
            var number = snapshot.table().numbers().get(subject.namespace());
            return number != null && namespaces.get(number) && selects(subject, number);
        }
        return namespaces.stream().anyMatch(number -> selects(subject, number));
    }

    private boolean selects(PodSelection subject, int namespace) {
        Namespace some = snapshot.table().namespaces()[namespace];
        return subject.namespaces().matches(some.labels());
    }

    private static void add(Map<PortSpec, BitSet> ceiling, List<CompiledPolicy.Rule> rules) {
        for (var rule : rules) {
            if (rule.action() == Action.Allow) {
                var peers = ceiling.computeIfAbsent(rule.ports(), ports -> new BitSet());
                for (var peer : rule.peers()) {
                    peers.set(peer);
                }
            }
        }
    }

    private List<Part> parts(Map<PortSpec, BitSet> ceiling) {
        var some = new ArrayList<Part>();
        ceiling.forEach((ports, peers) -> {
            var classes = new RoaringBitmap();
            peers.stream().forEach(peer -> classes.or(snapshot.peerClasses()[peer]));
            some.add(new Part(numbered++, ports, classes));
        });
        return some;
    }

    private int index(int zone, Direction direction) {
        return direction.ordinal() * (rules.size() / DIRECTIONS) + zone;
    }

    /**
     * What pods that may come to a zone can open to a class, or accept from it.
     *
     * @param zone by its index; above the last one for pods in no zone, which nothing bounds
     * @param direction of the pods that may come
     */
    PortSet of(int zone, Direction direction, int podClass) {
        var at = zone < rules.size() / DIRECTIONS ? index(zone, direction) : -1;
        if (at < 0 || rules.get(at).isEmpty()) {
            return PortSet.ALL;
        }
        var open = PortSet.NONE;
        for (var part : parts.get(at)) {
            if (part.classes().contains(podClass)) {
                open = open.union(
                        direction == Direction.Egress
                                ? part.ports().on(snapshot.table().of(podClass).ports())
                                : part.ports().onAnything());
            }
        }
        return open;
    }

    /** Classes that are seen alike have the same ceilings. */
    Seen seen(int podClass) {
        var in = new BitSet();
        var named = false;
        for (var some : parts) {
            for (var part : some) {
                in.set(part.number(), part.classes().contains(podClass));
                named |= !part.ports().named().isEmpty();
            }
        }
        return new Seen(in, named ? snapshot.table().of(podClass).ports() : List.of());
    }

    /** Whether nothing that was said of classes is different with these. */
    boolean saysTheSameAs(FutureCeilings other) {
        return rules.equals(other.rules);
    }
}
