package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.isolation.engine.ZoneMatrix.End;
import vn.onshore.isolation.engine.ZoneMatrix.Witness;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy.Direction;

/** Finds the pods behind the counts: the first of them by namespace and name of the source, then of the destination. */
final class Witnesses {
    private final ReachIndex index;
    private final Snapshot snapshot;
    private final PlanRoles roles;
    private final PlanMasks masks;
    private final OutsideJudge outside;

    /** @param snapshot whose pods stand for the classes */
    Witnesses(Snapshot snapshot, ReachIndex index, PlanRoles roles, PlanMasks masks, OutsideJudge outside) {
        this.index = index;
        this.roles = roles;
        this.masks = masks;
        this.outside = outside;
        this.snapshot = snapshot;
    }

    /** @param from the index of a zone, or one of those after the last as {@link ZoneTotals} has them; so is {@code to} */
    List<Witness> between(int from, int to) {
        var internet = roles.elsewhere() + 1;
        if (to == internet) {
            return withInternet(Direction.Egress, from);
        }
        return from == internet ? withInternet(Direction.Ingress, to) : ofPods(from, to);
    }

    private List<Witness> withInternet(Direction direction, int zone) {
        var found = new ArrayList<Witness>();
        Map<Integer, Optional<OutsideJudge.Beyond>> known = new HashMap<>();
        for (var members : namespaces(zone)) {
            for (var i = 0; i < members.size() && found.size() < ZoneMatrix.MOST_WITNESSES; i++) {
                var pod = end(members.pod(i));
                known.computeIfAbsent(members.classOf(i), number -> beyond(direction, number))
                        .ifPresent(beyond -> {
                            var range = new End.OfAddresses(beyond.range());
                            found.add(
                                    direction == Direction.Egress
                                            ? new Witness(pod, range, beyond.ports())
                                            : new Witness(range, pod, beyond.ports()));
                        });
            }
        }
        return found;
    }

    private Optional<OutsideJudge.Beyond> beyond(Direction direction, int podClass) {
        var role = roles.number(podClass);
        var regions = direction == Direction.Egress ? roles.toInternet(role) : roles.fromInternet(role);
        return outside.first(direction, podClass, regions);
    }

    private List<Witness> ofPods(int from, int to) {
        var found = new ArrayList<Witness>();
        var rows = new RowEvaluator(index);
        var pairs = new PairVerdicts(snapshot);
        Map<Integer, BitRow> known = new HashMap<>();
        var destinations = namespaces(to);
        for (var members : namespaces(from)) {
            for (var i = 0; i < members.size() && found.size() < ZoneMatrix.MOST_WITNESSES; i++) {
                var source = members.classOf(i);
                var leaks = known.computeIfAbsent(source, number -> leaks(rows, number, to));
                if (!leaks.isEmpty()) {
                    add(found, pairs, members.pod(i), source, destinations, leaks);
                }
            }
        }
        return found;
    }

    /** The classes of a zone to which a source is open beyond the plan. */
    private BitRow leaks(RowEvaluator rows, int source, int to) {
        var all = new BitRow(index.size());
        rows.from(source);
        rows.beyond(masks.from(roles.number(source)), all);
        var leaks = new BitRow(index.size());
        all.forEach(number -> {
            if (roles.of(number).zone() == to) {
                leaks.set(number);
            }
        });
        return leaks;
    }

    private void add(
            List<Witness> found, PairVerdicts pairs, Pod pod, int source, List<Members> destinations, BitRow leaks) {
        for (var members : destinations) {
            for (var i = 0; i < members.size() && found.size() < ZoneMatrix.MOST_WITNESSES; i++) {
                var destination = members.classOf(i);
                if (leaks.get(destination)) {
                    var ports = pairs.open(source, destination)
                            .minus(roles.planned(roles.number(source), roles.number(destination)));
                    found.add(new Witness(end(pod), end(members.pod(i)), ports));
                }
            }
        }
    }

    /** Of a zone, in the order of their names. */
    private List<Members> namespaces(int zone) {
        var table = snapshot.table();
        return table.numbers().entrySet().stream()
                .filter(entry -> table.zones()[entry.getValue()] == zone)
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> table.members()[entry.getValue()])
                .toList();
    }

    static End end(Pod pod) {
        return new End.OfPod(pod.namespace(), pod.name());
    }
}
