package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.engine.ZoneMatrix.Opening;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Selector;

/**
 * What pods that may come could open beyond the plan to other pods that may come, and to and from the address space
 * outside, whatever labels they will have. Judged by the policies of the namespaces that are in a zone now; doubt counts as
 * open. How they stand to pods that exist is {@link ZoneExposures}' part.
 */
final class Newcomers {
    private final Snapshot snapshot;
    private final FutureZones zones;
    private final AddressSet outside;
    private final NewcomerPlan plan;

    /** Of the other tiers, in the order in which they are asked. */
    private final List<CompiledPolicy> tiered;

    /** By direction and zone, and pairs by from and to; made when they are asked for. */
    private final Map<Side, List<Lane>> lanes = new ConcurrentHashMap<>();

    private final Map<List<Integer>, Optional<Opening>> known = new HashMap<>();

    private record Side(Direction direction, int zone) {}

    /** @param zones of this snapshot, or of another one with the same namespaces */
    Newcomers(Snapshot snapshot, FutureZones zones) {
        this.snapshot = snapshot;
        this.zones = zones;
        outside = AddressSet.ALL.minus(snapshot.networks().all());
        plan = new NewcomerPlan(snapshot);
        tiered = new ArrayList<>(snapshot.policies().tiered());
        tiered.sort(
                Comparator.comparing((CompiledPolicy policy) -> policy.policy().tier())
                        .thenComparing(PolicyGroup.ORDER));
    }

    /** Those of a later snapshot with the same namespaces. What the policies of other zones decide is kept. */
    synchronized Newcomers after(SnapshotUpdate update) {
        var changed = Optional.ofNullable(update.came()).or(() -> Optional.ofNullable(update.gone()));
        if (changed.isEmpty()) {
            return this;
        }
        var next = new Newcomers(update.next(), zones);
        var policy = changed.get().policy();
        if (policy.tier() == Tier.NetworkPolicy) {
            var table = snapshot.table();
            var namespace = table.numbers().get(policy.id().namespace());
            var zone = namespace == null ? -1 : table.zones()[namespace];
            lanes.forEach((side, some) -> {
                if (side.zone() != zone) {
                    next.lanes.put(side, some);
                }
            });
            known.forEach((pair, opening) -> {
                if (!pair.contains(zone)) {
                    next.known.put(pair, opening);
                }
            });
        }
        return next;
    }

    /** Two parties, by their numbers. */
    interface Pairs {
        boolean contain(int from, int to);
    }

    /** Gathers what it takes to answer for some pairs, on all processors. */
    void ready(Pairs asked) {
        var elsewhere = snapshot.plan().zones().size();
        var sides = new LinkedHashSet<Side>();
        for (var zone = 0; zone < elsewhere; zone++) {
            for (var other = 0; other < elsewhere + 2; other++) {
                if (other != zone && asked.contain(zone, other)) {
                    sides.add(new Side(Direction.Egress, zone));
                }
                if (other != zone && asked.contain(other, zone)) {
                    sides.add(new Side(Direction.Ingress, zone));
                }
            }
        }
        sides.parallelStream().forEach(side -> lanes(side.direction(), side.zone()));
    }

    /**
     * The first way from one party to another, in a stable order.
     *
     * @param from a zone by its index, then pods in no zone, then the address space outside
     */
    synchronized Optional<Opening> between(int from, int to) {
        var pair = List.of(from, to);
        var found = known.get(pair);
        if (found == null) {
            found = find(from, to);
            known.put(pair, found);
        }
        return found;
    }

    private Optional<Opening> find(int from, int to) {
        var elsewhere = snapshot.plan().zones().size();
        if (from < elsewhere && to < elsewhere) {
            return betweenZones(from, to);
        }
        if (from < elsewhere) {
            return first(Direction.Egress, from, lane -> to == elsewhere ? elsewhere(lane) : outside(lane));
        }
        return to < elsewhere
                ? first(Direction.Ingress, to, lane -> from == elsewhere ? elsewhere(lane) : outside(lane))
                : Optional.empty();
    }

    private interface Judging {
        Optional<Opening> of(Lane lane);
    }

