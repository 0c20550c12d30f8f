package vn.onshore.kube;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Every kind that the operator watches, once, with what it keeps of each object. */
public enum Watched {
    NODE(ApiKind.cluster("", "v1", "Node", "nodes"), Pruning::node),
    CSI_NODE(ApiKind.cluster("storage.k8s.io", "v1", "CSINode", "csinodes"), Pruning::whole),
    NAMESPACE(ApiKind.cluster("", "v1", "Namespace", "namespaces"), Pruning::whole),
    POD(ApiKind.namespaced("", "v1", "Pod", "pods"), Pruning::pod),
    SERVICE(ApiKind.namespaced("", "v1", "Service", "services"), Pruning::whole),
    ENDPOINT_SLICE(
            ApiKind.namespaced("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"), Pruning::endpointSlice),
    SERVICE_CIDR(ApiKind.cluster("networking.k8s.io", "v1", "ServiceCIDR", "servicecidrs"), Pruning::specOnly),
    NETWORK_POLICY(
            ApiKind.namespaced("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"), Pruning::specOnly),
    CLUSTER_NETWORK_POLICY(tiered("v1alpha2", "ClusterNetworkPolicy", "clusternetworkpolicies"), Pruning::specOnly),
    ADMIN_NETWORK_POLICY(tiered("v1alpha1", "AdminNetworkPolicy", "adminnetworkpolicies"), Pruning::specOnly),
    BASELINE_ADMIN_NETWORK_POLICY(
            tiered("v1alpha1", "BaselineAdminNetworkPolicy", "baselineadminnetworkpolicies"), Pruning::specOnly),
    STORAGE_CLASS(ApiKind.cluster("storage.k8s.io", "v1", "StorageClass", "storageclasses"), Pruning::whole),
    PERSISTENT_VOLUME(ApiKind.cluster("", "v1", "PersistentVolume", "persistentvolumes"), Pruning::whole),
    VALIDATING_WEBHOOK(admission("ValidatingWebhookConfiguration"), Pruning::whole),
    MUTATING_WEBHOOK(admission("MutatingWebhookConfiguration"), Pruning::whole),
    BOUNDARY(onshore("OnshoreBoundary", "onshoreboundaries"), Pruning::specOnly),
    ISOLATION(onshore("NetworkIsolation", "networkisolations"), Pruning::specOnly),
    RESIDENCY(onshore("DataResidency", "dataresidencies"), Pruning::specOnly),
    SITE_ATTESTATION(onshore("SiteAttestation", "siteattestations"), Pruning::specOnly),
    VALIDATING_POLICY(admission("ValidatingAdmissionPolicy"), Pruning::none, Labels.OURS),
    VALIDATING_BINDING(admission("ValidatingAdmissionPolicyBinding"), Pruning::none, Labels.OURS),
    MUTATING_POLICY(admission("MutatingAdmissionPolicy"), Pruning::none, Labels.OURS),
    MUTATING_BINDING(admission("MutatingAdmissionPolicyBinding"), Pruning::none, Labels.OURS),
    PROBE_JOB(ApiKind.namespaced("batch", "v1", "Job", "jobs"), Pruning::whole, Labels.PROBE),
    /** Beside {@link #POD}, with all of the status: what a probe says is in there. */
    PROBE_POD(ApiKind.namespaced("", "v1", "Pod", "pods"), Pruning::whole, Labels.PROBE);

    private final ApiKind kind;
    private final UnaryOperator<Map<String, Object>> pruning;
    private final @Nullable String labelSelector;

    Watched(ApiKind kind, UnaryOperator<Map<String, Object>> pruning) {
        this(kind, pruning, null);
    }

    Watched(ApiKind kind, UnaryOperator<Map<String, Object>> pruning, @Nullable String labelSelector) {
        this.kind = kind;
        this.pruning = pruning;
        this.labelSelector = labelSelector;
    }

    private static ApiKind onshore(String kind, String plural) {
        return ApiKind.cluster("onshore.vn", "v1alpha1", kind, plural);
    }

    private static ApiKind tiered(String version, String kind, String plural) {
        return ApiKind.cluster("policy.networking.k8s.io", version, kind, plural);
    }

    private static ApiKind admission(String kind) {
        var plural = kind.toLowerCase(Locale.ROOT);
        return ApiKind.cluster(
                "admissionregistration.k8s.io",
                "v1",
                kind,
                plural.endsWith("y") ? plural.substring(0, plural.length() - 1) + "ies" : plural + "s");
    }

    public ApiKind kind() {
        return kind;
    }

    /** Restricts the watch; null watches all objects. */
    public @Nullable String labelSelector() {
        return labelSelector;
    }

    /** What is kept of an object's fields below the top level, without {@code metadata}. */
    Map<String, Object> prune(Map<String, Object> fields) {
        return pruning.apply(fields);
    }

    /** Whether objects of the kind are generated, alone or beside those of others. */
    boolean isGenerated() {
        return labelSelector != null || networkPolicies().contains(this);
    }

    /** Whether these are a few objects of a kind that others judge as a whole. */
    public boolean isExtract() {
        return this == PROBE_JOB || this == PROBE_POD;
    }

    /** How all objects of a kind are watched, or all that are generated of it; empty if only an extract is. */
    public static Optional<Watched> of(String group, String kind) {
        return Arrays.stream(values())
                .filter(w -> !w.isExtract())
                .filter(w -> w.kind.kind().equals(kind) && w.kind.group().equals(group))
                .findFirst();
    }

    /** The kinds that decide who reaches whom, as far as they are evaluated. */
    public static List<Watched> networkPolicies() {
        return List.of(NETWORK_POLICY, CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY);
    }

    /** The admission policies that custom resources are compiled into. */
    public static List<Watched> guards() {
        return List.of(VALIDATING_POLICY, VALIDATING_BINDING, MUTATING_POLICY, MUTATING_BINDING);
    }
}
