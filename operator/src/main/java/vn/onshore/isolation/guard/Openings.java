package vn.onshore.isolation.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.CelSentence;
import vn.onshore.admission.Rule;
import vn.onshore.admission.ValidatingPolicy;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Operator;
import vn.onshore.isolation.model.Selector.Requirement;
import vn.onshore.isolation.zoning.Zoning.Flow;
import vn.onshore.isolation.zoning.Zoning.Side;
import vn.onshore.isolation.zoning.Zoning.Zone;

/**
 * NetworkPolicies of others in a zone's namespaces: each rule must be shown to lie inside what the zone may open. What
 * cannot be shown is refused, named ports and selectors of other labels among it; whatever only narrows passes.
 */
final class Openings {
    private static final String NOTHING = "false";

    private final GuardInputs inputs;
    private final Zone zone;

    Openings(GuardInputs inputs, Zone zone) {
        this.inputs = inputs;
        this.zone = zone;
    }

    /** What a rule may open, as CEL over the peer {@code p} and the ports {@code variables} of the rule {@code r}. */
    private record Allowances(List<String> bySelector, List<String> byAddress) {}

    ValidatingPolicy policy() {
        return ValidatingPolicy.on(Rule.v1("networking.k8s.io", List.of("networkpolicies"), "CREATE", "UPDATE"))
                .when("changed", "request.operation == 'CREATE' || object.?spec != oldObject.?spec")
                .require(inside("ingress", "from", ingress()), refusal("from where its pods may be reached"))
                .require(inside("egress", "to", egress()), refusal("what its pods may reach"));
    }

    private CelSentence refusal(String what) {
        return CelSentence.of("NetworkPolicy ")
                .value("object.metadata.name")
                .text(" opens more than NetworkIsolation " + inputs.name() + " declares for zone " + zone.name()
                        + ", in "
                        + what + ": add the flow to spec.flows there, or select peers by the labels of a declared zone,"
                        + " with the declared ports as numbers");
    }

    /** A rule without peers is about everybody. */
    private static String inside(String direction, String peers, Allowances allowed) {
        return "object.spec.?" + direction + ".orValue([]).all(r, r.?" + peers + ".orValue([]).size() > 0 && r." + peers
                + ".all(p, has(p.ipBlock) ? " + any(allowed.byAddress) + " : has(p.namespaceSelector) ? "
                + any(allowed.bySelector) + " : true))";
    }

    private static String any(List<String> expressions) {
        return expressions.isEmpty() ? NOTHING : "(" + String.join(" || ", expressions) + ")";
    }

    private Allowances ingress() {
        var selectors = new ArrayList<String>(List.of(covers("p.namespaceSelector", zone.namespaces())));
        var addresses = new ArrayList<String>();
        inputs.into(zone.name()).forEach(flow -> add(flow.from(), flow, selectors, addresses));
        return new Allowances(selectors, addresses);
    }

    private Allowances egress() {
        var selectors = new ArrayList<String>(List.of(covers("p.namespaceSelector", zone.namespaces())));
        var addresses = new ArrayList<String>();
        inputs.dns()
                .ifPresent(dns -> selectors.add("("
                        + covers(
                                "p.namespaceSelector",
                                new Selector(List.of(
                                        new Requirement(Namespace.NAME_LABEL, Operator.In, List.of(dns.namespace())))))
                        + " && has(p.podSelector) && " + covers("p.podSelector", dns.pods()) + " && "
                        + ports(dns.ports()) + ")"));
        inputs.outOf(zone.name()).forEach(flow -> add(flow.to(), flow, selectors, addresses));
        if (zone.internet() == Internet.Onshore) {
            inputs.zoning().onshore().forEach(cidr -> addresses.add(address(cidr)));
        } else if (zone.internet() == Internet.Any) {
            Stream.of("0.0.0.0/0", "::/0")
                    .forEach(all -> addresses.add(address(Cidr.parse(all).orElseThrow())));
        }
        return new Allowances(selectors, addresses);
    }

    private void add(Side other, Flow flow, List<String> selectors, List<String> addresses) {
        switch (other) {
            case Side.InZone(var name) ->
                inputs.zoning()
                        .zone(name)
                        .ifPresent(peer -> selectors.add("(" + covers("p.namespaceSelector", peer.namespaces()) + " && "
                                + ports(flow.ports()) + ")"));
            case Side.Outside(var ignored, var cidrs) ->
                cidrs.forEach(cidr -> addresses.add("(" + address(cidr) + " && " + ports(flow.ports()) + ")"));
        }
    }

    /** Whether a selector asks for all that another asks for, so that it selects no more. */
    private static String covers(String selector, Selector wanted) {
        return wanted.requirements().stream()
                .map(requirement -> asksFor(selector, requirement))
                .collect(Collectors.joining(" && ", "(", ")"));
    }

    private static String asksFor(String selector, Requirement requirement) {
        var key = CelLiteral.string(requirement.key());
        var expression = selector + ".?matchExpressions.orValue([]).exists(e, e.key == " + key + " && e.operator == "
                + CelLiteral.string(requirement.operator().name())
                + (requirement.values().isEmpty()
                        ? ""
                        : " && e.?values.orValue([]).size() > 0 && e.values."
                                + (requirement.operator() == Operator.In
                                        ? "all(v, v in " + CelLiteral.list(requirement.values()) + ")"
                                        : "exists(v, true) && " + CelLiteral.list(requirement.values())
                                                + ".all(v, v in e.values)"))
                + ")";
        return requirement.operator() == Operator.In
                ? "(" + selector + ".?matchLabels[?" + key + "].orValue('') in " + CelLiteral.list(requirement.values())
                        + " || " + expression + ")"
                : expression;
    }

    /** Whether the rule {@code r} names ports, all of them as numbers, and all of them inside. */
    private static String ports(PortSet ports) {
        var first = "(has(x.port) ? x.port : 1)";
        var last = "(has(x.endPort) ? x.endPort : has(x.port) ? x.port : 65535)";
        var inside = ports.intervals().stream()
                .map(interval -> "(x.?protocol.orValue('TCP') == "
                        + CelLiteral.string(interval.protocol().name()) + " && " + first + " >= " + interval.first()
                        + " && " + last + " <= " + interval.last() + ")")
                .collect(Collectors.joining(" || "));
        return "r.?ports.orValue([]).size() > 0 && r.ports.all(x, (!has(x.port) || type(x.port) == int) && (" + inside
                + "))";
    }

    /** Whether the range of the peer lies in another and leaves the cluster's own networks out. */
    private String address(Cidr allowed) {
        if (!inputs.server().addressFunctions()) {
            return "p.ipBlock.cidr == " + CelLiteral.string(allowed.toString()) + " && has(p.ipBlock.except)";
        }
        var own = AddressRules.podsAndServices(inputs.own()).cidrs().stream()
                .filter(each -> each.overlaps(allowed))
                .map(Cidr::toString)
                .toList();
        var literal = CelLiteral.string(allowed.toString());
        var leavesOwnOut = own.isEmpty()
                ? ""
                : " && " + CelLiteral.list(own)
                        + ".all(o, cidr(p.ipBlock.cidr).containsCIDR(o)"
                        + " ? p.ipBlock.?except.orValue([]).exists(e, cidr(e).containsCIDR(o))"
                        + " : !cidr(o).containsCIDR(p.ipBlock.cidr))";
        return "(cidr(" + literal + ").containsCIDR(p.ipBlock.cidr)" + leavesOwnOut + ")";
    }
}
