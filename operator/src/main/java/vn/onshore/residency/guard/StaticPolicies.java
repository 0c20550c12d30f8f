package vn.onshore.residency.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.CelSentence;
import vn.onshore.admission.PolicyObject;
import vn.onshore.admission.Rule;
import vn.onshore.admission.ValidatingPolicy;
import vn.onshore.manifest.Manifest;

/**
 * G15: the same guards as files of the control plane (KEP-5793). They hold from the first request on, cannot be deleted
 * through the API, and, unlike policies in the API, see changes of policies: so they guard the others as well.
 */
public final class StaticPolicies {
    private static final String SUFFIX = ".static.k8s.io";

    private StaticPolicies() {}

    /**
     * The objects under names that end in {@code .static.k8s.io} and without an owner, and the guard of the guards.
     *
     * @param guards what policies were compiled to
     * @param operator user name of the operator, the only one who may change or delete the guards in the API
     */
    public static List<Manifest> of(List<Manifest> guards, String operator) {
        var files = new ArrayList<>(guards.stream().map(StaticPolicies::renamed).toList());
        files.addAll(self(operator));
        return List.copyOf(files);
    }

    private static Manifest renamed(Manifest guard) {
        var metadata = new LinkedHashMap<>(guard.tree().at("metadata").fields());
        metadata.put("name", guard.name() + SUFFIX);
        metadata.remove("ownerReferences");
        var spec = new LinkedHashMap<>(guard.tree().at("spec").fields());
        spec.computeIfPresent("policyName", (field, name) -> name + SUFFIX);
        metadata.put("annotations", digested(guard, spec));
        var labels = new LinkedHashMap<>(guard.labels());
        labels.remove(GuardNames.OWNER_LABEL);
        metadata.put("labels", labels);
        var tree = new LinkedHashMap<>(guard.tree().fields());
        tree.put("metadata", metadata);
        tree.put("spec", spec);
        return Manifest.of(tree);
    }

    private static Map<String, Object> digested(Manifest guard, Map<String, Object> spec) {
        var annotations = new LinkedHashMap<String, Object>(guard.annotations());
        annotations.put(PolicyObject.DIGEST, PolicyObject.digest(spec));
        return annotations;
    }

    private static List<Manifest> self(String operator) {
        var object = new PolicyObject(
                "onshore-" + Guard.StaticSelf.slug() + SUFFIX,
                Map.of(GuardNames.MANAGED_BY_LABEL, "onshore", GuardNames.GUARD_LABEL, Guard.StaticSelf.id()),
                Map.of(),
                null);
        var rule = Rule.v1(
                PolicyObject.GROUP,
                List.of(
                        "mutatingadmissionpolicies",
                        "mutatingadmissionpolicybindings",
                        "validatingadmissionpolicies",
                        "validatingadmissionpolicybindings"),
                "UPDATE",
                "DELETE");
        var policy = ValidatingPolicy.on(rule)
                .when(
                        "ours",
                        "oldObject.metadata.?labels[?" + CelLiteral.string(GuardNames.MANAGED_BY_LABEL)
                                + "].orValue('') == 'onshore'")
                .require(
                        "request.?userInfo.?username.orValue('') in "
                                + CelLiteral.list(List.of(
                                        operator, "system:serviceaccount:kube-system:generic-garbage-collector")),
                        CelSentence.of("only " + operator + " changes or deletes '")
                                .value("oldObject.metadata.name")
                                .text("'"));
        return List.of(policy.policy(object), ValidatingPolicy.binding(object, null, List.of("Deny", "Audit")));
    }
}
