package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import vn.onshore.isolation.engine.ZoneMatrix.Cell;
import vn.onshore.isolation.engine.ZoneMatrix.End;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZoneMatrix.Witness;
import vn.onshore.isolation.model.Pod;

/** Holds what is open against the plan. */
final class ZoneJudge {
    private final Snapshot snapshot;
    private final PlanRoles roles;
    private final PairVerdicts pairs;
    private final TreeMap<Long, Tally> tallies = new TreeMap<>();

    private static final class Tally {
        private long leaks;
        private final List<Witness> witnesses = new ArrayList<>();
    }

    ZoneJudge(Snapshot snapshot) {
        this.snapshot = snapshot;
        roles = new PlanRoles(snapshot);
        pairs = new PairVerdicts(snapshot);
    }

    ZoneMatrix matrix() {
        if (snapshot.plan().zones().isEmpty()) {
            return new ZoneMatrix(List.of());
        }
        var live = snapshot.table().live();
        for (var from : live) {
            for (var to : live) {
                if (roles.judged(roles.of(from), roles.of(to))) {
                    judge(from, to);
                }
            }
            if (roles.of(from).zone() < roles.elsewhere()) {
                judgeInternet(from);
            }
        }
        var cells = new ArrayList<Cell>();
        tallies.forEach((key, tally) -> cells.add(new Cell(
                party((int) (key >> 32)), party(key.intValue()), tally.leaks, tally.witnesses, List.of(), List.of())));
        return new ZoneMatrix(cells);
    }

    private Party party(int index) {
        return index < roles.elsewhere()
                ? new Party.OfZone(snapshot.plan().zones().get(index).name())
                : index == roles.elsewhere() ? new Party.Elsewhere() : new Party.Internet();
    }

    private void judge(int from, int to) {
        var beyond = pairs.open(from, to).minus(roles.planned(roles.number(from), roles.number(to)));
        if (beyond.isEmpty()) {
            return;
        }
        var tally = tally(roles.of(from).zone(), roles.of(to).zone());
        tally.leaks += (long) snapshot.table().counts()[from] * snapshot.table().counts()[to];
        for (var source : pods(from)) {
            for (var destination : pods(to)) {
                witness(tally, new Witness(end(source), end(destination), beyond));
            }
        }
    }

    private void judgeInternet(int podClass) {
        var internet = roles.elsewhere() + 1;
        var zone = roles.of(podClass).zone();
        for (var outward : List.of(true, false)) {
            var role = roles.of(podClass);
            for (var region : outward ? roles.toInternet(role) : roles.fromInternet(role)) {
                var leak = snapshot.traits().cells().cut(region.addresses()).stream()
                        .map(range -> new Witness(
                                new End.OfAddresses(range),
                                new End.OfAddresses(range),
                                (outward ? pairs.open(podClass, range.first()) : pairs.open(range.first(), podClass))
                                        .minus(region.planned())))
                        .filter(witness -> !witness.ports().isEmpty())
                        .findFirst();
                if (leak.isPresent()) {
                    var tally = outward ? tally(zone, internet) : tally(internet, zone);
                    tally.leaks += snapshot.table().counts()[podClass];
                    for (var pod : pods(podClass)) {
                        var range = leak.get().from();
                        witness(
                                tally,
                                outward
                                        ? new Witness(
                                                end(pod), range, leak.get().ports())
                                        : new Witness(
                                                range, end(pod), leak.get().ports()));
                    }
                    break;
                }
            }
        }
    }

    private static void witness(Tally tally, Witness witness) {
        if (tally.witnesses.size() < ZoneMatrix.MOST_WITNESSES) {
            tally.witnesses.add(witness);
        }
    }

    private Tally tally(int from, int to) {
        return tallies.computeIfAbsent((long) from << 32 | to, some -> new Tally());
    }

    private static End end(Pod pod) {
        return new End.OfPod(pod.namespace(), pod.name());
    }

    private List<Pod> pods(int podClass) {
        var members = snapshot.table().members()[snapshot.table().of(podClass).namespace()];
        var pods = new ArrayList<Pod>();
        for (var i = 0; i < members.size(); i++) {
            if (members.classOf(i) == podClass) {
                pods.add(members.pod(i));
            }
        }
        return pods;
    }
}
