package vn.onshore.residency.guard;

import static vn.onshore.admission.CelLiteral.list;

import java.util.List;
import vn.onshore.admission.CelSentence;
import vn.onshore.admission.Rule;
import vn.onshore.admission.ValidatingPolicy;

/** Where names and addresses in the cluster lead: G11 and G12. */
final class NetworkGuards {
    private final GuardInputs inputs;
    private final Places places;

    NetworkGuards(GuardInputs inputs, Places places) {
        this.inputs = inputs;
        this.places = places;
    }

    /** G11, Services. */
    Blueprint services() {
        var rule = Rule.v1("", List.of("services"), "CREATE", "UPDATE");
        var policy = Changes.only(ValidatingPolicy.on(rule), ".?spec")
                .let(places.network())
                .let(
                        "names",
                        places.hosts("(object.spec.?type.orValue('ClusterIP') == 'ExternalName'"
                                + " ? [object.spec.?externalName.orValue('')] : [])"))
                .require("variables.names.size() == 0", leads("spec.externalName '", "variables.names[0]", "boundary"))
                .let(
                        "addresses",
                        places.addresses(
                                "(object.spec.?externalIPs.orValue([])"
                                        + " + (object.spec.?loadBalancerIP.orValue('') == '' ? [] : [object.spec.loadBalancerIP]))"))
                .require("variables.addresses.size() == 0", leads("address '", "variables.addresses[0]", "networks"));
        return validates(Guard.Services, Blueprint.Scope.Governed, policy);
    }

    /** G11, EndpointSlices. Who writes them counts, not what a label says of who manages them. */
    Blueprint endpointSlices() {
        var rule = Rule.v1("discovery.k8s.io", List.of("endpointslices"), "CREATE", "UPDATE");
        var policy = untrusted(Changes.only(ValidatingPolicy.on(rule), ".?endpoints", ".?addressType"))
                .let(places.network())
                .let("endpoints", "object.?endpoints.orValue([])")
                .let("named", "object.?addressType.orValue('') == 'FQDN'")
                .let(
                        "stray",
                        "variables.endpoints.filter(e, (variables.named ? "
                                + places.hosts("e.?addresses.orValue([])") + " : "
                                + places.addresses("e.?addresses.orValue([])") + ").size() > 0)")
                .require(
                        "variables.stray.size() == 0",
                        leads("endpoint '", "variables.stray[0].addresses.join(' ')", "networks"));
        return validates(Guard.EndpointSlices, Blueprint.Scope.Governed, policy);
    }

    /** G11, Endpoints, which the control plane mirrors into EndpointSlices. */
    Blueprint endpoints() {
        var rule = Rule.v1("", List.of("endpoints"), "CREATE", "UPDATE");
        var address = "[a.?ip.orValue('')]";
        var policy = untrusted(Changes.only(ValidatingPolicy.on(rule), ".?subsets"))
                .let(places.network())
                .let(
                        "stray",
                        "object.?subsets.orValue([]).filter(s, s.?addresses.orValue([]).exists(a, "
                                + places.addresses(address)
                                + ".size() > 0) || s.?notReadyAddresses.orValue([]).exists(a, "
                                + places.addresses(address) + ".size() > 0))")
                .require(
                        "variables.stray.size() == 0",
                        CelSentence.of("an address of Endpoints '")
                                .value("object.metadata.name")
                                .text("' is not in the networks of " + policy()));
        return validates(Guard.Endpoints, Blueprint.Scope.Governed, policy);
    }

    /** G12, custom resources. A reference to a Service passes: it is judged at the Service. */
    Blueprint conversionWebhooks() {
        var rule = Rule.v1("apiextensions.k8s.io", List.of("customresourcedefinitions"), "CREATE", "UPDATE");
        var url = "object.spec.?conversion.?webhook.?clientConfig.?url";
        return webhooks(
                Guard.ConversionWebhooks,
                Changes.only(ValidatingPolicy.on(rule), ".spec.?conversion"),
                "(" + url + ".hasValue() ? [" + url + ".orValue('')] : [])",
                "the conversion webhook '");
    }

    /** G12, admission: such a webhook receives whole objects, Secrets included. */
    Blueprint admissionWebhooks() {
        var rule = Rule.v1(
                "admissionregistration.k8s.io",
                List.of("mutatingwebhookconfigurations", "validatingwebhookconfigurations"),
                "CREATE",
                "UPDATE");
        return webhooks(
                Guard.AdmissionWebhooks,
                Changes.only(ValidatingPolicy.on(rule), ".?webhooks"),
                "object.?webhooks.orValue([]).filter(w, has(w.clientConfig.url)).map(w, w.clientConfig.url)",
                "the webhook '");
    }

    private Blueprint webhooks(Guard guard, ValidatingPolicy policy, String urls, String subject) {
        return validates(
                guard,
                Blueprint.Scope.Cluster,
                policy.let(places.network())
                        .let("urls", places.urls(urls))
                        .require(
                                "variables.urls.size() == 0",
                                // Only the host is shown: a path may hold a token.
                                CelSentence.of(subject)
                                        .value(
                                                "(isURL(variables.urls[0]) ? url(variables.urls[0]).getHostname() : '?')")
                                        .text("' is not in the boundary of " + policy()
                                                + ", or its URL is not plain https://host[:port]/path")));
    }

    private ValidatingPolicy untrusted(ValidatingPolicy policy) {
        return policy.when(
                "not-a-controller",
                "!(request.?userInfo.?username.orValue('') in " + list(inputs.endpointControllers()) + ")");
    }

    private CelSentence leads(String subject, String value, String what) {
        return CelSentence.of(subject).value(value).text("' is not in the " + what + " of " + policy());
    }

    private Blueprint validates(Guard guard, Blueprint.Scope scope, ValidatingPolicy policy) {
        return new Blueprint.Validates(guard, scope, policy);
    }

    private String policy() {
        return "DataResidency " + inputs.policy();
    }
}