    private Optional<Opening> first(Direction direction, int zone, Judging judging) {
        return lanes(direction, zone).stream()
                .map(judging::of)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Opening> betweenZones(int from, int to) {
        var out = towards(lanes(Direction.Egress, from), to);
        var in = towards(lanes(Direction.Ingress, to), from);
        if (ports(out, to)
                .intersect(ports(in, from))
                .minus(plan.whoever(from, to))
                .isEmpty()) {
            return Optional.empty();
        }
        for (var source : out) {
            for (var destination : in) {
                var open =
                        ports(source, to).intersect(ports(destination, from)).minus(plan.between(source, destination));
                if (!open.isEmpty()) {
                    return Optional.of(new Opening(source.end(), destination.end(), open));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Lane> towards(List<Lane> lanes, int zone) {
        return lanes.stream().filter(lane -> lane.peers().zones().get(zone)).toList();
    }

    private PortSet ports(List<Lane> some, int zone) {
        return some.stream().map(lane -> ports(lane, zone)).reduce(PortSet.NONE, PortSet::union);
    }

    /** Anybody may make a namespace in no zone, and nothing is known of its policies. */
    private Optional<Opening> elsewhere(Lane lane) {
        var zone = snapshot.plan().zones().size();
        if (!lane.peers().zones().get(zone)) {
            return Optional.empty();
        }
        var open = ports(lane, zone).minus(plan.elsewhere(lane));
        return open.isEmpty() ? Optional.empty() : Optional.of(lane.opening(new ZoneMatrix.OpenEnd.OfNoZone(), open));
    }

    private Optional<Opening> outside(Lane lane) {
        for (var region : plan.outside(lane, lane.peers().outside().intersect(outside))) {
            var open = lane.open(new FarEnd.Outside(region.addresses())).minus(region.planned());
            if (!open.isEmpty()) {
                var first = region.addresses().ranges().getFirst();
                return Optional.of(lane.opening(new ZoneMatrix.OpenEnd.OfAddresses(first), open));
            }
        }
        return Optional.empty();
    }

    private PortSet ports(Lane lane, int zone) {
        return lane.open(new FarEnd.InZone(snapshot, zones, zone));
    }

    private List<Lane> lanes(Direction direction, int zone) {
        return lanes.computeIfAbsent(new Side(direction, zone), this::gather);
    }

    private List<Lane> gather(Side side) {
        var gathered = new Gathering(side);
        var table = snapshot.table();
        for (var i = 0; i < table.zones().length; i++) {
            if (table.zones()[i] == side.zone()) {
                gathered.add(table.namespaces()[i], snapshot.policies().local(i));
            }
        }
        gathered.lanes.sort(Lane.ORDER);
        return gathered.lanes;
    }

    /** Where pods may be that a rule means which allows something. */
    private BitSet zonesOf(PeerSet allowed) {
        return switch (allowed.peer()) {
            case Peer.Pods(var selection) -> zones.of(selection);
            case Peer.Everyone() -> zones.anywhere();
            default -> allowed.unaddressed() ? zones.anywhere() : new BitSet();
        };
    }

    /** The lanes of a zone's namespaces; those that let the same through are told once. */
    private final class Gathering {
        private final Side side;
        private final List<Lane> lanes = new ArrayList<>();
        private final Set<Lane.Passage> seen = new HashSet<>();

        Gathering(Side side) {
            this.side = side;
        }

        void add(Namespace namespace, List<CompiledPolicy> local) {
            var tiers = rulesAbout(namespace);
            var admin = tiers.stream().filter(rule -> !rule.isBaseline()).toList();
            var isClosed = isClosed(local);
            if (!isClosed) {
                var skipsBaseline = snapshot.datapath().selectionSkipsBaseline() && !local.isEmpty();
                add(new Lane(
                        origin(namespace, null),
                        Selector.EVERYTHING,
                        new Lane.Peers(zones.anywhere(), null, outside),
                        PortSet.ALL,
                        skipsBaseline ? admin : tiers));
            }
            if (isClosed || !tiers.isEmpty()) {
                for (var policy : local) {
                    if (policy.policy().isolates(side.direction())) {
                        policy.rules(side.direction()).forEach(rule -> add(namespace, policy, rule, admin));
                    }
                }
                admin.forEach(rule -> add(namespace, rule.policy(), rule.rule(), admin));
            }
        }

        private boolean isClosed(List<CompiledPolicy> local) {
            for (var policy : local) {
                if (policy.policy().isolates(side.direction())
                        && policy.policy().subject().pods().selectsEverything()) {
                    return true;
                }
            }
            return false;
        }

        private void add(
                Namespace namespace, CompiledPolicy policy, CompiledPolicy.Rule rule, List<Lane.TierRule> admin) {
            for (var i = 0; rule.action() == Action.Allow && i < rule.peers().length; i++) {
                var peer = rule.rule().peers().get(i);
                if (isWithin(namespace, peer)) {
                    continue;
                }
                var set = snapshot.peers()[rule.peers()[i]];
                var where = zonesOf(set);
                var addresses = set.outside();
                if (leaves(where) || !addresses.isEmpty()) {
                    add(new Lane(
                            origin(namespace, policy.policy().id()),
                            policy.policy().subject().pods(),
                            new Lane.Peers(
                                    where, peer instanceof Peer.Pods(var selection) ? selection : null, addresses),
                            rule.ports().onAnything(),
                            admin));
                }
            }
        }

        /** Most rules are about their own namespace, and there may be a hundred thousand of them. */
        private static boolean isWithin(Namespace namespace, Peer peer) {
            return peer instanceof Peer.Pods(var selection) && namespace.name().equals(selection.namespace());
        }

        private void add(Lane lane) {
            if (seen.add(lane.passage())) {
                lanes.add(lane);
            }
        }

        private Lane.Origin origin(Namespace namespace, Policy.@Nullable Id policy) {
            return new Lane.Origin(side.direction(), side.zone(), namespace.name(), policy);
        }

        /** What stays within its own zone is nobody's business. */
        private boolean leaves(BitSet where) {
            return where.cardinality() > (where.get(side.zone()) ? 1 : 0);
        }

        /** What the tiers beside NetworkPolicies say about pods of a namespace, in order. */
        private List<Lane.TierRule> rulesAbout(Namespace namespace) {
            if (tiered.isEmpty()) {
                return List.of();
            }
            return tiered.stream()
                    .filter(policy -> policy.policy().subject().namespaces().matches(namespace.labels()))
                    .flatMap(policy ->
                            policy.rules(side.direction()).stream().map(rule -> new Lane.TierRule(policy, rule)))
                    .toList();
        }
    }
}
