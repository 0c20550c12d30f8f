package vn.onshore.residency.prove;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.residency.prove.ApiRequest.Verb;
import vn.onshore.residency.prove.Attempt.Expected;

/** Collects the attempts of a plan, and knows what a refusal looks like in the policy's mode. */
final class AttemptList {
    private final CanaryInputs in;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<String> untried = new ArrayList<>();

    AttemptList(CanaryInputs in) {
        this.in = in;
    }

    /** Adds something that breaks exactly one rule, because a refusal names the first one only. */
    void forbidden(String rule, String id, String sentence, ApiRequest request) {
        var expected = in.mode() == Mode.Enforce ? new Expected.Refused() : new Expected.Warned();
        attempts.add(new Attempt(id, rule, sentence, request, expected));
    }

    /** Adds the same thing done right. */
    void allowed(String rule, String id, String sentence, ApiRequest request) {
        allowed(rule, id, sentence, request, Map.of());
    }

    /** Adds the same thing done right, to which the guard must add this nodeSelector. */
    void allowed(String rule, String id, String sentence, ApiRequest request, Map<String, String> nodeSelector) {
        attempts.add(new Attempt(id, rule, sentence, request, new Expected.Admitted(nodeSelector)));
    }

    void untried(String sentence) {
        untried.add(sentence);
    }

    /** A POST of a namespaced object to the canary namespace. */
    ApiRequest create(String apiVersion, String kind, String resource, Map<String, ?> fields) {
        var path = root(apiVersion) + "/namespaces/" + in.namespace().name() + "/" + resource;
        var body = body(apiVersion, kind, CanaryGround.NAME, in.namespace().name(), fields);
        return new ApiRequest(Verb.Create, path, body);
    }

    /** An apply of a cluster-scoped object under the only name that the canary account may use for the kind. */
    ApiRequest apply(ClusterCanary kind, Map<String, ?> fields) {
        var path = root(kind.apiVersion()) + "/" + kind.resource() + "/" + kind.objectName();
        return new ApiRequest(Verb.Apply, path, body(kind.apiVersion(), kind.name(), kind.objectName(), "", fields));
    }

    /** A connection to a pod of the canary namespace; there is none. */
    ApiRequest connect(String kind, String subresource) {
        var path =
                root("v1") + "/namespaces/" + in.namespace().name() + "/pods/" + CanaryGround.NAME + "/" + subresource;
        return new ApiRequest(
                Verb.Connect,
                path,
                body("v1", kind, CanaryGround.NAME, in.namespace().name(), Map.of()));
    }

    private static String root(String apiVersion) {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }

    private Map<String, Object> body(
            String apiVersion, String kind, String name, String namespace, Map<String, ?> fields) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        metadata.put("annotations", Map.of(CanaryGround.ANNOTATION, in.policy()));
        if (fields.get("metadata") instanceof Map<?, ?> more) {
            more.forEach((key, field) -> metadata.put((String) key, field));
        }
        var body = new LinkedHashMap<String, Object>(fields);
        body.put("apiVersion", apiVersion);
        body.put("kind", kind);
        body.put("metadata", metadata);
        return body;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    List<String> untried() {
        return untried;
    }
}
