package vn.onshore.residency.verify;

import java.util.List;
import vn.onshore.boundary.NodeFacts;

/** Recognises nodes that stand for machines elsewhere: virtual-kubelet and its kin, Liqo, Admiralty, RunPod. */
final class VirtualNode {
    private static final List<String> TAINTS = List.of(
            "virtual-kubelet.io/",
            "virtual-node.liqo.io/",
            "liqo.io/",
            "multicluster.admiralty.io/",
            "virtual-kubelet.runpod.io/");
    private static final List<String> LABELS =
            List.of("liqo.io/remote-cluster-id", "multicluster.admiralty.io/cluster-target-name");

    private VirtualNode() {}

    static boolean is(NodeFacts node) {
        return "virtual-kubelet".equals(node.labels().get("type"))
                || "virtual-node".equals(node.labels().get("liqo.io/type"))
                || "virtual-kubelet".equals(node.labels().get("kubernetes.io/role"))
                || LABELS.stream().anyMatch(node.labels()::containsKey)
                || node.taintKeys().stream().anyMatch(key -> TAINTS.stream().anyMatch(key::startsWith))
                || node.kubeletVersion().contains("vk-")
                || node.providerID().startsWith("liqo://")
                || node.providerID().startsWith("runpod://");
    }
}
