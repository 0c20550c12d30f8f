package vn.onshore.isolation.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.onshore.admission.PolicyObject;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.api.v1alpha1.SkippedGuard;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.zoning.LabelSelectors;
import vn.onshore.isolation.zoning.Zoning.Flow;
import vn.onshore.isolation.zoning.Zoning.Side;
import vn.onshore.isolation.zoning.Zoning.Zone;
import vn.onshore.manifest.Manifest;

/**
 * NetworkPolicies of each namespace of each zone: nothing passes, in either direction; then one for each direction that
 * opens what is declared. Peers are the zones' own selectors, so that a new namespace belongs to its zone without another
 * policy being touched; the labels are guarded.
 */
final class NetworkPolicies {
    private static final String API = "networking.k8s.io/v1";
    private static final String KIND = "NetworkPolicy";

    private final GuardInputs inputs;
    private final AddressRules addresses;
    private final List<SkippedGuard> skipped;

    NetworkPolicies(GuardInputs inputs, List<SkippedGuard> skipped) {
        this.inputs = inputs;
        this.skipped = skipped;
        addresses = new AddressRules(inputs.own());
    }

    List<Manifest> compile() {
        var objects = new ArrayList<Manifest>();
        for (var zone : inputs.zoning().zones()) {
            var names = new GuardNames(inputs.name(), inputs.uid(), zone.name());
            var ingress = spec("Ingress", ingress(zone));
            var egress = spec("Egress", egress(zone));
            for (var namespace : inputs.namespaces().getOrDefault(zone.name(), List.of())) {
                objects.add(policy(names.object("default-deny"), namespace, denied()));
                objects.add(policy(names.object(zone.name() + "-ingress"), namespace, ingress));
                objects.add(policy(names.object(zone.name() + "-egress"), namespace, egress));
            }
        }
        return objects;
    }

    private static Manifest policy(PolicyObject object, String namespace, Map<String, Object> spec) {
        return object.manifest(API, KIND, namespace, spec);
    }

    private static Map<String, Object> denied() {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("podSelector", Map.of());
        spec.put("policyTypes", List.of("Ingress", "Egress"));
        return spec;
    }

    private static Map<String, Object> spec(String direction, List<Map<String, Object>> rules) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put(direction.equals("Ingress") ? "ingress" : "egress", rules);
        spec.put("podSelector", Map.of());
        spec.put("policyTypes", List.of(direction));
        return spec;
    }

    private List<Map<String, Object>> ingress(Zone zone) {
        var rules = new ArrayList<Map<String, Object>>();
        rules.add(Map.of("from", List.of(namespaces(zone.namespaces()))));
        inputs.into(zone.name()).forEach(flow -> add(rules, "from", flow.from(), flow));
        return rules;
    }

    private List<Map<String, Object>> egress(Zone zone) {
        var rules = new ArrayList<Map<String, Object>>();
        rules.add(Map.of("to", List.of(namespaces(zone.namespaces()))));
        inputs.dns().ifPresent(dns -> {
            var peer = new LinkedHashMap<String, Object>();
            peer.put("namespaceSelector", Map.of("matchLabels", Map.of(Namespace.NAME_LABEL, dns.namespace())));
            peer.put("podSelector", LabelSelectors.tree(dns.pods()));
            rules.add(rule("to", List.of(peer), dns.ports()));
        });
        inputs.outOf(zone.name()).forEach(flow -> add(rules, "to", flow.to(), flow));
        var internet = blocks(internet(zone), "the Internet");
        if (!internet.isEmpty()) {
            rules.add(Map.of("to", internet));
        }
        return rules;
    }

    private List<Cidr> internet(Zone zone) {
        return switch (zone.internet()) {
            case Internet.Deny -> List.of();
            case Internet.Onshore -> inputs.zoning().onshore();
            case Internet.Any ->
                Stream.of("0.0.0.0/0", "::/0")
                        .map(text -> Cidr.parse(text).orElseThrow())
                        .toList();
        };
    }

    private void add(List<Map<String, Object>> rules, String key, Side other, Flow flow) {
        var peers = switch (other) {
            case Side.InZone(var name) ->
                inputs.zoning().zone(name).stream()
                        .map(zone -> namespaces(zone.namespaces()))
                        .toList();
            case Side.Outside outside -> blocks(outside.cidrs(), "the flow " + flow);
        };
        // A rule without peers would be one for everybody.
        if (!peers.isEmpty()) {
            rules.add(rule(key, peers, flow.ports()));
        }
    }

    private List<Map<String, Object>> blocks(List<Cidr> cidrs, String what) {
        var blocks = new ArrayList<Map<String, Object>>();
        for (var cidr : cidrs) {
            addresses
                    .ipBlock(cidr)
                    .ifPresentOrElse(
                            block -> blocks.add(Map.of("ipBlock", block)),
                            () -> skipped.add(
                                    new SkippedGuard(
                                            KIND,
                                            cidr + " of " + what
                                                    + " lies in the cluster's own networks and is not opened; name a zone instead")));
        }
        return blocks;
    }

    private static Map<String, Object> namespaces(Selector selector) {
        return Map.of("namespaceSelector", LabelSelectors.tree(selector));
    }

    private static Map<String, Object> rule(String key, List<? extends Map<String, Object>> peers, PortSet ports) {
        var rule = new LinkedHashMap<String, Object>();
        rule.put("ports", ports(ports));
        rule.put(key, peers);
        return rule;
    }

    private static List<Map<String, Object>> ports(PortSet ports) {
        return ports.intervals().stream()
                .map(interval -> {
                    var port = new LinkedHashMap<String, Object>();
                    if (interval.last() > interval.first()) {
                        port.put("endPort", interval.last());
                    }
                    port.put("port", interval.first());
                    port.put("protocol", interval.protocol().name());
                    return (Map<String, Object>) port;
                })
                .toList();
    }
}
