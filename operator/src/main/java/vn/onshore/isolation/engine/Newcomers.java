package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.isolation.engine.ZoneMatrix.Opening;
import vn.onshore.isolation.model.AddressSet;
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

    /** NetworkPolicies by namespace. */
    private final Map<String, List<CompiledPolicy>> local = new HashMap<>();

    /** Policies of the other tiers, in the order in which they are asked. */
    private final List<CompiledPolicy> tiered = new ArrayList<>();

    /** By direction and zone, and pairs by from and to; made when they are asked for. */
    private final Map<Side, List<Lane>> lanes = new HashMap<>();

    private final Map<List<Integer>, Optional<Opening>> known = new HashMap<>();

    private record Side(Direction direction, int zone) {}

    Newcomers(Snapshot snapshot) {
        this.snapshot = snapshot;
        zones = new FutureZones(snapshot);
        outside = AddressSet.ALL.minus(snapshot.networks().all());
        plan = new NewcomerPlan(snapshot);
        for (var policy : snapshot.policies().values()) {
            if (policy.policy().tier() == Tier.NetworkPolicy) {
                local.computeIfAbsent(policy.policy().id().namespace(), some -> new ArrayList<>())
                        .add(policy);
            } else {
                tiered.add(policy);
            }
        }
        tiered.sort(
                Comparator.comparing((CompiledPolicy policy) -> policy.policy().tier())
                        .thenComparing(policy -> policy.policy().priority())
                        .thenComparing(policy -> policy.policy().id()));
    }

    /** Whether they are the same in another snapshot: pods do not matter, which are there. */
    boolean holdIn(Snapshot other) {
        return other.policies() == snapshot.policies()
                && other.table().namespaces() == snapshot.table().namespaces();
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
        return lanes.computeIfAbsent(new Side(direction, zone), side -> gather(side));
    }

    private List<Lane> gather(Side side) {
        var gathered = new ArrayList<Lane>();
        var seen = new HashSet<Lane>();
        var table = snapshot.table();
        for (var i = 0; i < table.zones().length; i++) {
            if (table.zones()[i] == side.zone()) {
                for (var lane : lanes(side, table.namespaces()[i].name(), rulesAbout(side, i))) {
                    if (leaves(lane) && seen.add(lane.ofNobody())) {
                        gathered.add(lane);
                    }
                }
            }
        }
        gathered.sort(Lane.ORDER);
        return gathered;
    }

    /** Whether it leads anywhere but to its own zone. */
    private static boolean leaves(Lane lane) {
        var own = lane.peers().zones().get(lane.origin().zone()) ? 1 : 0;
        return !lane.peers().outside().isEmpty() || lane.peers().zones().cardinality() > own;
    }

    private List<Lane> lanes(Side side, String namespace, List<Lane.TierRule> tiers) {
        var of = new ArrayList<Lane>();
        var policies = local.getOrDefault(namespace, List.of());
        var isolating = policies.stream()
                .filter(policy -> policy.policy().isolates(side.direction()))
                .toList();
        var isClosed = isolating.stream()
                .anyMatch(policy -> policy.policy().subject().pods().selectsEverything());
        var admin = tiers.stream().filter(rule -> !rule.isBaseline()).toList();
        if (!isClosed) {
            var skipsBaseline = snapshot.datapath().selectionSkipsBaseline() && !policies.isEmpty();
            of.add(new Lane(
                    new Lane.Origin(side.direction(), side.zone(), namespace, null),
                    Selector.EVERYTHING,
                    new Lane.Peers(zones.anywhere(), null, outside),
                    PortSet.ALL,
                    skipsBaseline ? admin : tiers));
        }
        if (isClosed || !tiers.isEmpty()) {
            isolating.forEach(policy ->
                    policy.rules(side.direction()).forEach(rule -> add(of, side, namespace, policy, rule, admin)));
            admin.forEach(rule -> add(of, side, namespace, rule.policy(), rule.rule(), admin));
        }
        return of;
    }

    private void add(
            List<Lane> lanes,
            Side side,
            String namespace,
            CompiledPolicy policy,
            CompiledPolicy.Rule rule,
            List<Lane.TierRule> admin) {
        for (var i = 0; rule.action() == Action.Allow && i < rule.peers().length; i++) {
            var peer = rule.rule().peers().get(i);
            lanes.add(new Lane(
                    new Lane.Origin(
                            side.direction(),
                            side.zone(),
                            namespace,
                            policy.policy().id()),
                    policy.policy().subject().pods(),
                    new Lane.Peers(
                            FarEnd.zonesOf(peer, snapshot, zones),
                            peer instanceof Peer.Pods(var selection) ? selection : null,
                            snapshot.peers()[rule.peers()[i]].outside()),
                    rule.ports().onAnything(),
                    admin));
        }
    }

    /** What the tiers beside NetworkPolicies say about pods of a namespace, in order. */
    private List<Lane.TierRule> rulesAbout(Side side, int namespace) {
        var labels = snapshot.table().namespaces()[namespace].labels();
        return tiered.stream()
                .filter(policy -> policy.policy().subject().namespaces().matches(labels))
                .flatMap(policy -> policy.rules(side.direction()).stream().map(rule -> new Lane.TierRule(policy, rule)))
                .toList();
    }
}
