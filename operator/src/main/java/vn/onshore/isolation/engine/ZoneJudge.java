package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.List;
import vn.onshore.isolation.engine.ZoneMatrix.Cell;
import vn.onshore.isolation.engine.ZoneMatrix.Hop;
import vn.onshore.isolation.engine.ZoneMatrix.Party;

/** Holds what is open against the plan. */
final class ZoneJudge {
    private final Snapshot snapshot;
    private final PlanRoles roles;
    private final ZoneTotals totals;
    private final Witnesses witnesses;
    private final ZoneExposures exposures;
    private final TransitSearch transit;

    private ZoneJudge(Snapshot snapshot) {
        this.snapshot = snapshot;
        roles = new PlanRoles(snapshot);
        var masks = new PlanMasks(roles, snapshot.table());
        var index = new ReachIndex(snapshot);
        var outside = new OutsideJudge(snapshot);
        totals = new ZoneCount(index, roles, masks, outside).count();
        witnesses = new Witnesses(index, roles, masks, outside);
        exposures = new ZoneExposures(snapshot, roles);
        transit = new TransitSearch(index, roles, masks, outside, totals);
    }

    static ZoneMatrix matrix(Snapshot snapshot) {
        return snapshot.plan().zones().isEmpty() ? new ZoneMatrix(List.of()) : new ZoneJudge(snapshot).matrix();
    }

    private ZoneMatrix matrix() {
        var cells = new ArrayList<Cell>();
        for (var i = 0; i < totals.leaks().length; i++) {
            for (var j = 0; j < totals.leaks().length; j++) {
                if (i != j) {
                    add(cells, i, j);
                }
            }
        }
        return new ZoneMatrix(cells);
    }

    private void add(List<Cell> cells, int from, int to) {
        var leaks = totals.leaks()[from][to];
        var exposed = exposures.any(from, to);
        var way = leaks > 0 ? List.<Hop>of() : transit(from, to);
        if (leaks > 0 || exposed || !way.isEmpty()) {
            cells.add(new Cell(
                    party(from),
                    party(to),
                    leaks,
                    leaks == 0 ? List.of() : new LazyList<>(() -> witnesses.between(from, to)),
                    exposed ? new LazyList<>(() -> exposures.between(from, to)) : List.of(),
                    way));
        }
    }

    private List<Hop> transit(int from, int to) {
        var zones = roles.elsewhere();
        if (from >= zones || to == zones) {
            return List.of();
        }
        return to < zones ? transit.toZone(from, to) : transit.toInternet(from);
    }

    private Party party(int index) {
        return index < roles.elsewhere()
                ? new Party.OfZone(snapshot.plan().zones().get(index).name())
                : index == roles.elsewhere() ? new Party.Elsewhere() : new Party.Internet();
    }
}
