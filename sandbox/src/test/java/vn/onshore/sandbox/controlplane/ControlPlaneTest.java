package vn.onshore.sandbox.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.onshore.sandbox.scenario.Scenario;

class ControlPlaneTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ControlPlane PLANE = ControlPlane.shared();

    @BeforeAll
    static void nodes() {
        Scenario.vietnam().applyTo(PLANE.client());
        Scenario.vietnam().awaitReady(PLANE.client(), PATIENCE);
    }

    @Test
    void servesTheReleaseWithMutatingPolicies() {
        assertThat(PLANE.client().getKubernetesVersion().getGitVersion()).isEqualTo("v1.36.3");
        assertThat(PLANE.kubectl()
                        .run("get", "--raw", "/apis/admissionregistration.k8s.io/v1")
                        .orThrow()
                        .out())
                .contains("\"mutatingadmissionpolicies\"", "\"validatingadmissionpolicies\"");
    }

    @Test
    void nodesKeepTheIdentityOfTheScenario() {
        Map<String, Node> live = PLANE.client().nodes().list().getItems().stream()
                .collect(Collectors.toMap(node -> node.getMetadata().getName(), node -> node));
        for (Node wanted : Scenario.vietnam().nodes()) {
            Node node = Objects.requireNonNull(live.get(wanted.getMetadata().getName()));
            assertThat(node.getSpec().getProviderID())
                    .isEqualTo(wanted.getSpec().getProviderID());
            assertThat(node.getStatus().getNodeInfo().getSystemUUID())
                    .isEqualTo(wanted.getStatus().getNodeInfo().getSystemUUID());
            assertThat(node.getStatus().getNodeInfo().getMachineID())
                    .isEqualTo(wanted.getStatus().getNodeInfo().getMachineID());
            assertThat(node.getStatus().getAddresses())
                    .isEqualTo(wanted.getStatus().getAddresses());
            assertThat(node.getStatus().getAllocatable())
                    .isEqualTo(wanted.getStatus().getAllocatable());
        }
        Node bare = Objects.requireNonNull(live.get("bare-node-1"));
        assertThat(bare.getMetadata().getLabels()).isEmpty();
        assertThat(PLANE.client()
                        .storage()
                        .v1()
                        .csiNodes()
                        .withName("liar-node-1")
                        .get())
                .isNotNull();
    }

    @Test
    void aMachineIdThatLooksLikeANumberStaysText() {
        Scenario fleet = Scenario.fleet(1);
        Node odd = new NodeBuilder(fleet.nodes().getFirst())
                .editStatus()
                .editNodeInfo()
                .withMachineID("12345678901234567890123456789012")
                .endNodeInfo()
                .endStatus()
                .build();
        Scenario one = new Scenario(List.of(odd));
        one.applyTo(PLANE.client());
        try {
            one.awaitReady(PLANE.client(), PATIENCE);
            assertThat(PLANE.client()
                            .nodes()
                            .withName("fleet-00000")
                            .get()
                            .getStatus()
                            .getNodeInfo()
                            .getMachineID())
                    .isEqualTo("12345678901234567890123456789012");
        } finally {
            one.removeFrom(PLANE.client());
        }
    }

    @Test
    void podsRunAndCarryTheTopologyOfTheirNode() {
        String namespace = PLANE.newNamespace("run");
        PLANE.kubectl().apply("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: web}
                        spec:
                          replicas: 3
                          selector: {matchLabels: {app: web}}
                          template:
                            metadata: {labels: {app: web}}
                            spec:
                              nodeSelector: {topology.kubernetes.io/region: vn-south}
                              containers: [{name: web, image: registry.example.vn/web:1}]
                        """, "-n", namespace).orThrow();
        var pods = PLANE.client().pods().inNamespace(namespace);
        assertThat(Await.until(
                        PATIENCE,
                        () -> pods.list().getItems().stream()
                                        .filter(pod ->
                                                pod.getStatus().getPhase().equals("Running"))
                                        .count()
                                == 3))
                .isTrue();
        assertThat(pods.list().getItems()).allSatisfy(ControlPlaneTest::isInTheSouth);
    }

    private static void isInTheSouth(Pod pod) {
        assertThat(pod.getSpec().getNodeName()).startsWith("hcm-node-");
        assertThat(pod.getMetadata().getLabels()).containsEntry("topology.kubernetes.io/zone", "vn-south-1a");
    }

    @Test
    void aTokenHasTheRightsOfItsAccountAndNoMore() {
        String namespace = PLANE.newNamespace("rights");
        Path kubeconfig = PLANE.kubeconfigFor(namespace, "robot");
        try (KubernetesClient robot = PLANE.client(kubeconfig)) {
            assertThatThrownBy(() -> robot.secrets().inNamespace(namespace).list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refusal -> assertThat(refusal.getCode()).isEqualTo(403))
                    .hasMessageContaining("system:serviceaccount:%s:robot".formatted(namespace));
            PLANE.kubectl()
                    .run(
                            "create",
                            "rolebinding",
                            "robot",
                            "--clusterrole=admin",
                            "--serviceaccount=" + namespace + ":robot",
                            "-n",
                            namespace)
                    .orThrow();
            assertThat(Await.until(
                            PATIENCE,
                            () -> PLANE.kubectl()
                                    .with(kubeconfig)
                                    .run("get", "secrets", "-n", namespace)
                                    .succeeded()))
                    .isTrue();
        }
    }

    @Test
    void kubeletsCannotWriteRestrictedLabels() {
        try (KubernetesClient kubelet = PLANE.asUser("system:node:hn-node-1", "system:nodes")) {
            assertThat(kubelet.nodes().withName("hn-node-1").get()).isNotNull();
            assertThatThrownBy(() -> kubelet.nodes().withName("hn-node-1").edit(ControlPlaneTest::eligible))
                    .hasMessageContaining("is not allowed to modify labels");
        }
    }

    private static Node eligible(Node node) {
        return new NodeBuilder(node)
                .editMetadata()
                .addToLabels("onshore.node-restriction.kubernetes.io/residency.x", "eligible")
                .endMetadata()
                .build();
    }

    @Test
    void theAuditLogHasEveryRequest() throws IOException {
        String namespace = PLANE.newNamespace("audited");
        PLANE.client()
                .configMaps()
                .inNamespace(namespace)
                .withName("no-such-thing")
                .get();
        try (var lines = Files.lines(PLANE.auditLog())) {
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("{\"kind\":\"Event\"")
                            .contains(
                                    "\"verb\":\"get\"",
                                    "/api/v1/namespaces/%s/configmaps/no-such-thing".formatted(namespace),
                                    "\"code\":404"));
        }
    }

    @Test
    void kubectlTellsWhyTheServerRefused() {
        Kubectl.Result refused = PLANE.kubectl().apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: UPPER}}");
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("metadata.name: Invalid value");
        assertThatThrownBy(refused::orThrow).hasMessageContaining("Invalid value");
    }
}
