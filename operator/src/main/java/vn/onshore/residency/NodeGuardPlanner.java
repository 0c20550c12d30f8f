package vn.onshore.residency;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import vn.onshore.admission.PolicyObject;
import vn.onshore.kube.Labels;
import vn.onshore.residency.NodeGuardInputs.NodeView;
import vn.onshore.residency.NodeGuardPlan.TaintChange;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.residency.guard.Guards;
import vn.onshore.residency.guard.NodeGuardCompiler;

/**
 * Decides what is to be done for {@code spec.nodeGuard}. A guarded node carries the taint until it is attested, and again
 * from the moment that it no longer is. Nodes that were there when the guard was switched on are spared until they are
 * attested for the first time, so that switching it on stops nothing that runs. Pure.
 */
public final class NodeGuardPlanner {
    private static final Map<String, Object> TAINT =
            Map.of("key", GuardNames.UNATTESTED, "effect", NodeGuardCompiler.EFFECT);

    private NodeGuardPlanner() {}

    public static NodeGuardPlan plan(NodeGuardInputs in) {
        return in.wanted() ? hold(in) : open(in);
    }

    private static NodeGuardPlan hold(NodeGuardInputs in) {
        var guards = NodeGuardCompiler.compile(new NodeGuardCompiler.Inputs(
                in.boundary().name(),
                String.valueOf(in.boundary().uid()),
                List.copyOf(in.exemptNodes()),
                in.operator(),
                in.server()));
        var applied = digest(guards);
        if (!in.judged()) {
            return new NodeGuardPlan(List.of(), guards, in.isOn() ? applied : "", List.of(), List.of());
        }
        var spare = new ArrayList<String>();
        var unspare = new ArrayList<String>();
        var taints = new ArrayList<TaintChange>();
        for (var node : in.nodes()) {
            if (in.exemptNodes().contains(node.name())) {
                continue;
            }
            if (node.attested()) {
                release(node).forEach(taints::add);
                if (node.spared()) {
                    unspare.add(node.name());
                }
            } else if (!isTainted(node) && !node.spared()) {
                if (in.isOn() || in.guardedByOthers()) {
                    taints.add(taint(node));
                } else {
                    spare.add(node.name());
                }
            }
        }
        return new NodeGuardPlan(spare, guards, applied, taints, unspare);
    }

    /** What was never on has nothing to take away: kubelets may register with the taint for reasons of their own. */
    private static NodeGuardPlan open(NodeGuardInputs in) {
        if (!in.isOn() || in.guardedByOthers()) {
            return new NodeGuardPlan(List.of(), Guards.NONE, "", List.of(), List.of());
        }
        return new NodeGuardPlan(
                List.of(),
                Guards.NONE,
                "",
                in.nodes().stream().flatMap(NodeGuardPlanner::release).toList(),
                in.nodes().stream().filter(NodeView::spared).map(NodeView::name).toList());
    }

    private static boolean isTainted(NodeView node) {
        return node.taints().stream()
                .anyMatch(taint -> isOurs(taint) && NodeGuardCompiler.EFFECT.equals(taint.get("effect")));
    }

    private static boolean isOurs(Map<String, Object> taint) {
        return GuardNames.UNATTESTED.equals(taint.get("key"));
    }

    private static TaintChange taint(NodeView node) {
        var after = Stream.concat(node.taints().stream(), Stream.of(TAINT)).toList();
        return new TaintChange(node.name(), node.version(), node.taints(), after);
    }

    private static Stream<TaintChange> release(NodeView node) {
        var after = node.taints().stream().filter(taint -> !isOurs(taint)).toList();
        return after.size() == node.taints().size()
                ? Stream.empty()
                : Stream.of(new TaintChange(node.name(), node.version(), node.taints(), after));
    }

    private static String digest(Guards guards) {
        var digests = new TreeMap<String, Object>();
        for (var object : guards.objects()) {
            digests.put(
                    object.kind() + "/" + object.name(), object.annotations().getOrDefault(Labels.DIGEST, ""));
        }
        return PolicyObject.digest(digests);
    }
}
