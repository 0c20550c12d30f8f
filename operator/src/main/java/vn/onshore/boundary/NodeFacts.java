package vn.onshore.boundary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * What a Node object (and its CSINode) says of itself. Strings are empty where the node says nothing.
 *
 * @param addresses InternalIP and ExternalIP
 * @param csiTopologyKeys the topology keys that CSINode lists, by driver; empty if there is no CSINode
 */
public record NodeFacts(
        String name,
        String uid,
        Map<String, String> labels,
        String providerID,
        String systemUUID,
        String machineID,
        String kubeletVersion,
        List<String> taintKeys,
        List<String> addresses,
        Map<String, List<String>> csiTopologyKeys) {

    public static final String REGION = "topology.kubernetes.io/region";
    public static final String ZONE = "topology.kubernetes.io/zone";

    /** Only this program and whom it trusts write labels below it; kubelets cannot write them at all (NodeRestriction). */
    public static final String MARK_PREFIX = "onshore.node-restriction.kubernetes.io/";

    private static final List<String> VIRTUAL_DOMAINS = List.of("liqo.io", "virtual-kubelet.io");
    private static final List<String> VIRTUAL_TAINTS = List.of("virtual-kubelet", "virtual-node");
    private static final Predicate<String> KUBELET_VERSION =
            Pattern.compile("^v1\\.[0-9]{1,3}(?:[.+-]|$)").asPredicate();

    public NodeFacts {
        labels = Map.copyOf(labels);
        taintKeys = List.copyOf(taintKeys);
        addresses = List.copyOf(addresses);
        csiTopologyKeys = Map.copyOf(csiTopologyKeys);
    }

    /** Whether a node says the same of itself, whatever marks the operator has given it meanwhile. */
    public boolean saysTheSameAs(NodeFacts other) {
        return equals(other) || unmarked().equals(other.unmarked());
    }

    private NodeFacts unmarked() {
        var said = new HashMap<>(labels);
        said.keySet().removeIf(key -> key.startsWith(MARK_PREFIX));
        return withLabels(said);
    }

    NodeFacts withLabels(Map<String, String> others) {
        return new NodeFacts(
                name,
                uid,
                others,
                providerID,
                systemUUID,
                machineID,
                kubeletVersion,
                taintKeys,
                addresses,
                csiTopologyKeys);
    }

    public String region() {
        return labels.getOrDefault(REGION, "");
    }

    public String zone() {
        return labels.getOrDefault(ZONE, "");
    }

    /**
     * Whether no machine of its own stands behind it: virtual-kubelet and its providers, Liqo, or a version that no kubelet
     * reports. Such a node stands wherever its provider likes.
     */
    public boolean isVirtual() {
        return labels.getOrDefault("type", "").equals("virtual-kubelet")
                || labels.keySet().stream().anyMatch(NodeFacts::isOfVirtualDomain)
                || taintKeys.stream().anyMatch(key -> VIRTUAL_TAINTS.stream().anyMatch(key::contains))
                || !KUBELET_VERSION.test(kubeletVersion)
                || kubeletVersion.contains("-vk-");
    }

    /** Label keys are {@code prefix/name}, where the prefix is a DNS subdomain. */
    private static boolean isOfVirtualDomain(String labelKey) {
        int slash = labelKey.indexOf('/');
        for (var domain : VIRTUAL_DOMAINS) {
            int start = slash - domain.length();
            if (labelKey.startsWith(domain, start) && (start == 0 || labelKey.charAt(start - 1) == '.')) {
                return true;
            }
        }
        return false;
    }

    /** Reads a Node and, if there is one, the CSINode of the same name. */
    public static NodeFacts of(Manifest node, @Nullable Manifest csiNode) {
        var info = node.tree().at("status", "nodeInfo");
        var keys = new TreeMap<String, List<String>>();
        if (csiNode != null) {
            for (var driver : csiNode.tree().at("spec", "drivers").items()) {
                keys.put(driver.at("name").text(), driver.at("topologyKeys").texts());
            }
        }
        return new NodeFacts(
                node.name(),
                node.tree().at("metadata", "uid").text(),
                node.labels(),
                node.tree().at("spec", "providerID").text(),
                info.at("systemUUID").text(),
                info.at("machineID").text(),
                info.at("kubeletVersion").text(),
                node.tree().at("spec", "taints").items().stream()
                        .map(taint -> taint.at("key").text())
                        .toList(),
                addresses(node.tree()),
                keys);
    }

    private static List<String> addresses(Tree node) {
        return node.at("status", "addresses").items().stream()
                .filter(address -> address.at("type").text().endsWith("IP"))
                .map(address -> address.at("address").text())
                .toList();
    }
}
