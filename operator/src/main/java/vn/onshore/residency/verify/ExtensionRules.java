package vn.onshore.residency.verify;

import java.util.List;
import java.util.Set;
import vn.onshore.boundary.Host;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * Whom the API server sends objects to: E49 admission webhooks, E50 conversion webhooks and aggregated API servers. A
 * reference to a Service is judged at that Service.
 */
final class ExtensionRules {
    private static final String ADMISSION = "admissionregistration.k8s.io";

    static final List<Rule> ALL = List.of(
            new Rule(
                    "E49",
                    Rule.Scope.Cluster,
                    Set.of(
                            new GroupKind(ADMISSION, "ValidatingWebhookConfiguration"),
                            new GroupKind(ADMISSION, "MutatingWebhookConfiguration")),
                    ExtensionRules::webhooks),
            new Rule(
                    "E50",
                    Rule.Scope.Cluster,
                    Set.of(new GroupKind("apiextensions.k8s.io", "CustomResourceDefinition")),
                    ExtensionRules::conversion),
            new Rule(
                    "E50",
                    Rule.Scope.Cluster,
                    Set.of(new GroupKind("apiregistration.k8s.io", "APIService")),
                    (object, context, opinion) ->
                            opinion.met("the API is served here or by a Service of the cluster")));

    private ExtensionRules() {}

    private static void webhooks(Manifest object, Context context, Opinion opinion) {
        for (var webhook : object.tree().at("webhooks").items()) {
            client(webhook.at("clientConfig"), context, opinion);
        }
        if (opinion.isClean()) {
            opinion.met("every webhook is a Service of the cluster or a host inside");
        }
    }

    private static void conversion(Manifest object, Context context, Opinion opinion) {
        var client = conversionClient(object);
        if (object.tree().at("spec", "conversion", "strategy").text().equals("Webhook") || client.isPresent()) {
            client(client, context, opinion);
        }
        if (opinion.isClean()) {
            opinion.met("objects are converted here, by a Service of the cluster or by a host inside");
        }
    }

    /** Who converts the objects of a definition, as v1 or v1beta1 says it. */
    static Tree conversionClient(Manifest definition) {
        var conversion = definition.tree().at("spec", "conversion");
        var v1beta1 = conversion.at("webhookClientConfig");
        return v1beta1.isPresent() ? v1beta1 : conversion.at("webhook", "clientConfig");
    }

    private static void client(Tree client, Context context, Opinion opinion) {
        if (client.at("url").isPresent()) {
            var url = client.at("url").text();
            if (!context.policy().isClusterService(Host.ofUrl(url))) {
                opinion.place(
                        "the webhook url",
                        Opinion.withoutSecrets(url),
                        context.locator().url(url),
                        "Point the webhook at a Service of the cluster or at a host that the boundary lists.");
            }
        } else if (!client.at("service").isPresent()) {
            opinion.unknown(
                    "a webhook names neither a url nor a Service", "Name the Service that answers for the webhook.");
        }
    }
}
