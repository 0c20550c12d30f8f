package vn.onshore.residency.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vn.onshore.admission.CelPolicy;
import vn.onshore.manifest.Manifest;

/** The attempts that {@link GuardsIT} makes on an API server, here on the expressions alone: the stand-ins agree with it. */
class AttemptsTest {

    @TestFactory
    Stream<DynamicTest> attempts() {
        var guards = GuardCompiler.compile(Samples.inputs()).objects().stream()
                .filter(object -> object.kind().equals("ValidatingAdmissionPolicy"))
                .map(policy -> new Compiled(policy, CelPolicy.of(policy)))
                .toList();
        return Attempt.all().stream()
                .filter(attempt ->
                        !attempt.path().contains("/free/") && !attempt.path().contains("/kube-system/"))
                .map(attempt -> DynamicTest.dynamicTest(attempt.attempt(), () -> {
                    var refusals = new TreeMap<String, String>();
                    guards.stream()
                            .filter(guard -> CelPolicy.matches(guard.object, resource(attempt), "CREATE"))
                            .forEach(guard -> refusals.put(guard.slug(), guard.refusal(attempt)));
                    refusals.values().removeIf(String::isEmpty);
                    if (attempt.mustPass()) {
                        assertThat(refusals).isEmpty();
                    } else {
                        assertThat(refusals).containsOnlyKeys(attempt.refusedBy());
                    }
                }));
    }

    private record Compiled(Manifest object, CelPolicy policy) {
        String slug() {
            return object.name().replace("onshore-citizen-data-", "");
        }

        String refusal(Attempt attempt) {
            return policy.refusal(defaulted(attempt), null, request(attempt));
        }
    }

    private static String resource(Attempt attempt) {
        var parts = List.of(attempt.path().split("/"));
        return parts.getLast().equals("binding") ? "pods/binding" : parts.getLast();
    }

    /** What the API server adds before policies see the object: here the labels that it copies from the node. */
    private static Map<String, Object> defaulted(Attempt attempt) {
        var region = Map.of("hn-node-1", "vn-north")
                .get(attempt.tree().at("target", "name").text());
        if (region == null) {
            return attempt.object();
        }
        var object = new HashMap<>(attempt.object());
        object.put("metadata", Map.of("name", "canary", "labels", Map.of("topology.kubernetes.io/region", region)));
        return object;
    }

    private static Map<String, Object> request(Attempt attempt) {
        var user = attempt.as() == null ? "admin" : attempt.as();
        return Map.of(
                "operation",
                "CREATE",
                "userInfo",
                Map.of("username", user, "groups", List.of("system:masters", "system:authenticated")));
    }
}
