package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.isolation.model.PortSet;

/**
 * With whom classes may connect beyond what is planned, as far as that is the same for all classes under the same policies:
 * with some whatever rules of theirs say, with others if such a rule means the very class. To be used again and again by
 * one thread.
 */
final class Outlook {
    private final ReachIndex index;
    private final Map<PortSet, Window> known = new HashMap<>();
    private final BitRow sure;

    /** Ports that it depends on rules, and for each of these sets those with whom any of its ports leads beyond the plan. */
    private final List<Window> windows = new ArrayList<>();

    private final List<BitRow> behind = new ArrayList<>();
    private int looks;

    Outlook(ReachIndex index) {
        this.index = index;
        sure = new BitRow(index.size());
    }

    /**
     * Looks anew.
     *
     * @param own what the policies of the classes let through
     * @param side the policies of the others
     * @param podClass one of the classes; the policies of others treat all of them alike as far as they speak of everybody
     */
    void look(Planes own, ReachIndex.Side side, int podClass, List<PlanMasks.Mask> masks) {
        looks++;
        sure.clear();
        windows.clear();
        var parts = side.tiers().parts(side.tiers().kind(podClass));
        for (var mask : masks) {
            for (var i = 0; i < own.size(); i++) {
                var ports = own.ports(i).minus(mask.planned());
                if (!ports.isEmpty() && own.row(i).intersects(mask.classes())) {
                    for (var part : parts) {
                        add(ports, own.row(i), part, mask.classes());
                    }
                }
            }
        }
        for (var fan : side.common(index.snapshot().table().of(podClass))) {
            if (fan.ports() != Fan.BY_NAME) {
                add(fan, fan.ports(), sure);
            }
        }
        behind.subList(0, windows.size()).forEach(row -> row.andNot(sure));
    }

    private void add(PortSet ports, BitRow others, TierView.Part part, BitRow classes) {
        var outcome = part.outcome();
        if (outcome.allowed().intersects(ports)) {
            sure.orAnd(others, part.subjects(), classes);
            return;
        }
        var left = ports.intersect(outcome.left());
        if (left.intersects(outcome.baseline())) {
            sure.orAnd(others, part.unisolated(), classes);
        }
        if (!left.isEmpty()) {
            behind(left).orAnd(others, part.subjects(), classes);
        }
    }

    private BitRow behind(PortSet ports) {
        for (var i = 0; i < windows.size(); i++) {
            if (windows.get(i).ports().equals(ports)) {
                return behind.get(i);
            }
        }
        windows.add(known.computeIfAbsent(ports, some -> new Window(index.ports(), some)));
        if (behind.size() < windows.size()) {
            behind.add(new BitRow(index.size()));
        }
        var row = behind.get(windows.size() - 1);
        row.clear();
        return row;
    }

    /** How often it looked anew. */
    int looks() {
        return looks;
    }

    /** Those with whom more than planned is open, whichever of the classes it is. */
    BitRow sure() {
        return sure;
    }

    /** Adds those with whom it is because some rule of theirs means a class; {@link #sure} ones are not among them. */
    void addMeant(ReachIndex.Side side, int podClass, BitRow into) {
        if (windows.isEmpty()) {
            return;
        }
        var itself = index.snapshot().table().of(podClass);
        for (var fan : side.common(itself)) {
            if (fan.ports() == Fan.BY_NAME) {
                add(fan, fan.ports(index.ports(), itself.ports()), into);
            }
        }
        for (var peer : index.peersOf(podClass)) {
            for (var fan : side.fans().of(peer)) {
                add(fan, fan.ports(index.ports(), itself.ports()), into);
            }
        }
    }

    private void add(Fan fan, int ports, BitRow into) {
        for (var i = 0; i < windows.size(); i++) {
            if (windows.get(i).meets(ports)) {
                into.orAnd(behind.get(i), fan.subjects());
            }
        }
    }
}
