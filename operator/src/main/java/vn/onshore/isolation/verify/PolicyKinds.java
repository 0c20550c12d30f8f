package vn.onshore.isolation.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import vn.onshore.isolation.verify.Sighting.Bearing;

/**
 * The kinds that decide who reaches whom, by group and kind: several groups have a ClusterNetworkPolicy. What is not listed
 * and sounds like a network policy may do anything.
 */
public final class PolicyKinds {
    private static final Pattern SOUNDS_LIKE_ONE = Pattern.compile("network.*polic|firewall", Pattern.CASE_INSENSITIVE);

    /** The versions of each kind that are evaluated in full. */
    private static final Map<String, Set<String>> EVALUATED = Map.of(
            "NetworkPolicy.networking.k8s.io", Set.of("v1"),
            "AdminNetworkPolicy.policy.networking.k8s.io", Set.of("v1alpha1"),
            "BaselineAdminNetworkPolicy.policy.networking.k8s.io", Set.of("v1alpha1"),
            "ClusterNetworkPolicy.policy.networking.k8s.io", Set.of("v1alpha2"));

    private static final Map<String, Bearing> BEARINGS = bearings();

    private PolicyKinds() {}

    private static Map<String, Bearing> bearings() {
        var bearings = new HashMap<String, Bearing>();
        for (var group : Set.of("projectcalico.org", "crd.projectcalico.org")) {
            put(bearings, group, Bearing.OpensOwn, "NetworkPolicy");
            put(bearings, group, Bearing.OpensAny, "GlobalNetworkPolicy", "HostEndpoint");
            // They name tiers, addresses and defaults; what opens a way is a policy that refers to them.
            put(bearings, group, Bearing.OpensNothing, "Tier", "Profile", "NetworkSet", "GlobalNetworkSet");
            put(
                    bearings,
                    group,
                    Bearing.OpensNothing,
                    "StagedNetworkPolicy",
                    "StagedGlobalNetworkPolicy",
                    "StagedKubernetesNetworkPolicy");
        }
        put(bearings, "cilium.io", Bearing.OpensOwn, "CiliumNetworkPolicy", "CiliumLocalRedirectPolicy");
        put(bearings, "cilium.io", Bearing.OpensAny, "CiliumClusterwideNetworkPolicy", "CiliumEgressGatewayPolicy");
        put(bearings, "cilium.io", Bearing.OpensNothing, "CiliumCIDRGroup");
        put(bearings, "crd.antrea.io", Bearing.OpensOwn, "NetworkPolicy");
        put(bearings, "crd.antrea.io", Bearing.OpensAny, "ClusterNetworkPolicy");
        put(bearings, "crd.antrea.io", Bearing.OpensNothing, "Tier");
        put(bearings, "networking.k8s.aws", Bearing.OpensOwn, "ApplicationNetworkPolicy");
        put(bearings, "networking.k8s.aws", Bearing.OpensAny, "ClusterNetworkPolicy");
        put(bearings, "k8s.ovn.org", Bearing.OpensOwn, "EgressFirewall", "UserDefinedNetwork");
        put(bearings, "k8s.ovn.org", Bearing.OpensAny, "ClusterUserDefinedNetwork");
        put(bearings, "k8s.cni.cncf.io", Bearing.OpensOwn, "MultiNetworkPolicy");
        put(bearings, "security.istio.io", Bearing.OpensNothing, "AuthorizationPolicy");
        put(bearings, "networking.istio.io", Bearing.OpensNothing, "ServiceEntry");
        return Map.copyOf(bearings);
    }

    private static void put(Map<String, Bearing> bearings, String group, Bearing bearing, String... kinds) {
        for (var kind : kinds) {
            bearings.put(named(group, kind), bearing);
        }
    }

    /** {@code CiliumNetworkPolicy.cilium.io}. */
    static String named(String group, String kind) {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    /** Whether objects of a kind have to be read for the verifier, beside those that the engine evaluates. */
    public static boolean speakOf(String group, String kind) {
        var named = named(group, kind);
        return !EVALUATED.containsKey(named)
                && (BEARINGS.containsKey(named) || SOUNDS_LIKE_ONE.matcher(kind).find());
    }

    /** What objects of the kind can do; empty if they are evaluated, or decide nothing about networks. */
    static Optional<Bearing> bearing(String group, String version, String kind) {
        var named = named(group, kind);
        var evaluated = EVALUATED.get(named);
        if (evaluated != null) {
            // A version that nobody knows may say more than those that are evaluated.
            return evaluated.contains(version) ? Optional.empty() : Optional.of(Bearing.OpensAny);
        }
        var known = BEARINGS.get(named);
        if (known != null) {
            return Optional.of(known);
        }
        return SOUNDS_LIKE_ONE.matcher(kind).find() ? Optional.of(Bearing.OpensAny) : Optional.empty();
    }
}
