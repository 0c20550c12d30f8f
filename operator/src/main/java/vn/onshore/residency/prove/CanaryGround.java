package vn.onshore.residency.prove;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.compliance.Subject;
import vn.onshore.manifest.Manifest;

/**
 * The objects on which canaries stand: an account that can do nothing else, and for each policy an empty namespace that
 * the policy selects. Pure; the operator applies them.
 *
 * <p>The account is confined three times: in namespaces by RoleBindings in canary namespaces only; for cluster-scoped
 * kinds to one name each; and by an admission policy that refuses whatever it asks for without {@code dryRun=All}.
 */
public final class CanaryGround {
    /** The account, and every object that is tried. */
    public static final String NAME = "onshore-canary";
    /** Carried by every object that is tried; its value is the policy that is proved. */
    public static final String ANNOTATION = "onshore.vn/canary";
    /** The ClusterRole for canary namespaces, to which the operator may bind the account. */
    public static final String NAMESPACE_ROLE = "onshore-canary-namespace";

    private static final String CLUSTER_ROLE = "onshore-canary-cluster";
    private static final String LEASH = "canary-leash.onshore.vn";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String ADMISSION = "admissionregistration.k8s.io";

    /** What the account may create in canary namespaces, by API group. */
    private static final Map<String, List<String>> NAMESPACED = new LinkedHashMap<>();

    static {
        NAMESPACED.put("", List.of("pods", "pods/binding", "pods/exec", "bindings", "services", "endpoints"));
        NAMESPACED.put("discovery.k8s.io", List.of("endpointslices"));
    }

    private CanaryGround() {}

    /** The ground for one policy, or why there can be none. */
    public sealed interface Ground {
        /**
         * @param namespace the canary namespace
         * @param objects what to apply, in this order
         */
        record Prepared(CanaryInputs.Namespace namespace, List<Manifest> objects) implements Ground {
            public Prepared {
                objects = List.copyOf(objects);
            }
        }

        /** One sentence that names the field. */
        record Impossible(String reason) implements Ground {}
    }

    /** The user name of the account. */
    public static String user(String operatorNamespace) {
        return "system:serviceaccount:" + operatorNamespace + ":" + NAME;
    }

    /** The name of a policy's canary namespace. */
    public static String namespaceOf(String policy) {
        return "onshore-canary-" + policy;
    }

    /**
     * What one policy needs.
     *
     * @param policy the DataResidency; its name is a DNS label of at most 48 characters. The namespace goes with it, by
     *     garbage collection, so that nobody needs the right to delete namespaces; without a uid nobody owns it.
     * @param exempt namespaces that the boundary exempts
     * @param operatorNamespace where the account is
     */
    public static Ground of(Subject policy, LabelSelector selector, List<String> exempt, String operatorNamespace) {
        var name = namespaceOf(policy.name());
        if (exempt.contains(name)) {
            return new Ground.Impossible(
                    "spec.exemptions.namespaces of the boundary exempts " + name + ", where guards are proved");
        }
        var fixed = Map.of("kubernetes.io/metadata.name", name, MANAGED_BY, "onshore");
        // Pod Security would refuse the pod that tries the host's network before the guard is asked.
        var preferred = Map.of("pod-security.kubernetes.io/enforce", "privileged");
        return switch (CanaryLabels.satisfying(selector, fixed, preferred)) {
            case CanaryLabels.Answer.Unsatisfiable(var reason) -> new Ground.Impossible(reason);
            case CanaryLabels.Answer.Labels(var labels) ->
                new Ground.Prepared(
                        new CanaryInputs.Namespace(name, labels),
                        List.of(
                                namespace(name, labels, policy),
                                podAccount(name),
                                roleBinding(name, operatorNamespace)));
        };
    }

    /** What all policies share; the same for every cluster, so that a chart can hold it. */
    public static List<Manifest> shared(String operatorNamespace) {
        return List.of(
                object("v1", "ServiceAccount", NAME, operatorNamespace, Map.of("automountServiceAccountToken", false)),
                object(RBAC + "/v1", "ClusterRole", NAMESPACE_ROLE, "", Map.of("rules", namespacedRules())),
                object(RBAC + "/v1", "ClusterRole", CLUSTER_ROLE, "", Map.of("rules", clusterRules())),
                object(
                        RBAC + "/v1",
                        "ClusterRoleBinding",
                        CLUSTER_ROLE,
                        "",
                        Map.of("roleRef", clusterRole(CLUSTER_ROLE), "subjects", List.of(account(operatorNamespace)))),
                leash(operatorNamespace),
                object(
                        ADMISSION + "/v1",
                        "ValidatingAdmissionPolicyBinding",
                        LEASH,
                        "",
                        Map.of("spec", Map.of("policyName", LEASH, "validationActions", List.of("Deny")))));
    }

