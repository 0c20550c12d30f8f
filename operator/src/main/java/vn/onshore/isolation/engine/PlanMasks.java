package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.PortSet;

/** For each role, the classes it is judged with, by what is planned between them. */
final class PlanMasks {
    private final PlanRoles roles;
    private final int size;
    private final BitRow[] members;
    private final @Nullable List<Mask>[] from;
    private final @Nullable List<Mask>[] to;

    /** Classes with which the same is planned; what is planned is never every port. */
    record Mask(PortSet planned, BitRow classes) {}

    @SuppressWarnings("unchecked")
    PlanMasks(PlanRoles roles, ClassTable table) {
        this.roles = roles;
        size = table.capacity();
        members = new BitRow[roles.all().size()];
        for (var i = 0; i < members.length; i++) {
            members[i] = new BitRow(size);
        }
        table.live().forEach((int number) -> members[roles.number(number)].set(number));
        from = new List[members.length];
        to = new List[members.length];
    }

    @SuppressWarnings("unchecked")
    private PlanMasks(PlanRoles roles, ClassTable table, BitRow[] members) {
        this.roles = roles;
        this.members = members;
        size = table.capacity();
        from = new List[members.length];
        to = new List[members.length];
    }

    /** @param changed classes that appeared or disappeared since these were made, for the same roles */
    PlanMasks after(PlanRoles next, ClassTable table, RoaringBitmap changed) {
        var rows = members.clone();
        for (var number : changed) {
            var role = next.number(number);
            rows[role] = rows[role] == members[role] ? rows[role].copy() : rows[role];
            rows[role].put(number, table.live().contains(number));
        }
        return new PlanMasks(next, table, rows);
    }

    /** The classes in a role. */
    BitRow members(int role) {
        return members[role];
    }

    /** The destinations that a source is judged with. */
    synchronized List<Mask> from(int role) {
        var known = from[role];
        if (known == null) {
            known = masks(role, true);
            from[role] = known;
        }
        return known;
    }

    /** The sources that a destination is judged with. */
    synchronized List<Mask> to(int role) {
        var known = to[role];
        if (known == null) {
            known = masks(role, false);
            to[role] = known;
        }
        return known;
    }

    private List<Mask> masks(int role, boolean outward) {
        var masks = new LinkedHashMap<PortSet, BitRow>();
        for (var other = 0; other < members.length; other++) {
            if (roles.judged(roles.all().get(role), roles.all().get(other))) {
                var planned = outward ? roles.planned(role, other) : roles.planned(other, role);
                if (!planned.isAll()) {
                    masks.computeIfAbsent(planned, some -> new BitRow(size)).or(members[other]);
                }
            }
        }
        var list = new ArrayList<Mask>(masks.size());
        masks.forEach((planned, classes) -> list.add(new Mask(planned, classes)));
        return List.copyOf(list);
    }
}
