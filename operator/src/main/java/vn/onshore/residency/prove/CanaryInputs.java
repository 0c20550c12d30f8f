package vn.onshore.residency.prove;

import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.Locator;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Territory;

/**
 * Everything a plan looks at.
 *
 * @param policy name of the DataResidency, a DNS label
 * @param mode what the policy promises
 * @param schedulers the schedulers that governed pods may name
 * @param interactiveGroups who may exec into governed pods; empty for no restriction
 * @param boundary where examples of what is inside come from; {@code locator} has the last word on each
 * @param territory the part of the boundary that the policy allows
 * @param nodes the nodes of the cluster as they are now
 * @param namespace the canary namespace with the labels it has
 * @param peers names of the other policies of the cluster
 */
public record CanaryInputs(
        String policy,
        Mode mode,
        List<String> schedulers,
        List<String> interactiveGroups,
        OnshoreBoundarySpec boundary,
        Locator locator,
        Territory territory,
        List<Node> nodes,
        Namespace namespace,
        Served served,
        Set<String> peers) {

    public CanaryInputs {
        schedulers = List.copyOf(schedulers);
        interactiveGroups = List.copyOf(interactiveGroups);
        nodes = List.copyOf(nodes);
        peers = Set.copyOf(peers);
    }

    /**
     * A node, and whether governed pods may run there.
     *
     * @param eligible whether it carries the label that {@link #eligibility} names
     */
    public record Node(String name, boolean eligible, Map<String, String> labels) {
        public Node {
            labels = Map.copyOf(labels);
        }

        String region() {
            return labels.getOrDefault(NodeFacts.REGION, "");
        }

        String zone() {
            return labels.getOrDefault(NodeFacts.ZONE, "");
        }
    }

    /** The canary namespace. */
    public record Namespace(String name, Map<String, String> labels) {
        public Namespace {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * What the server offers, by discovery.
     *
     * @param snapshotClasses {@code snapshot.storage.k8s.io/v1} VolumeSnapshotClass
     * @param mutatingPolicies {@code admissionregistration.k8s.io/v1} MutatingAdmissionPolicy
     */
    public record Served(boolean snapshotClasses, boolean mutatingPolicies) {}

    /** The label by which nodes are eligible for a policy; kubelets cannot write it. */
    public static String eligibility(String policy) {
        return "onshore.node-restriction.kubernetes.io/residency." + policy;
    }
}
