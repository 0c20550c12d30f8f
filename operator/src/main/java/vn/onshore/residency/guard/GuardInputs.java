package vn.onshore.residency.guard;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.boundary.Allowances;
import vn.onshore.boundary.Boundary;

/**
 * Everything that the guards of a policy are compiled from. Sets are sorted, so that equal inputs give equal objects.
 *
 * @param policy name of the DataResidency
 * @param uid of the DataResidency
 * @param namespaces the governed namespaces, as the policy selects them
 * @param exemptNamespaces names that the boundary exempts, whatever the selector says
 * @param sites ids of the sites that the policy allows, for drivers whose handles name a site
 * @param eligibleNodes names of the nodes on which governed pods may run now
 * @param schedulers names that governed pods may give as their scheduler
 * @param interactiveGroups who may exec, attach, port-forward and proxy; empty for no restriction
 * @param trustedUsers who may mark nodes: the operator's service account
 * @param canary user name of the account under which guards are proved; empty if there is none
 * @param endpointControllers users who may publish any endpoint, because they only repeat what pods and nodes are
 * @param clusterDomain such as cluster.local
 */
public record GuardInputs(
        String policy,
        String uid,
        Mode mode,
        LabelSelector namespaces,
        List<String> exemptNamespaces,
        Allowances allowances,
        List<String> sites,
        List<String> eligibleNodes,
        List<String> schedulers,
        List<String> interactiveGroups,
        List<String> trustedUsers,
        String canary,
        List<String> endpointControllers,
        String clusterDomain,
        ServerFeatures server) {

    /** The controllers of kube-controller-manager that publish endpoints, and the API server for its own service. */
    public static final List<String> ENDPOINT_CONTROLLERS = List.of(
            "system:apiserver",
            "system:kube-controller-manager",
            "system:serviceaccount:kube-system:endpoint-controller",
            "system:serviceaccount:kube-system:endpointslice-controller");

    public GuardInputs {
        exemptNamespaces = sorted(exemptNamespaces);
        sites = sorted(sites);
        eligibleNodes = sorted(eligibleNodes);
        schedulers = sorted(schedulers);
        interactiveGroups = sorted(interactiveGroups);
        trustedUsers = sorted(trustedUsers);
        endpointControllers = sorted(endpointControllers);
    }

    /** The DataResidency that owns the guards. */
    public record Owner(String policy, String uid) {}

    /**
     * What the cluster adds to what was declared.
     *
     * @param eligibleNodes names of the nodes on which governed pods may run now
     * @param operator user name of the operator
     * @param canary user name of the account under which guards are proved; empty if there is none
     */
    public record Cluster(
            List<String> eligibleNodes, String operator, String canary, String clusterDomain, ServerFeatures server) {
        public Cluster {
            eligibleNodes = List.copyOf(eligibleNodes);
        }
    }

    /** The inputs of a policy whose boundary is sound. */
    public static GuardInputs of(
            Owner owner, DataResidencySpec spec, Boundary boundary, List<String> exemptNamespaces, Cluster cluster) {
        var groups = spec.interactiveAccess() == null
                ? List.<String>of()
                : spec.interactiveAccess().groups();
        return new GuardInputs(
                owner.policy,
                owner.uid,
                spec.mode() == null ? Mode.Audit : spec.mode(),
                spec.namespaceSelector(),
                exemptNamespaces,
                boundary.allowances(boundary.territory(spec.sites())),
                spec.sites().isEmpty() ? List.copyOf(boundary.sites()) : spec.sites(),
                cluster.eligibleNodes,
                spec.schedulers(),
                groups,
                List.of(cluster.operator),
                cluster.canary,
                ENDPOINT_CONTROLLERS,
                cluster.clusterDomain,
                cluster.server);
    }

    private static List<String> sorted(Collection<String> values) {
        return List.copyOf(new TreeSet<>(values));
    }
}
