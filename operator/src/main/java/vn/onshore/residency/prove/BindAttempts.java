package vn.onshore.residency.prove;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.residency.prove.CanaryInputs.Node;

/**
 * Binds of a pod that does not exist: admission runs before anybody looks for the pod, so an answer that misses the
 * pod means that the bind was admitted.
 */
final class BindAttempts {
    private static final String NOWHERE = "onshore-canary-nowhere";

    private final AttemptList attempts;
    private final CanaryInputs in;
    private final Examples examples;

    private BindAttempts(AttemptList attempts, CanaryInputs in, Examples examples) {
        this.attempts = attempts;
        this.in = in;
        this.examples = examples;
    }

    static void add(AttemptList attempts, CanaryInputs in, Examples examples) {
        var binds = new BindAttempts(attempts, in, examples);
        binds.toForeignNodes();
        binds.aroundTheGuard();
        binds.toEligibleNode();
    }

    private void toForeignNodes() {
        var abroad = first(this::saysAbroad).map(Node::name).orElse(NOWHERE);
        attempts.forbidden(
                "G3",
                "bind-foreign-node",
                "bind a pod to node " + abroad + ", which is abroad",
                bind(abroad, Map.of()));
        first(node -> !node.eligible() && !unlabelled(node) && !saysAbroad(node))
                .ifPresent(node -> attempts.forbidden(
                        "G3",
                        "bind-unproven-node",
                        "bind a pod to node " + node.name() + ", which claims to be inside without the evidence",
                        bind(node.name(), Map.of())));
    }

    /** The three ways around a guard that reads only the label on a pods/binding. */
    private void aroundTheGuard() {
        var forged = examples.insideLabels();
        var unlabelled = first(node -> !node.eligible() && unlabelled(node)).map(Node::name);
        var abroad =
                unlabelled.or(() -> first(this::saysAbroad).map(Node::name)).orElse(NOWHERE);
        if (forged.isEmpty()) {
            attempts.untried("no bind with forged labels: no site of the boundary lists a region or zone to forge");
        } else {
            attempts.forbidden(
                    "G3",
                    "bind-forged-labels",
                    "bind a pod to node " + abroad + " under forged topology labels",
                    bind(abroad, forged));
            attempts.forbidden(
                    "G3",
                    "bind-without-kind",
                    "bind a pod to node " + abroad + " under forged topology labels, without target.kind",
                    bind(target(abroad, ""), forged));
        }
        var eligible = first(Node::eligible).map(Node::name).orElse(abroad);
        attempts.forbidden(
                "G5",
                "bind-legacy-endpoint",
                "bind a pod to node " + eligible + " through the legacy bindings endpoint",
                attempts.create("v1", "Binding", "bindings", binding(target(eligible, "Node"), forged)));
    }

    private void toEligibleNode() {
        first(Node::eligible)
                .ifPresentOrElse(
                        node -> attempts.allowed(
                                "G3",
                                "bind-eligible-node",
                                "bind a pod to node " + node.name() + ", which is eligible",
                                bind(node.name(), Map.of())),
                        () -> attempts.untried("no bind that must pass: no node is eligible"));
    }

    private Optional<Node> first(Predicate<Node> which) {
        return in.nodes().stream()
                .sorted(Comparator.comparing(Node::name))
                .filter(which)
                .findFirst();
    }

    private static boolean unlabelled(Node node) {
        return node.region().isEmpty() && node.zone().isEmpty();
    }

    private boolean saysAbroad(Node node) {
        return !node.eligible() && (says(NodeFacts.REGION, node.region()) || says(NodeFacts.ZONE, node.zone()));
    }

    private boolean says(String key, String place) {
        return !place.isEmpty() && examples.judge().outside(in.locator().topology(key, place));
    }

    private ApiRequest bind(String node, Map<String, String> labels) {
        return bind(target(node, "Node"), labels);
    }

    private ApiRequest bind(Map<String, String> target, Map<String, String> labels) {
        return attempts.create("v1", "Binding", "pods/" + CanaryGround.NAME + "/binding", binding(target, labels));
    }

    private static Map<String, Object> binding(Map<String, String> target, Map<String, String> labels) {
        return Map.of("target", target, "metadata", labels.isEmpty() ? Map.of() : Map.of("labels", labels));
    }

    private static Map<String, String> target(String node, String kind) {
        return kind.isEmpty() ? Map.of("name", node) : Map.of("apiVersion", "v1", "kind", kind, "name", node);
    }
}
