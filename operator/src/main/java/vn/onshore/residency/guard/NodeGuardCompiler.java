package vn.onshore.residency.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.CelSentence;
import vn.onshore.admission.MutatingPolicy;
import vn.onshore.admission.Named;
import vn.onshore.admission.Rule;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.admission.ValidatingPolicy;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.manifest.Manifest;

/**
 * G1: nodes are born with the taint {@code onshore.vn/unattested:NoExecute}, which evicts pods that never heard of us. For
 * clusters that are governed as a whole. A mutating policy adds the taint; the validating one behind it demands it, so
 * that without the former kubelets must register with it. The latter also keeps others from removing the taint, and
 * nodes from going without region and zone: a pod's forged region stays if its node has none to overwrite it with.
 */
public final class NodeGuardCompiler {
    /** Effect of the taint. */
    public static final String EFFECT = "NoExecute";

    /** A node of a cloud with a controller of its own is born with this taint, and loses it when it gets its zone. */
    private static final String UNINITIALIZED = "node.cloudprovider.kubernetes.io/uninitialized";

    private NodeGuardCompiler() {}

    /**
     * What {@code nodeGuard: Taint} of a boundary is compiled from.
     *
     * @param boundary name of the OnshoreBoundary
     * @param uid of the OnshoreBoundary
     * @param exemptNodes names of nodes that are left alone
     * @param trustedUsers who may remove the taint: the operator's service account
     */
    public record Inputs(
            String boundary, String uid, List<String> exemptNodes, List<String> trustedUsers, ServerFeatures server) {
        public Inputs {
            exemptNodes = List.copyOf(new TreeSet<>(exemptNodes));
            trustedUsers = List.copyOf(new TreeSet<>(trustedUsers));
        }
    }

    /** The policies and bindings, in the form in which the API server stores them. */
    public static Guards compile(Inputs inputs) {
        if (!inputs.server().validatingPolicies()) {
            return new Guards(
                    List.of(),
                    List.of(new Skipped(
                            Guard.NodeTaint,
                            "the API server does not serve ValidatingAdmissionPolicy v1 (Kubernetes 1.30)")));
        }
        var object = GuardNames.ofBoundary(inputs.boundary(), inputs.uid(), Guard.NodeTaint);
        var notExempt =
                new Named("not-exempt", "!(object.metadata.name in " + CelLiteral.list(inputs.exemptNodes()) + ")");
        var objects = new ArrayList<Manifest>();
        var skipped = new ArrayList<Skipped>();
        if (inputs.server().mutatingPolicies()) {
            var conditions = List.of(notExempt, new Named("not-tainted", "!" + tainted("object")));
            objects.add(new MutatingPolicy(List.of(Rule.v1("", List.of("nodes"), "CREATE")), conditions, patch())
                    .policy(object));
            objects.add(MutatingPolicy.binding(object, null));
        } else {
            skipped.add(new Skipped(
                    Guard.NodeTaint,
                    "the API server does not serve MutatingAdmissionPolicy v1 (Kubernetes 1.36): kubelets must register"
                            + " with --register-with-taints=" + GuardNames.UNATTESTED + ":" + EFFECT));
        }
        objects.add(demand(inputs, notExempt).policy(object));
        objects.add(ValidatingPolicy.binding(object, null, List.of("Deny", "Audit")));
        return new Guards(objects, skipped);
    }

    /** Labels may be changed through {@code nodes/status} as well. Most updates are heartbeats, which change neither. */
    private static ValidatingPolicy demand(Inputs inputs, Named notExempt) {
        var policy = ValidatingPolicy.on(Rule.v1("", List.of("nodes", "nodes/status"), "CREATE", "UPDATE"))
                .when(notExempt.name(), notExempt.expression())
                .when(
                        "not-trusted",
                        "!(request.?userInfo.?username.orValue('') in " + CelLiteral.list(inputs.trustedUsers()) + ")")
                .when(
                        "changed",
                        "request.operation == 'CREATE' || object.metadata.?labels != oldObject.metadata.?labels"
                                + " || object.spec.?taints != oldObject.spec.?taints")
                .let("created", "request.operation == 'CREATE'");
        return place(taint(policy, inputs.boundary()), inputs.boundary());
    }

    private static ValidatingPolicy taint(ValidatingPolicy policy, String boundary) {
        var taint = GuardNames.UNATTESTED + ":" + EFFECT;
        return policy.let("tainted", tainted("object"))
                .let("wasTainted", "!variables.created && " + tainted("oldObject"))
                .require(
                        "!variables.created || variables.tainted",
                        CelSentence.of("node '")
                                .value("object.metadata.name")
                                .text("' must register with the taint " + taint + " under OnshoreBoundary " + boundary))
                .require(
                        "!variables.wasTainted || variables.tainted",
                        CelSentence.of("only Onshore removes the taint " + taint + " of node '")
                                .value("object.metadata.name")
                                .text("', once a SiteAttestation vouches for it under OnshoreBoundary " + boundary))
                .require(
                        spared("object") + " == (variables.created ? '' : " + spared("oldObject") + ")",
                        CelSentence.of("only Onshore writes label " + GuardNames.SPARED + " of nodes"));
    }

    /** A node that has no place yet may wait for its cloud to name one, but a place cannot be taken away. */
    private static ValidatingPolicy place(ValidatingPolicy policy, String boundary) {
        return policy.let("placed", placed("object"))
                .let("waits", waits("object"))
                .let("neverHadOne", "!variables.created && !" + placed("oldObject") + " && !" + waits("oldObject"))
                .require(
                        "variables.placed || variables.waits || variables.neverHadOne",
                        CelSentence.of("node '")
                                .value("object.metadata.name")
                                .text("' must have label " + NodeFacts.REGION + " or " + NodeFacts.ZONE
                                        + " under OnshoreBoundary " + boundary));
    }

    private static String tainted(String node) {
        return node + ".?spec.?taints.orValue([]).exists(t, t.key == " + CelLiteral.string(GuardNames.UNATTESTED)
                + " && t.effect == " + CelLiteral.string(EFFECT) + ")";
    }

    private static String spared(String node) {
        return label(node, GuardNames.SPARED);
    }

    private static String placed(String node) {
        return "(" + label(node, NodeFacts.REGION) + " + " + label(node, NodeFacts.ZONE) + " != '')";
    }

    private static String waits(String node) {
        return node + ".?spec.?taints.orValue([]).exists(t, t.key == " + CelLiteral.string(UNINITIALIZED) + ")";
    }

    private static String label(String node, String key) {
        return node + ".metadata.?labels[?" + CelLiteral.string(key) + "].orValue('')";
    }

    private static String patch() {
        var taint = "{'key': " + CelLiteral.string(GuardNames.UNATTESTED) + ", 'effect': " + CelLiteral.string(EFFECT)
                + "}";
        return "has(object.spec.taints)"
                + " ? [JSONPatch{op: 'add', path: '/spec/taints/-', value: " + taint + "}]"
                + " : [JSONPatch{op: 'add', path: '/spec/taints', value: [" + taint + "]}]";
    }
}
