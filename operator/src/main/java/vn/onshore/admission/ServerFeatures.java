package vn.onshore.admission;

import java.util.Set;

/**
 * What an API server offers to policies.
 *
 * @param minor minor version of Kubernetes 1.x
 * @param served {@code group/version/resource} of what discovery lists, such as
 *     {@code snapshot.storage.k8s.io/v1/volumesnapshotclasses}
 */
public record ServerFeatures(int minor, Set<String> served) {
    private static final int VALIDATING_POLICIES = 30;
    private static final int ADDRESS_FUNCTIONS = 31;
    private static final int TOPOLOGY_ON_BINDINGS = 35;

    public ServerFeatures {
        served = Set.copyOf(served);
    }

    public boolean serves(String group, String version, String resource) {
        return served.contains(group + "/" + version + "/" + resource);
    }

    /** ValidatingAdmissionPolicy v1: no guard is possible without it. */
    public boolean validatingPolicies() {
        return minor >= VALIDATING_POLICIES
                && serves(PolicyObject.GROUP, PolicyObject.VERSION, "validatingadmissionpolicies");
    }

    /** MutatingAdmissionPolicy v1, from 1.36 on. */
    public boolean mutatingPolicies() {
        return serves(PolicyObject.GROUP, PolicyObject.VERSION, "mutatingadmissionpolicies");
    }

    /** {@code ip()} and {@code cidr()} in new expressions. */
    public boolean addressFunctions() {
        return minor >= ADDRESS_FUNCTIONS;
    }

    /** Whether the server copies a node's region and zone onto the Binding before policies see it (PodTopologyLabels). */
    public boolean topologyOnBindings() {
        return minor >= TOPOLOGY_ON_BINDINGS;
    }
}