    private static Manifest namespace(String name, Map<String, String> labels, Subject policy) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name);
        metadata.put("labels", labels);
        var uid = policy.uid();
        if (uid != null) {
            metadata.put(
                    "ownerReferences",
                    List.of(Map.of(
                            "apiVersion",
                            policy.apiVersion(),
                            "kind",
                            policy.kind(),
                            "name",
                            policy.name(),
                            "uid",
                            uid)));
        }
        return Manifest.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", metadata));
    }

    /** Without it a pod is refused until a controller has made it. */
    private static Manifest podAccount(String namespace) {
        return object("v1", "ServiceAccount", "default", namespace, Map.of("automountServiceAccountToken", false));
    }

    private static Manifest roleBinding(String namespace, String operatorNamespace) {
        return object(
                RBAC + "/v1",
                "RoleBinding",
                NAME,
                namespace,
                Map.of("roleRef", clusterRole(NAMESPACE_ROLE), "subjects", List.of(account(operatorNamespace))));
    }

    private static Map<String, String> clusterRole(String name) {
        return Map.of("apiGroup", RBAC, "kind", "ClusterRole", "name", name);
    }

    private static Map<String, String> account(String namespace) {
        return Map.of("kind", "ServiceAccount", "name", NAME, "namespace", namespace);
    }

    private static List<Map<String, ?>> namespacedRules() {
        return NAMESPACED.entrySet().stream()
                .<Map<String, ?>>map(entry -> Map.of(
                        "apiGroups",
                        List.of(entry.getKey()),
                        "resources",
                        entry.getValue(),
                        "verbs",
                        List.of("create")))
                .toList();
    }

    private static List<Map<String, ?>> clusterRules() {
        var rules = new ArrayList<Map<String, ?>>();
        for (var kind : ClusterCanary.values()) {
            rules.add(Map.of(
                    "apiGroups",
                    List.of(kind.group()),
                    "resources",
                    List.of(kind.resource()),
                    "resourceNames",
                    List.of(kind.objectName()),
                    "verbs",
                    List.of("create", "patch")));
        }
        return rules;
    }

    private static Manifest leash(String operatorNamespace) {
        var rules = new ArrayList<Map<String, ?>>();
        NAMESPACED.forEach((group, resources) -> rules.add(writes(group, resources)));
        for (var kind : ClusterCanary.values()) {
            rules.add(writes(kind.group(), List.of(kind.resource())));
        }
        var user = user(operatorNamespace);
        var spec = Map.of(
                "failurePolicy",
                "Fail",
                "matchConstraints",
                Map.of("resourceRules", rules),
                "matchConditions",
                List.of(Map.of("name", "canary", "expression", "request.userInfo.username == '" + user + "'")),
                "validations",
                List.of(Map.of(
                        "expression",
                        "has(request.dryRun) && request.dryRun",
                        "message",
                        "the canary account of Onshore may only ask for dry-runs")));
        return object(ADMISSION + "/v1", "ValidatingAdmissionPolicy", LEASH, "", Map.of("spec", spec));
    }

    private static Map<String, ?> writes(String group, List<String> resources) {
        return Map.of(
                "apiGroups",
                List.of(group),
                "apiVersions",
                List.of("*"),
                "operations",
                List.of("CREATE", "UPDATE"),
                "resources",
                resources);
    }

    private static Manifest object(
            String apiVersion, String kind, String name, String namespace, Map<String, ?> fields) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        metadata.put("labels", Map.of(MANAGED_BY, "onshore"));
        var tree = new LinkedHashMap<String, Object>();
        tree.put("apiVersion", apiVersion);
        tree.put("kind", kind);
        tree.put("metadata", metadata);
        tree.putAll(fields);
        return Manifest.of(tree);
    }
}
