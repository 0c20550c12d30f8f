package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.List;
import vn.onshore.isolation.engine.ZoneMatrix.Cell;
import vn.onshore.isolation.engine.ZoneMatrix.Party;

/** Holds what is open against the plan. */
final class ZoneJudge {
    private final Snapshot snapshot;
    private final PlanRoles roles;
    private final ZoneTotals totals;
    private final Witnesses witnesses;

    ZoneJudge(Snapshot snapshot) {
        this.snapshot = snapshot;
        roles = new PlanRoles(snapshot);
        var masks = new PlanMasks(roles, snapshot.table());
        var index = new ReachIndex(snapshot);
        var outside = new OutsideJudge(snapshot);
        totals = new ZoneCount(index, roles, masks, outside).count();
        witnesses = new Witnesses(index, roles, masks, outside);
    }

    static ZoneMatrix matrix(Snapshot snapshot) {
        return snapshot.plan().zones().isEmpty() ? new ZoneMatrix(List.of()) : new ZoneJudge(snapshot).matrix();
    }

    private ZoneMatrix matrix() {
        var cells = new ArrayList<Cell>();
        for (var i = 0; i < totals.leaks().length; i++) {
            for (var j = 0; j < totals.leaks().length; j++) {
                if (totals.leaks()[i][j] > 0) {
                    cells.add(cell(i, j));
                }
            }
        }
        return new ZoneMatrix(cells);
    }

    private Cell cell(int from, int to) {
        return new Cell(
                party(from),
                party(to),
                totals.leaks()[from][to],
                new LazyList<>(() -> witnesses.between(from, to)),
                List.of(),
                List.of());
    }

    private Party party(int index) {
        return index < roles.elsewhere()
                ? new Party.OfZone(snapshot.plan().zones().get(index).name())
                : index == roles.elsewhere() ? new Party.Elsewhere() : new Party.Internet();
    }
}
