package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Workload;

/** By which rules pods that do not exist yet could connect with those that do, beyond the plan. */
final class ZoneExposures {
    private final Snapshot snapshot;
    private final PlanRoles roles;
    private final FutureZones zones;
    private final FutureExposure future;

    /** Whether there are any, from and to zones by their index. */
    private final BitSet[] found;

    private final HashSet<Seen> seen = new HashSet<>();

    private record Seen(PolicyGroup group, Direction direction, int role, List<NamedPort> declared) {}

    ZoneExposures(Snapshot snapshot, PlanRoles roles) {
        this.snapshot = snapshot;
        this.roles = roles;
        zones = new FutureZones(snapshot);
        future = new FutureExposure(snapshot);
        found = new BitSet[roles.elsewhere() + 1];
        for (var i = 0; i < found.length; i++) {
            found[i] = new BitSet();
        }
        for (var number : snapshot.table().live()) {
            find(number, Direction.Ingress);
            find(number, Direction.Egress);
        }
        seen.clear();
    }

    private ZoneExposures(Snapshot snapshot, ZoneExposures same) {
        this.snapshot = snapshot;
        roles = same.roles;
        zones = same.zones;
        found = same.found;
        future = new FutureExposure(snapshot);
    }

    /** The exposures of a snapshot that has the same classes, but other pods in them. */
    ZoneExposures with(Snapshot other) {
        return new ZoneExposures(other, this);
    }

    boolean any(int from, int to) {
        return from < found.length && found[from].get(to);
    }

    private void find(int podClass, Direction direction) {
        var group = snapshot.group(direction, podClass);
        var role = roles.of(podClass);
        var declared = group.namesPorts() && direction == Direction.Ingress
                ? snapshot.table().of(podClass).ports()
                : List.<NamedPort>of();
        if (!seen.add(new Seen(group, direction, roles.number(podClass), declared))) {
            return;
        }
        if (group.tiered() || !group.isolated()) {
            future.of(podClass, direction)
                    .forEach((peer, ports) -> note(role, direction, zones(peer), selection(peer), ports));
            return;
        }
        for (var rule : group.allowances()) {
            var ports = direction == Direction.Ingress
                    ? rule.ports().on(declared)
                    : rule.ports().onAnything();
            for (var peer : rule.rule().peers()) {
                if (peer instanceof Peer.Pods(var selection)) {
                    note(role, direction, zones.of(selection), Optional.of(selection), ports);
                } else if (new FuturePod(snapshot, Optional.empty(), Optional.empty()).isMeantBy(peer, true)) {
                    note(role, direction, zones.anywhere(), Optional.empty(), ports);
                }
            }
        }
    }

    private void note(
            PlanRoles.Role role, Direction direction, BitSet where, Optional<PodSelection> selection, PortSet ports) {
        for (var zone = where.nextSetBit(0); zone >= 0; zone = where.nextSetBit(zone + 1)) {
            var from = direction == Direction.Ingress ? zone : role.zone();
            var to = direction == Direction.Ingress ? role.zone() : zone;
            if (from != to
                    && !found[from].get(to)
                    && !roles.plannedWithFuture(role, direction, zone, selection)
                            .containsAll(ports)) {
                found[from].set(to);
            }
        }
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

    private Map<Exposure.Peer, PortSet> beyond(int podClass, Direction direction, int zone) {
        var beyond = new HashMap<Exposure.Peer, PortSet>();
        future.of(podClass, direction).forEach((peer, ports) -> {
            var more = ports.minus(roles.plannedWithFuture(roles.of(podClass), direction, zone, selection(peer)));
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
