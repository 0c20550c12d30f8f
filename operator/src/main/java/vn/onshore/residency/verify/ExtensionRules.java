package vn.onshore.residency.verify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        var conversion = object.tree().at("spec", "conversion");
        var client = conversion.at("webhook", "clientConfig");
        if (conversion.at("strategy").text().equals("Webhook") || client.isPresent()) {
            client(client, context, opinion);
        }
        if (opinion.isClean()) {
            opinion.met("objects are converted here, by a Service of the cluster or by a host inside");
        }
    }

    private static void client(Tree client, Context context, Opinion opinion) {
        var url = client.at("url").text();
        if (!url.isEmpty()) {
            if (!isClusterService(url, context.policy())) {
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

    private static boolean isClusterService(String url, PolicyView policy) {
        return host(url).filter(policy::isClusterService).isPresent();
    }

    /** The host of a URL that leaves no room for another reading. */
    static Optional<String> host(String url) {
        try {
            var uri = new URI(url);
            return uri.getRawUserInfo() == null ? Optional.ofNullable(uri.getHost()) : Optional.empty();
        } catch (URISyntaxException unreadable) {
            return Optional.empty();
        }
    }
}
