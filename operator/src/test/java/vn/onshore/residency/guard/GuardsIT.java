package vn.onshore.residency.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;

/** The guards on a real API server: what it stores, what it thinks of the types, and what it refuses. */
class GuardsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static @Nullable ControlPlane plane;
    private static List<Manifest> objects = List.of();

    @BeforeAll
    static void enforce() {
        plane = ControlPlane.start(Settings.full());
        namespace("governed", Map.of("onshore.vn/residency", "vietnam"));
        namespace("free", Map.of());
        plane().client().namespaces().withName("kube-system").edit(namespace -> {
            namespace.getMetadata().getLabels().put("onshore.vn/residency", "vietnam");
            return namespace;
        });
        node(
                "hn-node-1",
                Map.of("topology.kubernetes.io/region", "vn-north", "topology.kubernetes.io/zone", "vn-north-1a"));
        node("hcm-node-1", Map.of("topology.kubernetes.io/region", "ap-southeast-1"));
        node("sgp-node-1", Map.of("topology.kubernetes.io/region", "ap-southeast-1"));
        node(
                "bkk-node-1",
                Map.of("topology.kubernetes.io/region", "vn-south", "topology.kubernetes.io/zone", "BKK-01"));
        node("bare-node-1", Map.of());
        objects = GuardCompiler.compile(Samples.inputs()).objects();
        plane().kubectl().apply(Samples.yaml(objects)).orThrow();
        // Policies bite some time after they were created, each in its own time.
        Attempt.all().stream()
                .filter(attempt -> !attempt.mustPass())
                .forEach(attempt ->
                        await().atMost(PATIENCE).until(() -> !answer(attempt).isEmpty()));
        await().atMost(PATIENCE).until(GuardsIT::placed);
    }

    @AfterAll
    static void stop() {
        if (plane != null) {
            plane.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> attempts() {
        return Attempt.all().stream()
                .map(attempt -> DynamicTest.dynamicTest(attempt.attempt(), () -> {
                    if (attempt.mustPass()) {
                        assertThat(answer(attempt)).isEmpty();
                    } else {
                        assertThat(answer(attempt))
                                .contains("ValidatingAdmissionPolicy 'onshore-citizen-data-" + attempt.refusedBy()
                                        + "' with binding 'onshore-citizen-data-" + attempt.refusedBy()
                                        + "' denied request: ")
                                .contains("DataResidency citizen-data");
                    }
                }));
    }

    @Test
    void theNodeThatMovedIsRefusedThoughItsNameIsListed() {
        var refusal =
                refusal(plane().client(), "/api/v1/namespaces/governed/pods/canary/binding", binding("hcm-node-1"));
        assertThat(refusal).contains("is in region 'ap-southeast-1', zone '', which is outside");
    }

    @Test
    void theServerStoresWhatWasCompiled() {
        for (var object : objects) {
            var stored = stored(object);
            assertThat(stored.at("spec").value())
                    .as(object.name())
                    .isEqualTo(normal(object.tree().at("spec")));
            assertThat(stored.at("metadata", "labels").value())
                    .isEqualTo(normal(object.tree().at("metadata", "labels")));
            assertThat(stored.at("metadata", "ownerReferences").value())
                    .isEqualTo(normal(object.tree().at("metadata", "ownerReferences")));
        }
    }

    @Test
    void theServerFindsNoFaultWithTheTypes() {
        for (var object : objects) {
            if (object.kind().equals("ValidatingAdmissionPolicy")) {
                await().atMost(PATIENCE)
                        .until(() -> stored(object)
                                .at("status", "observedGeneration")
                                .isPresent());
                assertThat(stored(object)
                                .at("status", "typeChecking", "expressionWarnings")
                                .items())
                        .as(object.name())
                        .isEmpty();
            }
        }
    }

    @Test
    void podsAreSentToEligibleNodes() {
        var key = GuardNames.nodeLabel("citizen-data");
        assertThat(selectorOf("governed", Map.of())).containsExactly(Map.entry(key, "eligible"));
        assertThat(selectorOf("governed", Map.of("nodeSelector", Map.of("disk", "ssd", key, "no"))))
                .containsOnly(Map.entry("disk", "ssd"), Map.entry(key, "eligible"));
        assertThat(selectorOf("governed", Map.of("nodeName", "hn-node-1"))).isEmpty();
        assertThat(selectorOf("free", Map.of())).isEmpty();
    }

    @Test
    void onlyNewImagesOfAPodAreJudged() {
        var pods = plane().client().pods().inNamespace("governed");
        pods.resource(Samples.pod("images", "registry.example.gov.vn/app:1")).create();
        var pod = pods.withName("images");
        pod.edit(it -> {
            it.getMetadata().setLabels(Map.of("a", "b"));
            return it;
        });
        assertThat(refusal(() -> pod.edit(it -> {
                    it.getSpec().getContainers().getFirst().setImage("ghcr.io/x/y:1");
                    return it;
                })))
                .contains("image 'ghcr.io/x/y:1' comes from a registry that is not in the boundary");
        assertThat(refusal(() -> pod.ephemeralContainers().edit(it -> {
                    it.getSpec().setEphemeralContainers(List.of(Samples.debugger("docker.io/busybox")));
                    return it;
                })))
                .contains("image 'docker.io/busybox' comes from a registry");
    }

    @Test
    void kubeletsAndAdministratorsCannotMarkNodes() {
        var mark = GuardNames.nodeLabel("citizen-data");
        try (var kubelet = plane().asUser("system:node:sgp-node-1", "system:nodes");
                var operator = plane().asUser(Samples.OPERATOR, "system:masters")) {
            assertThat(relabel(plane().client(), "sgp-node-1", mark, "eligible", false))
                    .contains("only Onshore writes label");
            assertThat(relabel(plane().client(), "sgp-node-1", mark, "eligible", true))
                    .contains("only Onshore writes label");
            assertThat(relabel(kubelet, "sgp-node-1", "topology.kubernetes.io/region", "vn-north", false))
                    .contains("cannot claim 'vn-north' for itself");
            assertThat(relabel(kubelet, "sgp-node-1", "topology.kubernetes.io/region", "vn-north", true))
                    .contains("cannot claim 'vn-north' for itself");
            assertThat(relabel(kubelet, "sgp-node-1", "topology.kubernetes.io/zone", "ap-southeast-1a", false))
                    .isEmpty();
            assertThat(relabel(operator, "hcm-node-1", mark, "eligible", false)).isEmpty();
            assertThat(relabel(plane().client(), "hcm-node-1", mark, null, false))
                    .contains("only Onshore writes label");
            assertThat(relabel(plane().client(), "hcm-node-1", "rack", "7", false))
                    .isEmpty();
        }
    }

    @Test
    void shellsAreForNamedGroups() {
        try (var sre = plane().asUser("an", "sre", "system:masters")) {
            for (var path : List.of("pods/x/exec?command=ls", "pods/x/portforward", "services/x/proxy")) {
                var uri = "/api/v1/namespaces/governed/" + path;
                assertThat(refusal(() -> plane().client().raw(uri, "POST", null)))
                        .contains("is in none of the groups");
                assertThat(refusal(() -> sre.raw(uri, "POST", null))).doesNotContain("is in none of the groups");
            }
            assertThat(refusal(() -> plane().client().raw("/api/v1/nodes/hn-node-1/proxy/pods")))
                    .contains("is in none of the groups");
        }
    }

    private static String relabel(
            KubernetesClient client, String node, String key, @Nullable String value, boolean throughStatus) {
        return refusal(() -> {
            var patch = Samples.json(Map.of("metadata", Map.of("labels", Collections.singletonMap(key, value))));
            var context = new PatchContext.Builder()
                    .withPatchType(PatchType.JSON_MERGE)
                    .build();
            var resource = client.nodes().withName(node);
            return throughStatus
                    ? resource.subresource("status").patch(context, patch)
                    : resource.patch(context, patch);
        });
    }

    private static boolean placed() {
        return !selectorOf("governed", Map.of()).isEmpty();
    }

    private static Map<String, String> selectorOf(String namespace, Map<String, Object> more) {
        var spec = new HashMap<String, Object>(more);
        spec.put("containers", List.of(Map.of("name", "c", "image", "registry.example.gov.vn/app:1")));
        var pod = Map.of("apiVersion", "v1", "kind", "Pod", "metadata", Map.of("name", "canary"), "spec", spec);
        var answer = plane().client().raw("/api/v1/namespaces/" + namespace + "/pods?dryRun=All", "POST", pod);
        return Samples.tree(answer).at("spec", "nodeSelector").textFields();
    }

    /** The API server's refusal; empty if it admitted the attempt. */
    private static String answer(Attempt attempt) {
        if (attempt.as() == null) {
            return refusal(plane().client(), attempt.path(), attempt.object());
        }
        try (var client = plane().asUser(attempt.as(), "system:masters")) {
            return refusal(client, attempt.path(), attempt.object());
        }
    }

    private static String refusal(KubernetesClient client, String path, Map<String, Object> object) {
        return refusal(() -> client.raw(path + "?dryRun=All", "POST", object));
    }

    /** The sentence with which the API server refused; empty if it admitted, also where the pod of a bind is missing. */
    private static String refusal(Callable<?> request) {
        try {
            request.call();
            return "";
        } catch (KubernetesClientException e) {
            var sentence = String.valueOf(e.getMessage());
            return e.getCode() == 404 && sentence.contains("pods \"canary\" not found") ? "" : sentence;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> binding(String node) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Binding",
                "metadata",
                Map.of("name", "canary"),
                "target",
                Map.of("kind", "Node", "name", node));
    }

    private static Tree stored(Manifest object) {
        var plural = object.kind()
                .replaceFirst("y$", "ies")
                .replaceFirst("ng$", "ngs")
                .toLowerCase(Locale.ROOT);
        return Samples.tree(plane().client().raw("/apis/" + object.apiVersion() + "/" + plural + "/" + object.name()));
    }

    /** As it looks after a way through JSON. */
    private static @Nullable Object normal(Tree tree) {
        return Samples.tree(Samples.json(Objects.requireNonNull(tree.value()))).value();
    }

    private static void namespace(String name, Map<String, String> labels) {
        var namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
        plane().client().namespaces().resource(namespace).create();
        await().atMost(PATIENCE)
                .until(() -> plane().client()
                                .serviceAccounts()
                                .inNamespace(name)
                                .withName("default")
                                .get()
                        != null);
    }

    private static void node(String name, Map<String, String> labels) {
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
        plane().client().nodes().resource(node).create();
    }

    private static ControlPlane plane() {
        return Objects.requireNonNull(plane);
    }
}
