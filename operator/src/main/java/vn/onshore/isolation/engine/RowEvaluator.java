package vn.onshore.isolation.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;

/**
 * Finds all that one class may open, or all that may open something to it, at once. What it found for one class it uses for
 * the next one under the same policies. To be used again and again by one thread.
 */
final class RowEvaluator {
    private final ReachIndex index;

    /** What NetworkPolicies of the class let through, before other tiers have been asked. */
    private final Planes raw;

    /** What the class's own policies let through, by the other end. */
    private final Planes own;

    private final View any;
    private final View beyond;
    private final List<PlanMasks.Mask> nothingPlanned;
    private final BitRow reach;
    private boolean reached;

    private int podClass;
    private Direction direction = Direction.Egress;
    private @Nullable PolicyGroup ownGroup;
    private List<NamedPort> ownDeclared = List.of();

    /** How many policies were looked at, those of the class at last. */
    private int looks;

    RowEvaluator(ReachIndex index) {
        this.index = index;
        raw = new Planes(index.ports(), index.size());
        own = new Planes(index.ports(), index.size());
        any = new View(new Outlook(index));
        beyond = new View(new Outlook(index));
        nothingPlanned = List.of(new PlanMasks.Mask(PortSet.NONE, index.everyone()));
        reach = new BitRow(index.size());
    }

    /** An outlook and whom it was made for. */
    private static final class View {
        private final Outlook outlook;
        private List<PlanMasks.Mask> masks = List.of();
        private int looks;
        private int kind;
        private boolean hostNetwork;

        View(Outlook outlook) {
            this.outlook = outlook;
        }
    }

    /** Turns to everything that a class may open. */
    void from(int source) {
        turn(Direction.Egress, source);
    }

    /** Turns to everything that may open something to a class. */
    void to(int destination) {
        turn(Direction.Ingress, destination);
    }

    private void turn(Direction to, int number) {
        podClass = number;
        reached = false;
        var group = index.snapshot().group(to, number);
        var declared = to == Direction.Ingress && group.namesPorts()
                ? index.snapshot().table().of(number).ports()
                : List.<NamedPort>of();
        if (group != ownGroup || direction != to || !declared.equals(ownDeclared)) {
            ownGroup = group;
            direction = to;
            ownDeclared = declared;
            looks++;
            look(group);
        }
    }

    /** The classes with which anything is open. Valid until the next turn. */
    BitRow reach() {
        if (!reached) {
            reached = true;
            reach.clear();
            reach.or(any().sure());
            addMeant(any.outlook, reach);
        }
        return reach;
    }

    /** Adds the classes with which more is open than planned. */
    void beyond(List<PlanMasks.Mask> masks, BitRow leaks) {
        leaks.or(outlook(masks).sure());
        addMeant(beyond.outlook, leaks);
    }

    /** With whom the class may connect at all. Valid until the next turn. */
    Outlook any() {
        return look(any, nothingPlanned);
    }

    /** With whom it may beyond what is planned. Valid until the next turn, or question of this kind. */
    Outlook outlook(List<PlanMasks.Mask> masks) {
        return look(beyond, masks);
    }

    /** Adds what is open because policies of others mean this very class. */
    void addMeant(Outlook outlook, BitRow into) {
        outlook.addMeant(others(), podClass, into);
    }

    private ReachIndex.Side others() {
        return index.side(direction == Direction.Egress);
    }

    private Outlook look(View view, List<PlanMasks.Mask> masks) {
        var others = others();
        var kind = others.tiers().kind(podClass);
        var hostNetwork = index.snapshot().table().of(podClass).hostNetwork();
        if (view.looks != looks || view.kind != kind || view.hostNetwork != hostNetwork || view.masks != masks) {
            view.looks = looks;
            view.kind = kind;
            view.hostNetwork = hostNetwork;
            view.masks = masks;
            view.outlook.look(own, others, podClass, masks);
        }
        return view.outlook;
    }

    /** What the policies that select the class let through, by the other end. */
    private void look(PolicyGroup group) {
        own.clear();
        var tiers = index.side(direction == Direction.Ingress).tiers();
        var into = tiers.says() ? raw : own;
        into.clear();
        if (group.isolated()) {
            for (var rule : group.allowances()) {
                allow(into, rule);
            }
        } else {
            into.of(PortIds.ALL).or(index.everyone());
        }
        if (tiers.says()) {
            for (var kind = 0; kind < tiers.kinds(); kind++) {
                decide(tiers.outcome(tiers.tier(podClass), kind), tiers.members(kind), group.isolated());
            }
        }
    }

    private void allow(Planes into, CompiledPolicy.Rule rule) {
        var spec = rule.ports();
        if (spec.named().isEmpty() || direction == Direction.Ingress) {
            var row = into.of(spec.on(ownDeclared));
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

    /** Adds what the tiers around NetworkPolicies make of what these let through to some others. */
    private void decide(TierOutcome outcome, BitRow among, boolean isolated) {
        if (!outcome.allowed().isEmpty()) {
            own.of(outcome.allowed()).or(among);
        }
        var left = isolated ? outcome.left() : outcome.left().intersect(outcome.baseline());
        if (left.isEmpty()) {
            return;
        }
        for (var i = 0; i < raw.size(); i++) {
            var ports = raw.ports(i).intersect(left);
            if (!ports.isEmpty()) {
                own.of(ports).orAnd(raw.row(i), among);
            }
        }
    }
}
