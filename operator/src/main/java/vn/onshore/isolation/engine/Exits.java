package vn.onshore.isolation.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Policy.Direction;

/** The classes that may open more to regions outside than was planned for somebody else. Found when it is asked for. */
final class Exits {
    private final PlanRoles roles;
    private final OutsideJudge outside;
    private final BitRow everyone;
    private final Map<List<PlanRoles.Region>, BitRow> known = new HashMap<>();

    Exits(PlanRoles roles, OutsideJudge outside, BitRow everyone) {
        this.roles = roles;
        this.outside = outside;
        this.everyone = everyone;
    }

    /** @param changed classes that appeared, disappeared, or are under other policies */
    synchronized Exits after(
            PlanRoles nextRoles, OutsideJudge nextOutside, BitRow nextEveryone, RoaringBitmap changed) {
        var next = new Exits(nextRoles, nextOutside, nextEveryone);
        known.forEach((regions, before) -> {
            var row = before;
            for (var number : changed) {
                var leads = nextEveryone.get(number) && next.leads(number, regions);
                if (row.get(number) != leads) {
                    row = row == before ? row.copy() : row;
                    row.put(number, leads);
                }
            }
            next.known.put(regions, row);
        });
        return next;
    }

    /** @param regions what a role may not open itself; what a flow names for the hop is no way out */
    synchronized BitRow to(List<PlanRoles.Region> regions) {
        return known.computeIfAbsent(regions, some -> {
            var row = everyone.like();
            everyone.forEach(number -> {
                if (leads(number, regions)) {
                    row.set(number);
                }
            });
            return row;
        });
    }

    private boolean leads(int podClass, List<PlanRoles.Region> regions) {
        return outside.leaks(Direction.Egress, podClass, roles.beyondFlows(regions, roles.number(podClass)));
    }
}
