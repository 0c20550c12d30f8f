package vn.onshore.residency.verify;

import java.util.List;
import java.util.Set;
import vn.onshore.boundary.Host;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Quoted;

/** Where Services lead: E42 Services themselves, E43 their endpoints. Who wrote an object changes nothing. */
final class EndpointRules {
    private static final String REMEDY =
            "Point it at a host or address of an allowed site, or list that host or range in the boundary.";

    static final List<Rule> ALL = List.of(
            new Rule("E42", Rule.Scope.Governed, Set.of(GroupKind.core("Service")), EndpointRules::service),
            new Rule("E43", Rule.Scope.Governed, Set.of(GroupKind.core("Endpoints")), EndpointRules::endpoints),
            new Rule(
                    "E43",
                    Rule.Scope.Governed,
                    Set.of(new GroupKind("discovery.k8s.io", "EndpointSlice")),
                    EndpointRules::endpointSlice));

    private EndpointRules() {}

    private static void service(Manifest object, Context context, Opinion opinion) {
        var spec = object.tree().at("spec");
        if (spec.at("type").text().equals("ExternalName")) {
            host("externalName", spec.at("externalName").text(), context, opinion);
        }
        spec.at("externalIPs").texts().forEach(ip -> address("externalIPs", ip, context, opinion));
        var wanted = spec.at("loadBalancerIP").text();
        if (!wanted.isEmpty()) {
            address("loadBalancerIP", wanted, context, opinion);
        }
        for (var ingress : object.tree().at("status", "loadBalancer", "ingress").items()) {
            var ip = ingress.at("ip").text();
            if (!ip.isEmpty()) {
                address("the load balancer address", ip, context, opinion);
            }
            var name = ingress.at("hostname").text();
            if (!name.isEmpty()) {
                host("the load balancer name", name, context, opinion);
            }
        }
        if (opinion.isClean()) {
            opinion.met("no name or address of the Service leads outside");
        }
    }

    private static void endpoints(Manifest object, Context context, Opinion opinion) {
        for (var subset : object.tree().at("subsets").items()) {
            for (var field : List.of("addresses", "notReadyAddresses")) {
                for (var address : subset.at(field).items()) {
                    address("the endpoint address", address.at("ip").text(), context, opinion);
                }
            }
        }
        if (opinion.isClean()) {
            opinion.met("every endpoint address is inside");
        }
    }

    private static void endpointSlice(Manifest object, Context context, Opinion opinion) {
        var names = object.tree().at("addressType").text().equals("FQDN");
        for (var endpoint : object.tree().at("endpoints").items()) {
            for (var address : endpoint.at("addresses").texts()) {
                if (names) {
                    host("the endpoint name", address, context, opinion);
                } else {
                    address("the endpoint address", address, context, opinion);
                }
            }
        }
        if (opinion.isClean()) {
            opinion.met("every endpoint address is inside");
        }
    }

    private static void host(String what, String host, Context context, Opinion opinion) {
        if (!context.policy().isClusterService(Host.parse(host))) {
            opinion.place(what, Quoted.shortened(host), context.locator().host(host), REMEDY);
        }
    }

    private static void address(String what, String ip, Context context, Opinion opinion) {
        opinion.place(what, ip, context.locator().address(ip), REMEDY);
    }
}
