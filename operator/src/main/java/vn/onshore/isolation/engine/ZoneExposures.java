package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Workload;

/** By which rules pods that do not exist yet could connect with those that do, beyond the plan. */
final class ZoneExposures {
    private final Snapshot snapshot;
    private final PlanRoles roles;
    private final FutureZones zones;
    private final FutureCeilings ceilings;

    /** In how many classes and directions there are any, from and to zones by their index. */
    private final int[][] found;

    private record Seen(PolicyGroup group, Direction direction, int role, List<NamedPort> declared) {}

    /** @param zones of this snapshot, or of another one with the same namespaces */
    ZoneExposures(Snapshot snapshot, PlanRoles roles, FutureZones zones) {
        this.snapshot = snapshot;
        this.roles = roles;
        this.zones = zones;
        ceilings = new FutureCeilings(snapshot);
        found = new int[roles.elsewhere() + 1][roles.elsewhere() + 1];
        count(snapshot.table().live(), 1);
    }

    private ZoneExposures(
            Snapshot snapshot, PlanRoles roles, FutureCeilings ceilings, FutureZones zones, int[][] found) {
        this.snapshot = snapshot;
        this.roles = roles;
        this.ceilings = ceilings;
        this.zones = zones;
        this.found = found;
    }

    /** The exposures of a snapshot that has the same classes, but other pods in them. */
    ZoneExposures with(Snapshot other) {
        return new ZoneExposures(other, roles, ceilings, zones, found);
    }

    ZoneExposures after(SnapshotUpdate update, PlanRoles nextRoles) {
        var next = update.next();
        var above = ceilings.after(update);
        var bearing = above.differences(ceilings);
        if (bearing.isEmpty()) {
            return new ZoneExposures(next, nextRoles, zones);
        }
        var classes = RoaringBitmap.or(update.classes(), bearing.get());
        var counts = Arrays.stream(found).map(int[]::clone).toArray(int[][]::new);
        new ZoneExposures(snapshot, roles, ceilings, zones, counts).count(classes, -1);
        var after = new ZoneExposures(next, nextRoles, above, zones, counts);
        after.count(classes, 1);
        return after;
    }

    private void count(RoaringBitmap classes, int times) {
        var future = new FutureReach(snapshot, roles, zones, ceilings);
        var known = new HashMap<Seen, FutureReach.Others>();
        for (var number : RoaringBitmap.and(classes, snapshot.table().live())) {
            var own = roles.of(number).zone();
            for (var direction : Direction.values()) {
                var what = known.computeIfAbsent(seen(number, direction), some -> future.of(number, direction));
                var others = future.zones(what, number);
                for (var other = others.nextSetBit(0); other >= 0; other = others.nextSetBit(other + 1)) {
                    if (direction == Direction.Ingress) {
                        found[other][own] += times;
                    } else {
                        found[own][other] += times;
                    }
                }
            }
        }
    }

    boolean any(int from, int to) {
        return from < found.length && to < found.length && found[from][to] > 0;
    }

    private Seen seen(int podClass, Direction direction) {
        var group = snapshot.group(direction, podClass);
        return new Seen(
                group,
                direction,
                roles.number(podClass),
                group.namesPorts() && direction == Direction.Ingress
                        ? snapshot.table().of(podClass).ports()
                        : List.of());
    }

    private BitSet zones(Exposure.Peer peer) {
        return peer instanceof Exposure.Peer.Pods(var selection) ? zones.of(selection) : zones.anywhere();
    }

    private static Optional<PodSelection> selection(Exposure.Peer peer) {
        return peer instanceof Exposure.Peer.Pods(var selection) ? Optional.of(selection) : Optional.empty();
    }

    /** The first of them, by workload, direction and peer. */
    synchronized List<Exposure> between(int from, int to) {
        var rows = new ArrayList<Exposure>();
        for (var workload : workloads(from, to).entrySet()) {
            for (var direction : Direction.values()) {
                var own = direction == Direction.Ingress ? to : from;
                var other = direction == Direction.Ingress ? from : to;
                var byPeer = new HashMap<Exposure.Peer, PortSet>();
                for (var podClass : workload.getValue()) {
                    if (roles.of(podClass).zone() == own) {
                        beyond(podClass, direction, other)
                                .forEach((peer, ports) -> byPeer.merge(peer, ports, PortSet::union));
                    }
                }
                byPeer.entrySet().stream()
                        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                        .forEach(entry ->
                                rows.add(new Exposure(workload.getKey(), direction, entry.getKey(), entry.getValue())));
            }
            if (rows.size() >= ZoneMatrix.MOST_WITNESSES) {
                return rows.subList(0, ZoneMatrix.MOST_WITNESSES);
            }
        }
        return rows;
    }

    /** The ports that some pod which may come to a zone, not that of a class, can open to the class; planned ones, too. */
    PortSet openToNewcomers(int zone, int podClass) {
        var ceiling = ceilings.of(zone, Direction.Egress, podClass);
        var open = PortSet.NONE;
        if (!ceiling.isEmpty()) {
            for (var entry :
                    new FutureExposure(snapshot).of(podClass, Direction.Ingress).entrySet()) {
                if (zones(entry.getKey()).get(zone)) {
                    open = open.union(entry.getValue().intersect(ceiling));
                }
            }
        }
        return open;
    }

    private Map<Exposure.Peer, PortSet> beyond(int podClass, Direction direction, int zone) {
        var beyond = new HashMap<Exposure.Peer, PortSet>();
        var ceiling = ceilings.of(zone, direction.opposite(), podClass);
        new FutureExposure(snapshot).of(podClass, direction).forEach((peer, ports) -> {
            var more = ports.intersect(ceiling)
                    .minus(roles.plannedWithFuture(roles.of(podClass), direction, zone, selection(peer)));
            if (zones(peer).get(zone) && !more.isEmpty()) {
                beyond.put(peer, more);
            }
        });
        return beyond;
    }

    private TreeMap<Workload, HashSet<Integer>> workloads(int from, int to) {
        var workloads = new TreeMap<Workload, HashSet<Integer>>();
        var table = snapshot.table();
        for (var i = 0; i < table.members().length; i++) {
            if (table.zones()[i] == from || table.zones()[i] == to) {
                for (var j = 0; j < table.members()[i].size(); j++) {
                    workloads
                            .computeIfAbsent(table.members()[i].pod(j).workload(), some -> new HashSet<>())
                            .add(table.members()[i].classOf(j));
                }
            }
        }
        return workloads;
    }
}
