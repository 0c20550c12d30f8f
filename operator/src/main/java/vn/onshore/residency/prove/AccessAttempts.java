package vn.onshore.residency.prove;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node that marks itself, and a shell into a governed pod. The node is made anew, so that none is touched. */
final class AccessAttempts {
    /** A node guard that demands the taint must not refuse the node first. */
    private static final Map<String, String> UNATTESTED = Map.of("key", "onshore.vn/unattested", "effect", "NoExecute");

    private AccessAttempts() {}

    static void add(AttemptList attempts, CanaryInputs in, Examples examples) {
        nodes(attempts, in, examples);
        if (!in.interactiveGroups().isEmpty()) {
            shells(attempts, in);
        }
    }

    private static void nodes(AttemptList attempts, CanaryInputs in, Examples examples) {
        var labels = new TreeMap<>(examples.insideLabels());
        attempts.allowed("G2", "node-unmarked", "register a node without a mark", node(attempts, labels));
        labels.put(CanaryInputs.eligibility(in.policy()), "eligible");
        attempts.forbidden(
                "G2",
                "node-marked",
                "register a node that carries the mark of an eligible one",
                node(attempts, labels));
    }

    private static ApiRequest node(AttemptList attempts, Map<String, String> labels) {
        return attempts.apply(
                ClusterCanary.Node,
                Map.of(
                        "metadata",
                        Map.of("labels", Map.copyOf(labels)),
                        "spec",
                        Map.of("taints", List.of(UNATTESTED))));
    }

    private static void shells(AttemptList attempts, CanaryInputs in) {
        if (in.interactiveGroups().stream().anyMatch(AccessAttempts::isOfTheAccount)) {
            attempts.untried(
                    "no exec that must be refused: spec.interactiveAccess names a group of every service account");
        } else {
            attempts.forbidden(
                    "G13",
                    "exec-by-a-stranger",
                    "exec into a pod from outside the groups of spec.interactiveAccess",
                    attempts.connect("PodExecOptions", "exec"));
        }
        attempts.untried("no exec that must pass: the canary account is in none of the groups");
    }

    private static boolean isOfTheAccount(String group) {
        return group.equals("system:authenticated") || group.startsWith("system:serviceaccounts");
    }
}
