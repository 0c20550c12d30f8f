package vn.onshore.isolation.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy.Direction;

/**
 * Finds all that one class may open, or all that may open something to it, at once. To be used again and again by one
 * thread.
 */
final class RowEvaluator {
    private final ReachIndex index;
    private final Planes raw;

    /** What the class's own policies let through, by the other end. */
    private final Planes own;

    /** What the policies of the other ends let through. */
    private final Planes others;

    private final BitRow reach;
    private @Nullable PolicyGroup ownGroup;
    private List<NamedPort> ownDeclared = List.of();
    private @Nullable Direction ownDirection;

    RowEvaluator(ReachIndex index) {
        this.index = index;
        raw = new Planes(index.ports(), index.size());
        own = new Planes(index.ports(), index.size());
        others = new Planes(index.ports(), index.size());
        reach = new BitRow(index.size());
    }

    /** Looks at everything that a class may open. */
    void from(int source) {
        evaluate(Direction.Egress, source);
    }

    /** Looks at everything that may open something to a class. */
    void to(int destination) {
        evaluate(Direction.Ingress, destination);
    }

    /** The classes with which anything is open. Valid until the next evaluation. */
    BitRow reach() {
        return reach;
    }

    /** Adds the classes, among some, with which more is open than planned. */
    void beyond(PlanMasks.Mask mask, BitRow leaks) {
        if (mask.planned().isEmpty()) {
            leaks.orAnd(reach, mask.classes());
        } else if (reach.intersects(mask.classes())) {
            for (var i = 0; i < own.size(); i++) {
                for (var j = 0; j < others.size(); j++) {
                    if (!own.ports(i)
                            .intersect(others.ports(j))
                            .minus(mask.planned())
                            .isEmpty()) {
                        leaks.orAnd(own.row(i), others.row(j), mask.classes());
                    }
                }
            }
        }
    }

    private void evaluate(Direction direction, int podClass) {
        forward(direction, podClass);
        inverse(direction == Direction.Egress ? Direction.Ingress : Direction.Egress, podClass);
        reach.clear();
        for (var i = 0; i < own.size(); i++) {
            for (var j = 0; j < others.size(); j++) {
                if (own.ports(i).intersects(others.ports(j))) {
                    reach.orAnd(own.row(i), others.row(j));
                }
            }
        }
    }

    /** What the policies that select a class let through, by the other end. */
    private void forward(Direction direction, int podClass) {
        var group = index.snapshot().group(direction, podClass);
        var declared = direction == Direction.Ingress && group.namesPorts()
                ? index.snapshot().table().of(podClass).ports()
                : List.<NamedPort>of();
        if (group == ownGroup && direction == ownDirection && declared.equals(ownDeclared)) {
            return;
        }
        ownGroup = group;
        ownDirection = direction;
        ownDeclared = declared;
        own.clear();
        var tiers = index.side(direction == Direction.Ingress).tiers();
        var into = tiers.says() ? raw : own;
        into.clear();
        if (group.isolated()) {
            for (var rule : group.allowances()) {
                allow(into, direction, rule, declared);
            }
        } else {
            into.of(PortIds.ALL).or(index.everyone());
        }
        if (tiers.says()) {
            for (var kind = 0; kind < tiers.kinds(); kind++) {
                decide(own, tiers.outcome(tiers.tier(podClass), kind), tiers.members(kind), group.isolated());
            }
        }
    }

    private void allow(Planes into, Direction direction, CompiledPolicy.Rule rule, List<NamedPort> declared) {
        var spec = rule.ports();
        if (spec.named().isEmpty() || direction == Direction.Ingress) {
            var row = into.of(spec.on(declared));
            for (var peer : rule.peers()) {
                row.or(index.bits(peer));
            }
            return;
        }
        var table = index.snapshot().table();
        for (var peer : rule.peers()) {
            index.snapshot()
                    .peerClasses()[peer]
                    .forEach((int number) ->
                            into.of(spec.on(table.of(number).ports())).set(number));
        }
    }

    /** What the policies of all others let through to, or from, a class. */
    private void inverse(Direction direction, int podClass) {
        var side = index.side(direction == Direction.Ingress);
        others.clear();
        var tiers = side.tiers();
        var into = tiers.says() ? raw : others;
        into.clear();
        var itself = index.snapshot().table().of(podClass);
        add(into, side.forAll(), itself);
        if (!itself.hostNetwork()) {
            add(into, side.forPods(), itself);
        }
        for (var peer : index.peersOf(podClass)) {
            for (var fan : side.fans()[peer]) {
                into.of(fan.ports(index.ports(), itself.ports())).or(fan.subjects());
            }
        }
        if (!tiers.says()) {
            into.of(PortIds.ALL).or(side.open());
            return;
        }
        for (var tier = 0; tier < tiers.tiers(); tier++) {
            var outcome = tiers.outcome(tier, tiers.kind(podClass));
            decide(others, outcome, tiers.subjects(tier), true);
            var open = outcome.baseline().intersect(outcome.left());
            if (!open.isEmpty()) {
                others.of(open).orAnd(side.open(), tiers.subjects(tier));
            }
        }
    }

    private void add(Planes into, List<Fan> fans, PodClass itself) {
        for (var fan : fans) {
            into.of(fan.ports(index.ports(), itself.ports())).or(fan.subjects());
        }
    }

    /** Puts what the tiers around them leave of {@link #raw} allowances into planes. */
    private void decide(Planes into, TierView.Outcome outcome, BitRow among, boolean isolated) {
        if (!outcome.allowed().isEmpty()) {
            into.of(outcome.allowed()).or(among);
        }
        var left = isolated ? outcome.left() : outcome.left().intersect(outcome.baseline());
        if (left.isEmpty()) {
            return;
        }
        for (var i = 0; i < raw.size(); i++) {
            var ports = raw.ports(i).intersect(left);
            if (!ports.isEmpty()) {
                into.of(ports).orAnd(raw.row(i), among);
            }
        }
    }
}
