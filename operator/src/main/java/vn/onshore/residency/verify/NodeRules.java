package vn.onshore.residency.verify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Quoted;

/**
 * Where pods run and what nodes say of themselves, on a live cluster: E01 pod on its node, E02 lying node, E03 node with
 * another identity, E04 virtual node, E06 static pod, E07 forged topology label, E08 pod that goes to every node.
 */
final class NodeRules {
    private static final Set<GroupKind> POD = Set.of(GroupKind.core("Pod"));
    private static final Set<GroupKind> NODE = Set.of(GroupKind.core("Node"));
    private static final String MOVE = "Delete the pod so that it is placed again, and find out who placed it there.";

    static final List<Rule> ALL = List.of(
            new Rule("E01", Rule.Scope.GovernedLive, POD, NodeRules::whereItRuns),
            new Rule("E02", Rule.Scope.ClusterLive, NODE, onNode(NodeRules::lies)),
            new Rule("E03", Rule.Scope.ClusterLive, NODE, onNode(NodeRules::voided)),
            new Rule("E04", Rule.Scope.ClusterLive, NODE, NodeRules::virtual),
            new Rule("E06", Rule.Scope.GovernedLive, POD, NodeRules::mirror),
            new Rule("E07", Rule.Scope.GovernedLive, POD, NodeRules::forgedLabel),
            new Rule("E08", Rule.Scope.GovernedLive, POD, NodeRules::everywhere));

    private NodeRules() {}

    private static Rule.Judgement onNode(BiConsumer<NodeView, Opinion> judgement) {
        return (object, context, opinion) -> context.lookup()
                .node(object.name())
                .ifPresentOrElse(
                        node -> judgement.accept(node, opinion),
                        () -> opinion.unknown("the node is not known yet", "Wait for the next sweep."));
    }

    private static String nodeName(Manifest pod) {
        return pod.tree().at("spec", "nodeName").text();
    }

    private static void whereItRuns(Manifest pod, Context context, Opinion opinion) {
        judgePlace(pod, context, opinion, "the pod runs on", "the pod runs on a node that qualifies");
    }

    /** Says nothing of pods that no node runs yet. */
    private static void judgePlace(Manifest pod, Context context, Opinion opinion, String how, String met) {
        var name = nodeName(pod);
        if (name.isEmpty()) {
            return;
        }
        var node = context.lookup().node(name);
        if (node.isEmpty()) {
            opinion.unknown(
                    how + " " + Quoted.shortened(name) + ", which the API server does not know",
                    "Delete the pod, or wait until its node is known.");
        } else if (context.policy().qualifies(node.get())) {
            opinion.met(met);
        } else {
            opinion.notMet(
                    how + " " + Quoted.shortened(name) + ", which " + reason(node.get(), context.policy()), MOVE);
        }
    }

    /** Why a node does not qualify. */
    private static String reason(NodeView node, PolicyView policy) {
        if (VirtualNode.is(node.facts())) {
            return "is virtual, so nobody knows where its pods run";
        }
        var whereabouts = node.whereabouts();
        return policy.territory().judge(whereabouts) == Verdict.Met
                ? Opinion.describe(whereabouts) + " by evidence " + whereabouts.level() + ", where the policy asks for "
                        + policy.minimumNodeEvidence()
                : Opinion.describe(whereabouts);
    }

    private static void lies(NodeView node, Opinion opinion) {
        var contradiction = node.whereabouts().contradiction();
        if (contradiction != null) {
            opinion.notMet(
                    "the node contradicts itself: " + contradiction,
                    "Correct the labels or the provider id, or remove the node from the cluster.");
        } else {
            opinion.met("nothing that the node says of its place is contradicted");
        }
    }

    private static void voided(NodeView node, Opinion opinion) {
        if (node.voided() != null) {
            opinion.notMet(
                    "the statement about this node no longer holds: " + node.voided(),
                    "Find out why the node changed, then let the site's attestor sign again, or delete the old"
                            + " SiteAttestation.");
        } else {
            opinion.met("no statement about this node was voided");
        }
    }

    private static void virtual(Manifest object, Context context, Opinion opinion) {
        var facts = NodeFacts.of(object, null);
        if (!VirtualNode.is(facts)) {
            opinion.met("the node is a machine");
            return;
        }
        var claims = Stream.of(NodeFacts.ZONE, NodeFacts.REGION)
                .filter(label -> claimsPlaceInside(facts, label, context))
                .map(label -> label + "=" + Quoted.shortened(facts.labels().getOrDefault(label, "")))
                .toList();
        if (claims.isEmpty()) {
            opinion.met("the node is virtual, claims no place inside, and never qualifies");
        } else {
            opinion.notMet(
                    "the node is virtual and yet claims " + String.join(" and ", claims)
                            + "; nobody knows where its pods run",
                    "Remove the labels or the node; a virtual node never qualifies.");
        }
    }

    private static boolean claimsPlaceInside(NodeFacts facts, String label, Context context) {
        var value = facts.labels().getOrDefault(label, "");
        return !value.isEmpty()
                && context.policy().territory().judge(context.locator().topology(label, value)) == Verdict.Met;
    }

    private static void mirror(Manifest pod, Context context, Opinion opinion) {
        var hash = pod.annotations().get("kubernetes.io/config.mirror");
        if (hash != null) {
            judgePlace(
                    pod,
                    context,
                    opinion,
                    "a static pod (manifest " + Quoted.shortened(hash) + "), which no admission sees, runs on",
                    "the static pod runs on a node that qualifies");
        }
    }

    private static void forgedLabel(Manifest pod, Context context, Opinion opinion) {
        var name = nodeName(pod);
        var labels = pod.labels();
        if (name.isEmpty() || !labels.containsKey(NodeFacts.REGION) && !labels.containsKey(NodeFacts.ZONE)) {
            return;
        }
        var node = context.lookup().node(name);
        if (node.isEmpty()) {
            opinion.unknown("the pod's topology labels cannot be compared: its node is not known", MOVE);
            return;
        }
        compare(NodeFacts.REGION, labels, node.get(), opinion);
        compare(NodeFacts.ZONE, labels, node.get(), opinion);
        if (opinion.isClean()) {
            opinion.met("the pod's topology labels are those of its node");
        }
    }

    private static void compare(String key, Map<String, String> labels, NodeView node, Opinion opinion) {
        var claimed = labels.get(key);
        var real = node.facts().labels().get(key);
        if (claimed != null && !claimed.equals(real)) {
            opinion.notMet(
                    "the pod is labelled " + key + "=" + Quoted.shortened(claimed) + " but its node says "
                            + (real == null ? "nothing" : Quoted.shortened(real)),
                    MOVE);
        }
    }

    private static void everywhere(Manifest pod, Context context, Opinion opinion) {
        var ofDaemonSet = pod.tree().at("metadata", "ownerReferences").items().stream()
                .anyMatch(owner -> owner.at("kind").text().equals("DaemonSet"));
        if (ofDaemonSet || new PodSpec(pod.tree().at("spec"), "spec").toleratesEverything()) {
            judgePlace(
                    pod,
                    context,
                    opinion,
                    ofDaemonSet ? "a pod of a DaemonSet runs on" : "a pod that tolerates every taint runs on",
                    "the pod runs on a node that qualifies");
        }
    }
}
