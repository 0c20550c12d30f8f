package vn.onshore.residency.prove;

import java.util.List;
import java.util.Map;

/** Places to which the API server itself would send objects: admission and conversion webhooks. */
final class CallbackAttempts {

    private CallbackAttempts() {}

    static void add(AttemptList attempts, Examples examples) {
        examples.outsideHost().ifPresent(host -> {
            var client = Map.of("url", "https://" + host + "/canary");
            attempts.forbidden(
                    "G12",
                    "validating-webhook-abroad",
                    "register a validating webhook at " + host,
                    webhook(attempts, ClusterCanary.ValidatingWebhookConfiguration, client));
            attempts.forbidden(
                    "G12",
                    "mutating-webhook-abroad",
                    "register a mutating webhook at " + host,
                    webhook(attempts, ClusterCanary.MutatingWebhookConfiguration, client));
            attempts.forbidden(
                    "G12",
                    "conversion-abroad",
                    "register a conversion webhook at " + host,
                    conversion(attempts, client));
        });
        var home = examples.insideHost().<Map<String, ?>>map(host -> Map.of("url", "https://" + host + "/canary"));
        var client = home.orElse(Map.of("service", Map.of("namespace", CanaryGround.NAME, "name", CanaryGround.NAME)));
        var where = examples.insideHost().orElse("a Service");
        attempts.allowed(
                "G12",
                "validating-webhook-inside",
                "register a validating webhook at " + where,
                webhook(attempts, ClusterCanary.ValidatingWebhookConfiguration, client));
        attempts.allowed(
                "G12",
                "mutating-webhook-inside",
                "register a mutating webhook at " + where,
                webhook(attempts, ClusterCanary.MutatingWebhookConfiguration, client));
        attempts.allowed(
                "G12", "conversion-inside", "register a conversion webhook at " + where, conversion(attempts, client));
    }

    private static ApiRequest webhook(AttemptList attempts, ClusterCanary kind, Map<String, ?> client) {
        var rule = Map.of(
                "apiGroups",
                List.of(ClusterCanary.CRD_GROUP),
                "apiVersions",
                List.of("v1"),
                "operations",
                List.of("CREATE"),
                "resources",
                List.of(ClusterCanary.CRD_PLURAL));
        var webhook = Map.of(
                "name",
                "hook." + ClusterCanary.CRD_GROUP,
                "clientConfig",
                client,
                "rules",
                List.of(rule),
                "failurePolicy",
                "Ignore",
                "sideEffects",
                "None",
                "admissionReviewVersions",
                List.of("v1"));
        return attempts.apply(kind, Map.of("webhooks", List.of(webhook)));
    }

    private static ApiRequest conversion(AttemptList attempts, Map<String, ?> client) {
        var version = Map.of(
                "name",
                "v1",
                "served",
                true,
                "storage",
                true,
                "schema",
                Map.of("openAPIV3Schema", Map.of("type", "object")));
        var spec = Map.of(
                "group",
                ClusterCanary.CRD_GROUP,
                "scope",
                "Cluster",
                "names",
                Map.of(
                        "plural",
                        ClusterCanary.CRD_PLURAL,
                        "singular",
                        "canary",
                        "kind",
                        "Canary",
                        "listKind",
                        "CanaryList"),
                "versions",
                List.of(version),
                "conversion",
                Map.of(
                        "strategy",
                        "Webhook",
                        "webhook",
                        Map.of("clientConfig", client, "conversionReviewVersions", List.of("v1"))));
        return attempts.apply(ClusterCanary.CustomResourceDefinition, Map.of("spec", spec));
    }
}
