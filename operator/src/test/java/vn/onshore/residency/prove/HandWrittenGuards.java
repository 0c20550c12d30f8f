package vn.onshore.residency.prove;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The guards of {@code guards.yaml} on a cluster, and the ways to spoil them. */
final class HandWrittenGuards {
    private static final Set<String> NAMESPACED =
            Set.of("pod-bindings", "legacy-bindings", "pods", "network", "access");
    private static final LabelSelector EVERYTHING = new LabelSelector();

    private final KubernetesClient admin;

    HandWrittenGuards(KubernetesClient admin) {
        this.admin = admin;
    }

    void install() {
        for (HasMetadata policy :
                admin.load(Citizens.class.getResourceAsStream("guards.yaml")).items()) {
            admin.resource(policy).serverSideApply();
            if (policy instanceof MutatingAdmissionPolicy) {
                bindMutation(Citizens.SELECTOR);
            } else {
                var guard = policy.getMetadata().getName().substring("onshore-citizen-data-".length());
                bind(guard, NAMESPACED.contains(guard) ? Citizens.SELECTOR : EVERYTHING, "Deny");
            }
        }
    }

    void bind(String guard, LabelSelector namespaces, String action) {
        admin.resource(new ValidatingAdmissionPolicyBindingBuilder()
                        .withNewMetadata()
                        .withName("onshore-citizen-data-" + guard)
                        .endMetadata()
                        .withNewSpec()
                        .withPolicyName("onshore-citizen-data-" + guard)
                        .withValidationActions(action)
                        .withNewMatchResources()
                        .withNamespaceSelector(namespaces)
                        .endMatchResources()
                        .endSpec()
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    void unbind(String guard) {
        admin.resources(ValidatingAdmissionPolicyBinding.class)
                .withName("onshore-citizen-data-" + guard)
                .delete();
    }

    void bindMutation(LabelSelector namespaces) {
        admin.resource(new MutatingAdmissionPolicyBindingBuilder()
                        .withNewMetadata()
                        .withName("onshore-citizen-data-pod-placement")
                        .endMetadata()
                        .withNewSpec()
                        .withPolicyName("onshore-citizen-data-pod-placement")
                        .withNewMatchResources()
                        .withNamespaceSelector(namespaces)
                        .endMatchResources()
                        .endSpec()
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    /** A policy that refuses these resources whatever they are. */
    HasMetadata refuseEverything(String name, String... resources) {
        var yaml = """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %s}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: %s}
                  validations: [{expression: "false"}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: %s}
                spec: {policyName: %s, validationActions: [Deny]}
                """.formatted(name, List.of(resources), name, name);
        var objects = admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
        objects.forEach(object -> admin.resource(object).serverSideApply());
        return objects.getLast();
    }
}
