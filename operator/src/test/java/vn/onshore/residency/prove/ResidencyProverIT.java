package vn.onshore.residency.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.prove.ApiRequest.Verb;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.sandbox.scenario.Scenario;

/** The prover against a real API server whose guards were written by hand. */
class ResidencyProverIT {
    private static final String OPERATOR = "onshore-system";
    private static final ConcurrentLinkedQueue<String> TOKENS = new ConcurrentLinkedQueue<>();

    private static ControlPlane plane;
    private static KubernetesClient admin;
    private static HandWrittenGuards guards;
    private static ResidencyProver prover;
    private static CanaryInputs.Namespace ground;

    @BeforeAll
    static void prepare() {
        plane = ControlPlane.start(Settings.full());
        admin = plane.client();
        guards = new HandWrittenGuards(admin);
        admin.load(Citizens.class.getResourceAsStream("snapshotclasses.yaml")).serverSideApply();
        Scenario.vietnam().applyTo(admin);
        apply(List.of(
                Manifest.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", OPERATOR)))));
        apply(CanaryGround.shared(OPERATOR));
        var prepared = (CanaryGround.Ground.Prepared)
                CanaryGround.of(Citizens.subject(Citizens.POLICY), Citizens.SELECTOR, List.of(), OPERATOR);
        apply(prepared.objects());
        ground = prepared.namespace();
        var tokens = new AccountTokens(admin, OPERATOR);
        prover = new ResidencyProver(
                ApiEndpoint.of(admin.getConfiguration()),
                life -> {
                    var token = tokens.request(life);
                    TOKENS.add(token.value());
                    return token;
                },
                InstantSource.system());
    }

    @AfterAll
    static void end() {
        prover.close();
        plane.close();
    }

    @BeforeEach
    void guarded() {
        guards.install();
        awaitProof(proof -> proof.verdict() instanceof Proof.Verdict.Holds);
    }

    @Test
    void provesGuardsThatHoldAndStoresNothing() {
        var before = everything();
        var proof = prove();
        assertThat(proof.verdict()).isInstanceOf(Proof.Verdict.Holds.class);
        assertThat(proof.untried()).hasSize(1);
        assertThat(proof.observations()).hasSizeGreaterThan(30);
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "pod-bindings, bind-without-kind",
        "legacy-bindings, bind-legacy-endpoint",
        "pods, pod-host-network",
        "network, service-lookalike-name",
        "storage, volume-foreign-server",
        "callbacks, conversion-abroad",
        "nodes, node-marked",
        "access, exec-by-a-stranger"
    })
    void noticesThatAGuardIsGone(String guard, String open) {
        guards.unbind(guard);
        awaitBroken(open, "was admitted; it must be refused");
    }

    @Test
    void noticesThatAGuardOnlyWarns() {
        guards.bind("pod-bindings", Citizens.SELECTOR, "Warn");
        awaitBroken("bind-foreign-node", "was admitted with a warning of onshore-citizen-data-pod-bindings");
    }

    @Test
    void noticesThatAGuardSelectsOtherNamespaces() {
        var others = new LabelSelectorBuilder()
                .addToMatchLabels("onshore.vn/residency", "nowhere")
                .build();
        guards.bind("pods", others, "Deny");
        awaitBroken("pod-foreign-node-name", "was admitted");
    }

    @Test
    void noticesThatPodsAreNotSteeredAnyMore() {
        guards.bindMutation(
                new LabelSelectorBuilder().addToMatchLabels("no", "where").build());
        awaitBroken("pod-inside", "without the nodeSelector onshore.node-restriction.kubernetes.io/residency");
    }

    @Test
    void noticesThatEverythingIsRefused() {
        var deny = guards.refuseEverything("onshore-citizen-data-all", "services", "pods/binding");
        try {
            awaitProof(proof -> proof.verdict() instanceof Proof.Verdict.Broken(var deviations)
                    && deviations.stream().anyMatch(sentence -> sentence.contains("service-inside"))
                    && deviations.stream().anyMatch(sentence -> sentence.contains("bind-eligible-node")));
        } finally {
            admin.resource(deny).delete();
        }
    }

    @Test
    void takesNoCreditForTheRefusalOfAnother() {
        guards.unbind("network");
        var deny = guards.refuseEverything("corp-no-services", "services", "endpoints");
        try {
            awaitProof(proof -> proof.observations().stream()
                    .filter(observation -> observation.attempt().id().equals("service-lookalike-name"))
                    .anyMatch(observation -> observation.outcome() instanceof Outcome.Inconclusive(var reason)
                            && reason.contains("corp-no-services")));
        } finally {
            admin.resource(deny).delete();
        }
    }

    @Test
    void isInconclusiveWhileTheServerIsAwayAndHoldsAfterwards() {
        plane.stopApiServer();
        try {
            assertThat(prove().verdict()).isInstanceOf(Proof.Verdict.Inconclusive.class);
        } finally {
            plane.startApiServer();
        }
        awaitProof(proof -> proof.verdict() instanceof Proof.Verdict.Holds);
    }

    @Test
    void theAccountMayUseNoOtherNameAndNoOtherNamespace() throws Exception {
        var plan = CanaryPlan.of(inputs());
        for (var attempt : plan.attempts()) {
            var request = attempt.request();
            var elsewhere = request.verb() == Verb.Apply
                    ? renamed(request, "another")
                    : new ApiRequest(
                            request.verb(),
                            request.path().replace(ground.name(), "default"),
                            moved(request, "default"));
            assertThat(send(elsewhere)).as(elsewhere.toString()).isEqualTo(403);
        }
        var collection = new ApiRequest(
                Verb.Create,
                "/apis/storage.k8s.io/v1/storageclasses",
                Map.of("apiVersion", "storage.k8s.io/v1", "kind", "StorageClass", "metadata", Map.of("name", "x")));
        assertThat(send(collection)).isEqualTo(403);
    }

    @Test
    void theAccountCanStoreNothingEvenWithItsToken() {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(plane.url())
                .withCaCertData(admin.getConfiguration().getCaCertData())
                .withCaCertFile(admin.getConfiguration().getCaCertFile())
                .withOauthToken(new AccountTokens(admin, OPERATOR)
                        .request(RenewedToken.LIFE)
                        .value())
                .build();
        try (var canary = new KubernetesClientBuilder().withConfig(config).build()) {
            for (var attempt : CanaryPlan.of(inputs()).attempts()) {
                if (attempt.expected() instanceof Attempt.Expected.Admitted
                        && !attempt.request().kind().equals("Binding")) {
                    assertThat(stored(canary, attempt.request()))
                            .as(attempt.id())
                            .contains("canary-leash.onshore.vn");
                }
            }
            assertThat(stored(canary, new ApiRequest(Verb.Create, "/api/v1/namespaces/default/secrets", Map.of())))
                    .contains("403");
        }
    }

    @Test
    void tokensAppearNowhere() throws IOException {
        var proof = prove();
        var log = Files.readString(plane.auditLog());
        assertThat(log).contains("onshore-canary");
        for (var token : TOKENS) {
            var secret = token.substring(token.lastIndexOf('.') + 1);
            assertThat(log).doesNotContain(secret);
            assertThat(proof.toString()).doesNotContain(secret);
        }
    }

    @Test
    void aMissingAccountIsAReasonAndNotAFailure() {
        try (var other = new ResidencyProver(
                ApiEndpoint.of(admin.getConfiguration()),
                new AccountTokens(admin, "kube-public"),
                InstantSource.system())) {
            assertThat(other.prove(CanaryPlan.of(inputs())).verdict())
                    .isInstanceOfSatisfying(
                            Proof.Verdict.Inconclusive.class,
                            inconclusive -> assertThat(inconclusive.reasons())
                                    .allMatch(reason -> reason.contains("no token for ServiceAccount kube-public/")));
        }
    }

    private static Proof prove() {
        return prover.prove(CanaryPlan.of(inputs()));
    }

    private static CanaryInputs inputs() {
        return Citizens.inputs(wish -> wish.namespace = ground);
    }

    private static void awaitBroken(String id, String words) {
        awaitProof(proof -> proof.verdict() instanceof Proof.Verdict.Broken(var deviations)
                && deviations.stream().anyMatch(sentence -> sentence.contains(id) && sentence.contains(words)));
    }

    private static void awaitProof(Predicate<Proof> wanted) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    var proof = prove();
                    assertThat(wanted.test(proof))
                            .as(proof.verdict().toString())
                            .isTrue();
                });
    }

    private static int send(ApiRequest request) throws InterruptedException {
        try (var client = new DryRunClient(ApiEndpoint.of(admin.getConfiguration()))) {
            var token = new AccountTokens(admin, OPERATOR).request(RenewedToken.LIFE);
            return client.send(request, token) instanceof Answer.Replied replied ? replied.code() : 0;
        }
    }

    /** The same request without dry-run, and what the server says. */
    private static String stored(KubernetesClient canary, ApiRequest request) {
        try {
            if (request.verb() == Verb.Create) {
                return canary.raw(request.path(), "POST", request.body());
            }
            return canary.resource(
                            new KubernetesSerialization().convertValue(request.body(), GenericKubernetesResource.class))
                    .serverSideApply()
                    .toString();
        } catch (KubernetesClientException e) {
            return e.getCode() + " " + e.getMessage();
        }
    }

    private static ApiRequest renamed(ApiRequest request, String name) {
        var body = new HashMap<>(request.body());
        var plural = request.kind().equals("CustomResourceDefinition") ? "others." + ClusterCanary.CRD_GROUP : name;
        body.put("metadata", Map.of("name", plural));
        return new ApiRequest(
                request.verb(), request.path().substring(0, request.path().lastIndexOf('/') + 1) + plural, body);
    }

    private static Map<String, Object> moved(ApiRequest request, String namespace) {
        var body = new HashMap<>(request.body());
        body.put("metadata", Map.of("name", CanaryGround.NAME, "namespace", namespace));
        return body;
    }

    /** Names of all objects of the kinds that are tried. */
    private static TreeSet<String> everything() {
        var names = new TreeSet<String>();
        for (var kind : ClusterCanary.values()) {
            admin.genericKubernetesResources(kind.apiVersion(), kind.name())
                    .list()
                    .getItems()
                    .forEach(item -> names.add(kind + "/" + item.getMetadata().getName()));
        }
        for (var kind : List.of("Pod", "Service", "Endpoints")) {
            admin.genericKubernetesResources("v1", kind)
                    .inNamespace(ground.name())
                    .list()
                    .getItems()
                    .forEach(item -> names.add(kind + "/" + item.getMetadata().getName()));
        }
        admin.genericKubernetesResources("discovery.k8s.io/v1", "EndpointSlice")
                .inNamespace(ground.name())
                .list()
                .getItems()
                .forEach(item -> names.add("EndpointSlice/" + item.getMetadata().getName()));
        return names;
    }

    private static void apply(List<Manifest> objects) {
        for (var object : objects) {
            admin.resource(new KubernetesSerialization()
                            .convertValue(object.tree().fields(), GenericKubernetesResource.class))
                    .forceConflicts()
                    .serverSideApply();
        }
    }
}
