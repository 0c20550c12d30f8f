package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;
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

    /** By zone and direction, the peers that rules with these ports mean; empty where there is no ceiling. */
    private final List<Optional<Map<PortSpec, BitSet>>> rules;

    private final Map<Question, RoaringBitmap> known = new HashMap<>();

    /** @param ceiling its index */
    private record Question(int ceiling, PortSet ports) {}

    FutureCeilings(Snapshot snapshot) {
        this.snapshot = snapshot;
        rules = new ArrayList<>();
        var zones = snapshot.plan().zones().size();
        for (var direction : Direction.values()) {
            var closed = closed(direction, zones);
            for (var zone = 0; zone < zones; zone++) {
                rules.add(closed.get(zone) ? Optional.of(new HashMap<>()) : Optional.empty());
            }
        }
        if (rules.stream().anyMatch(Optional::isPresent)) {
            snapshot.policies().values().forEach(this::gather);
        }
    }

    private FutureCeilings(Snapshot snapshot, List<Optional<Map<PortSpec, BitSet>>> rules) {
        this.snapshot = snapshot;
        this.rules = rules;
    }

    /** Those of a later snapshot with the same namespaces. */
    FutureCeilings after(Snapshot next) {
        return next.policies() == snapshot.policies() ? new FutureCeilings(next, rules) : new FutureCeilings(next);
    }

    /** The zones that have namespaces, in each of which some NetworkPolicy isolates every pod. */
    private BitSet closed(Direction direction, int zones) {
        var namespaces = new BitSet();
        for (var compiled : snapshot.policies().values()) {
            var policy = compiled.policy();
            var namespace = policy.subject().namespace();
            if (namespace != null
                    && policy.isolates(direction)
                    && policy.subject().pods().selectsEverything()
                    && policy.subject().namespaces().selectsEverything()) {
                var number = snapshot.table().numbers().get(namespace);
                if (number != null) {
                    namespaces.set(number);
                }
            }
        }
        var inhabited = new BitSet();
        var open = new BitSet();
        var zoneOf = snapshot.table().zones();
        for (var i = 0; i < zoneOf.length; i++) {
            inhabited.set(zoneOf[i]);
            if (!namespaces.get(i)) {
                open.set(zoneOf[i]);
            }
        }
        inhabited.andNot(open);
        inhabited.clear(zones);
        return inhabited;
    }

    private void gather(CompiledPolicy compiled) {
        var rules = compiled.ingress().size() + compiled.egress().size();
        var zones = rules == 0 ? new BitSet() : zones(compiled.policy().subject());
        for (var zone = zones.nextSetBit(0); zone >= 0; zone = zones.nextSetBit(zone + 1)) {
            for (var direction : Direction.values()) {
                var ceiling = ceiling(zone, direction);
                if (ceiling.isPresent() && opens(compiled.policy(), direction)) {
                    add(ceiling.get(), compiled.rules(direction));
                }
            }
        }
    }

    /** Where a policy has a say. */
    private BitSet zones(PodSelection subject) {
        var table = snapshot.table();
        var zones = new BitSet();
        if (subject.namespace() == null) {
            for (var i = 0; i < table.namespaces().length; i++) {
                if (subject.namespaces().matches(table.namespaces()[i].labels())) {
                    zones.set(table.zones()[i]);
                }
            }
        } else {
            var number = table.numbers().get(subject.namespace());
            if (number != null && subject.namespaces().matches(table.namespaces()[number].labels())) {
                zones.set(table.zones()[number]);
            }
        }
        return zones;
    }

    private static boolean opens(Policy policy, Direction direction) {
        return switch (policy.tier()) {
            case NetworkPolicy -> policy.isolates(direction);
            case Admin -> true;
            // Where a NetworkPolicy isolates, it is not asked.
            case Baseline -> false;
        };
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

    /** By zone, which may be the index after the last one: pods in no zone are bounded by nothing. */
    private Optional<Map<PortSpec, BitSet>> ceiling(int zone, Direction direction) {
        var zones = rules.size() / DIRECTIONS;
        return zone < zones ? rules.get(index(zone, direction)) : Optional.empty();
    }

    private int index(int zone, Direction direction) {
        return direction.ordinal() * (rules.size() / DIRECTIONS) + zone;
    }

    /** Whether anything bounds what pods that may come to a zone can open, or accept. */
    boolean bound(int zone, Direction direction) {
        return ceiling(zone, direction).isPresent();
    }

    /**
     * What pods that may come to a zone can open to a class, or accept from it.
     *
     * @param zone by its index; above the last one for pods in no zone, which nothing bounds
     * @param direction of the pods that may come
     */
    PortSet of(int zone, Direction direction, int podClass) {
        var ceiling = ceiling(zone, direction);
        if (ceiling.isEmpty()) {
            return PortSet.ALL;
        }
        var open = PortSet.NONE;
        for (var entry : ceiling.get().entrySet()) {
            if (entry.getValue().stream().anyMatch(peer -> snapshot.peerClasses()[peer].contains(podClass))) {
                open = open.union(on(entry.getKey(), direction, podClass));
            }
        }
        return open;
    }

    private PortSet on(PortSpec ports, Direction direction, int podClass) {
        return direction == Direction.Egress
                ? ports.on(snapshot.table().of(podClass).ports())
                : ports.onAnything();
    }

    /** The classes to which such pods can open, or from which they can accept, any of some ports; where they are bound. */
    synchronized RoaringBitmap classes(int zone, Direction direction, PortSet ports) {
        return known.computeIfAbsent(new Question(index(zone, direction), ports), some -> find(zone, direction, ports));
    }

    private RoaringBitmap find(int zone, Direction direction, PortSet ports) {
        var classes = new RoaringBitmap();
        ceiling(zone, direction).orElseThrow().forEach((spec, peers) -> {
            if (direction == Direction.Egress && !spec.named().isEmpty()) {
                peers.stream()
                        .forEach(peer -> snapshot.peerClasses()[peer].forEach((int podClass) -> {
                            if (on(spec, direction, podClass).intersects(ports)) {
                                classes.add(podClass);
                            }
                        }));
            } else if (spec.onAnything().intersects(ports)) {
                peers.stream().forEach(peer -> classes.or(snapshot.peerClasses()[peer]));
            }
        });
        return classes;
    }

    /** Whether nothing that was said of classes is different with these. */
    boolean saysTheSameAs(FutureCeilings other) {
        return rules.equals(other.rules);
    }
}
