package vn.onshore.isolation.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.api.v1alpha1.SkippedGuard;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.zoning.LabelSelectors;
import vn.onshore.isolation.zoning.Zoning.Side;
import vn.onshore.isolation.zoning.Zoning.Zone;
import vn.onshore.manifest.Manifest;

/**
 * The Internet, once more and in a tier that no NetworkPolicy gets past: what is in the cluster, and what is approved,
 * passes on to the NetworkPolicies, everything else is denied. It passes and is not accepted, because an acceptance here
 * would open what the NetworkPolicies keep shut. In addition only: this tier cannot speak of who comes from outside.
 */
final class AdminPolicies {
    private static final String GROUP = "policy.networking.k8s.io";
    private static final int PRIORITY = 100;
    private static final int MOST_NETWORKS = 25;
    private static final int MOST_PEERS = 25;

    private final GuardInputs inputs;
    private final List<SkippedGuard> skipped;

    AdminPolicies(GuardInputs inputs, List<SkippedGuard> skipped) {
        this.inputs = inputs;
        this.skipped = skipped;
    }

    /** A generation of the API. */
    enum Generation {
        V1ALPHA2("v1alpha2", "ClusterNetworkPolicy", "clusternetworkpolicies"),
        V1ALPHA1("v1alpha1", "AdminNetworkPolicy", "adminnetworkpolicies");

        private final String version;
        private final String kind;
        private final String plural;

        Generation(String version, String kind, String plural) {
            this.version = version;
            this.kind = kind;
            this.plural = plural;
        }
    }

    /** The one that is used; empty if the server serves none. In one cluster the order between both is nowhere defined. */
    private Optional<Generation> generation() {
        for (var generation : Generation.values()) {
            if (inputs.server().serves(GROUP, generation.version, generation.plural)) {
                return Optional.of(generation);
            }
        }
        return Optional.empty();
    }

    List<Manifest> compile() {
        var generation = generation();
        if (generation.isEmpty()) {
            return List.of();
        }
        var objects = new ArrayList<Manifest>();
        for (var zone : inputs.zoning().zones()) {
            if (zone.internet() != Internet.Any) {
                policy(zone, generation.get()).ifPresent(objects::add);
            }
        }
        return objects;
    }

    private Optional<Manifest> policy(Zone zone, Generation generation) {
        var approved = approved(zone);
        if (approved.size() > MOST_NETWORKS * MOST_PEERS) {
            skipped.add(new SkippedGuard(
                    generation.kind,
                    "zone " + zone.name() + " may reach " + approved.size() + " ranges, more than " + generation.kind
                            + " holds; its NetworkPolicies alone close the rest"));
            return Optional.empty();
        }
        var spec = new LinkedHashMap<String, Object>();
        spec.put("egress", egress(approved));
        spec.put("priority", PRIORITY);
        spec.put("subject", Map.of("namespaces", LabelSelectors.tree(zone.namespaces())));
        if (generation == Generation.V1ALPHA2) {
            spec.put("tier", "Admin");
        }
        var object = new GuardNames(inputs.name(), inputs.uid(), zone.name()).object(zone.name() + "-internet");
        return Optional.of(object.manifest(GROUP + "/" + generation.version, generation.kind, null, spec));
    }

    private List<Cidr> approved(Zone zone) {
        var approved = new ArrayList<Cidr>();
        for (var flow : inputs.outOf(zone.name())) {
            if (flow.to() instanceof Side.Outside(var ignored, var cidrs)) {
                approved.addAll(cidrs);
            }
        }
        if (zone.internet() == Internet.Onshore) {
            approved.addAll(inputs.zoning().onshore());
        }
        return approved.stream().distinct().sorted().toList();
    }

    private static List<Map<String, Object>> egress(List<Cidr> approved) {
        var rules = new ArrayList<Map<String, Object>>();
        rules.add(rule("Pass", "cluster", List.of(Map.of("namespaces", Map.of()))));
        if (!approved.isEmpty()) {
            var peers = new ArrayList<Map<String, Object>>();
            for (var from = 0; from < approved.size(); from += MOST_NETWORKS) {
                peers.add(networks(approved.subList(from, Math.min(from + MOST_NETWORKS, approved.size())).stream()
                        .map(Cidr::toString)
                        .toList()));
            }
            rules.add(rule("Pass", "approved", peers));
        }
        rules.add(rule("Deny", "internet", List.of(networks(List.of("0.0.0.0/0", "::/0")))));
        return rules;
    }

    private static Map<String, Object> networks(List<String> networks) {
        return Map.of("networks", networks);
    }

    private static Map<String, Object> rule(String action, String name, List<Map<String, Object>> to) {
        var rule = new LinkedHashMap<String, Object>();
        rule.put("action", action);
        rule.put("name", name);
        rule.put("to", to);
        return rule;
    }
}
