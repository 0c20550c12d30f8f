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
import vn.onshore.manifest.Manifest;

/**
 * G1: nodes are born with the taint {@code onshore.vn/unattested:NoExecute}, which evicts pods that never heard of us. For
 * clusters that are governed as a whole. A mutating policy adds the taint; the validating one behind it demands it, so
 * that without the former kubelets must register with it.
 */
public final class NodeGuardCompiler {
    private static final String EFFECT = "NoExecute";

    private NodeGuardCompiler() {}

    /**
     * What {@code nodeGuard: Taint} of a boundary is compiled from.
     *
     * @param boundary name of the OnshoreBoundary
     * @param uid of the OnshoreBoundary
     * @param exemptNodes names that may register without the taint
     */
    public record Inputs(String boundary, String uid, List<String> exemptNodes, ServerFeatures server) {
        public Inputs {
            exemptNodes = List.copyOf(new TreeSet<>(exemptNodes));
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
        var rule = Rule.v1("", List.of("nodes"), "CREATE");
        var notExempt = "!(object.metadata.name in " + CelLiteral.list(inputs.exemptNodes()) + ")";
        var objects = new ArrayList<Manifest>();
        var skipped = new ArrayList<Skipped>();
        if (inputs.server().mutatingPolicies()) {
            var conditions = List.of(new Named("not-exempt", notExempt), new Named("not-tainted", "!" + tainted()));
            objects.add(new MutatingPolicy(List.of(rule), conditions, patch()).policy(object));
            objects.add(MutatingPolicy.binding(object, null));
        } else {
            skipped.add(new Skipped(
                    Guard.NodeTaint,
                    "the API server does not serve MutatingAdmissionPolicy v1 (Kubernetes 1.36): kubelets must register"
                            + " with --register-with-taints=" + GuardNames.UNATTESTED + ":" + EFFECT));
        }
        objects.add(demand(rule, notExempt, inputs.boundary()).policy(object));
        objects.add(ValidatingPolicy.binding(object, null, List.of("Deny", "Audit")));
        return new Guards(objects, skipped);
    }

    private static ValidatingPolicy demand(Rule rule, String notExempt, String boundary) {
        return ValidatingPolicy.on(rule)
                .when("not-exempt", notExempt)
                .require(
                        tainted(),
                        CelSentence.of("node '")
                                .value("object.metadata.name")
                                .text("' must register with the taint " + GuardNames.UNATTESTED + ":" + EFFECT
                                        + " under OnshoreBoundary " + boundary));
    }

    private static String tainted() {
        return "object.?spec.?taints.orValue([]).exists(t, t.key == " + CelLiteral.string(GuardNames.UNATTESTED)
                + " && t.effect == " + CelLiteral.string(EFFECT) + ")";
    }

    private static String patch() {
        var taint = "{'key': " + CelLiteral.string(GuardNames.UNATTESTED) + ", 'effect': " + CelLiteral.string(EFFECT)
                + "}";
        return "has(object.spec.taints)"
                + " ? [JSONPatch{op: 'add', path: '/spec/taints/-', value: " + taint + "}]"
                + " : [JSONPatch{op: 'add', path: '/spec/taints', value: [" + taint + "]}]";
    }
}
