package vn.onshore.isolation.read;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kinds by which a cluster may open a path that every policy that is evaluated here keeps shut. They are told apart by group
 * and kind, because three groups have a ClusterNetworkPolicy of their own.
 */
public final class PathOpeners {
    private static final Set<String> CALICO = Set.of(
            "GlobalNetworkPolicy",
            "NetworkPolicy",
            "Tier",
            "NetworkSet",
            "GlobalNetworkSet",
            "HostEndpoint",
            "Profile");
    private static final Set<String> ANTREA =
            Set.of("ClusterNetworkPolicy", "NetworkPolicy", "Tier", "ClusterGroup", "Group");

    private static final Map<String, Set<String>> KNOWN = Map.of(
            "projectcalico.org", CALICO,
            "crd.projectcalico.org", CALICO,
            "cilium.io",
                    Set.of(
                            "CiliumNetworkPolicy",
                            "CiliumClusterwideNetworkPolicy",
                            "CiliumCIDRGroup",
                            "CiliumEgressGatewayPolicy"),
            "crd.antrea.io", ANTREA,
            "networking.k8s.aws", Set.of("ClusterNetworkPolicy", "ApplicationNetworkPolicy"),
            "k8s.ovn.org", Set.of("EgressFirewall", "UserDefinedNetwork", "ClusterUserDefinedNetwork"),
            "k8s.cni.cncf.io", Set.of("MultiNetworkPolicy"));

    private static final Map<String, Set<String>> EVALUATED = Map.of(
            "networking.k8s.io",
            Set.of(NetworkPolicyReader.KIND),
            TieredRules.GROUP,
            Set.of(AdminPolicyReader.ADMIN, AdminPolicyReader.BASELINE, ClusterNetworkPolicyReader.KIND));

    private PathOpeners() {}

    /**
     * Why objects of the kind may open a path, as a sentence; empty if they cannot, or are evaluated. Kinds that nobody here
     * knows may if their name speaks of network policies or of a firewall.
     *
     * @param group the API group without its version; empty for the core group
     */
    public static Optional<String> reason(String group, String kind) {
        if (in(KNOWN, group, kind)) {
            return Optional.of("its rules can open what network policies keep shut, and are not evaluated");
        }
        return !in(EVALUATED, group, kind) && !kind.startsWith("Staged") && soundsLikeOne(kind)
                ? Optional.of("by its name it may open a path, and it is not known here")
                : Optional.empty();
    }

    private static boolean in(Map<String, Set<String>> kinds, String group, String kind) {
        return kinds.getOrDefault(group, Set.of()).contains(kind);
    }

    private static boolean soundsLikeOne(String kind) {
        var lower = kind.toLowerCase(Locale.ROOT);
        var network = lower.indexOf("network");
        return lower.contains("firewall") || network >= 0 && lower.indexOf("polic", network) >= 0;
    }
}
