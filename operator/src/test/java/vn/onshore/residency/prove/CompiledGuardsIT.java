package vn.onshore.residency.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.DataResidency;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.OnshoreBoundary;
import vn.onshore.boundary.Boundary;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.guard.GuardCompiler;
import vn.onshore.residency.guard.GuardInputs;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.sandbox.scenario.Scenario;

/** What is compiled from the example boundary, attacked by what knows nothing of the compiler. */
class CompiledGuardsIT {
    private static final String OPERATOR = "onshore-system";
    private static final List<String> ELIGIBLE = List.of("hn-node-1", "hn-node-2", "hcm-node-1");

    private static final String PEER = "tax-data";

    private static ControlPlane plane;
    private static KubernetesClient admin;
    private static OnshoreBoundary resource;
    private static Boundary boundary;
    private static ResidencyProver prover;

    @BeforeAll
    static void prepare() throws IOException {
        var root = Path.of(System.getProperty("onshore.root", ".."));
        plane = ControlPlane.start(Settings.full());
        admin = plane.client();
        admin.load(Citizens.class.getResourceAsStream("snapshotclasses.yaml")).serverSideApply();
        Scenario.vietnam().applyTo(admin);
        var crds = root.resolve("crds").toString();
        var kubectl = plane.kubectl();
        kubectl.run("apply", "--server-side", "-f", crds).orThrow();
        kubectl.run("wait", "--for=condition=Established", "-f", crds).orThrow();
        kubectl.run(
                        "apply",
                        "-f",
                        root.resolve("examples/residency/01-boundary.yaml").toString())
                .orThrow();
        var policy = Files.readString(root.resolve("examples/residency/02-policy-audit.yaml"));
        kubectl.apply(policy).orThrow();
        kubectl.apply(policy.replace(Citizens.POLICY, PEER)).orThrow();
        resource = admin.resources(OnshoreBoundary.class).withName("vietnam").require();
        var compiled = Boundary.compile(resource.getSpec());
        assertThat(compiled.problems()).isEmpty();
        boundary = compiled.sound().orElseThrow();
        apply(List.of(
                Manifest.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", OPERATOR)))));
        apply(CanaryGround.shared(OPERATOR));
        prover = new ResidencyProver(
                ApiEndpoint.of(admin.getConfiguration()), new AccountTokens(admin, OPERATOR), InstantSource.system());
    }

    @AfterAll
    static void end() {
        prover.close();
        plane.close();
    }

    @Test
    void holdInEveryModeThatPromisesSomething() {
        for (var mode : List.of(Mode.Warn, Mode.Enforce)) {
            apply(guards(Citizens.POLICY, mode));
            var plan = plan(Citizens.POLICY, mode);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(prover.prove(plan).verdict()).isEqualTo(new Proof.Verdict.Holds()));
        }
    }

    @Test
    void ofTwoPoliciesHoldBoth() {
        for (var policy : List.of(Citizens.POLICY, PEER)) {
            apply(guards(policy, Mode.Enforce));
        }
        for (var policy : List.of(Citizens.POLICY, PEER)) {
            var plan = plan(policy, Mode.Enforce);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(prover.prove(plan).verdict()).isEqualTo(new Proof.Verdict.Holds()));
        }
    }

    /** The other policy would refuse the same pods, and must not hide that nobody here does. */
    @Test
    void ofTwoPoliciesOneDoesNotHideThatTheOtherIsOpen() {
        for (var policy : List.of(Citizens.POLICY, PEER)) {
            apply(guards(policy, Mode.Enforce));
        }
        var plan = plan(Citizens.POLICY, Mode.Enforce);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(prover.prove(plan).verdict()).isEqualTo(new Proof.Verdict.Holds()));
        admin.genericKubernetesResources("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding")
                .withName("onshore-" + Citizens.POLICY + "-pods")
                .delete();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(prover.prove(plan).verdict())
                        .isInstanceOfSatisfying(
                                Proof.Verdict.Broken.class,
                                broken -> assertThat(broken.deviations())
                                        .anyMatch(sentence -> sentence.contains("pod-foreign-node-name"))));
    }

    private static CanaryPlan plan(String policy, Mode mode) {
        var ground = (CanaryGround.Ground.Prepared) CanaryGround.of(
                Citizens.subject(policy), Citizens.SELECTOR, List.of("kube-system", OPERATOR), OPERATOR);
        apply(ground.objects());
        var nodes = Scenario.vietnam().nodes().stream()
                .map(node -> new CanaryInputs.Node(
                        node.getMetadata().getName(),
                        ELIGIBLE.contains(node.getMetadata().getName()),
                        node.getMetadata().getLabels() == null
                                ? Map.of()
                                : node.getMetadata().getLabels()))
                .toList();
        return CanaryPlan.of(new CanaryInputs(
                policy,
                mode,
                List.of("default-scheduler"),
                List.of("sre"),
                resource.getSpec(),
                boundary,
                boundary.territory(List.of()),
                nodes,
                ground.namespace(),
                new CanaryInputs.Served(true, true),
                Set.of(Citizens.POLICY.equals(policy) ? PEER : Citizens.POLICY)));
    }

    private static List<Manifest> guards(String policy, Mode mode) {
        return GuardCompiler.compile(new GuardInputs(
                        policy,
                        // The garbage collector removes what names an owner that is not there.
                        admin.resources(DataResidency.class)
                                .withName(policy)
                                .require()
                                .getMetadata()
                                .getUid(),
                        mode,
                        Citizens.SELECTOR,
                        List.of("kube-system", OPERATOR),
                        boundary.allowances(boundary.territory(List.of())),
                        List.copyOf(boundary.sites()),
                        ELIGIBLE,
                        List.of("default-scheduler"),
                        List.of("sre"),
                        List.of("system:serviceaccount:onshore-system:onshore"),
                        CanaryGround.user(OPERATOR),
                        GuardInputs.ENDPOINT_CONTROLLERS,
                        "cluster.local",
                        new ServerFeatures(
                                36,
                                Set.of(
                                        "admissionregistration.k8s.io/v1/validatingadmissionpolicies",
                                        "admissionregistration.k8s.io/v1/mutatingadmissionpolicies",
                                        "snapshot.storage.k8s.io/v1/volumesnapshotclasses"))))
                .objects();
    }

    private static void apply(List<Manifest> objects) {
        for (var object : objects) {
            admin.resource(Json.convert(object.tree().fields(), GenericKubernetesResource.class))
                    .forceConflicts()
                    .serverSideApply();
        }
    }
}
