package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;

/** {@code nodeGuard: Taint} with the running operator: what a node carries from birth to attestation and beyond. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeGuardIT {
    private static final String TAINT = "onshore.vn/unattested:NoExecute";
    private static final String GUARD = "onshore-boundary-vietnam-node-taint";
    private static final Taint REPAIR = new Taint("NoSchedule", "example.vn/repair", null, "disk");
    private static final Attestor attestor = new Attestor();

    @AutoClose
    private static LiveCluster cluster;

    private static ControlPlane plane;
    private static RunningOperator operator;

    @BeforeAll
    static void start() {
        cluster = LiveCluster.start(Settings.bare());
        plane = cluster.plane();
        operator = cluster.operator();
        plane.client().nodes().resource(node("old-1")).create();
        plane.client().nodes().resource(node("old-2")).create();
        boundary("Taint");
        // The policy that demands the taint may bite before the one that adds it.
        patiently()
                .ignoreException(KubernetesClientException.class)
                .until(() -> taints(dryRun(node("unborn"))).contains(TAINT));
        patiently().until(() -> refusal(() -> dryRun(unplaced("unborn"))).contains("must have label"));
        cluster.await(
                LiveCluster.BOUNDARIES + "/vietnam",
                boundary -> boundary.at("metadata", "annotations", NodeGuardEnforcement.APPLIED)
                        .isPresent());
    }

    @Test
    @Order(1)
    void nodesAreBornWithTheTaintBesideTheirOwn() {
        assertThat(taints(create(node("born-1")))).containsExactly(TAINT);
        assertThat(taints(create(node("born-2", REPAIR))))
                .containsExactlyInAnyOrder(TAINT, "example.vn/repair:NoSchedule");
        assertThat(refusal(() -> create(unplaced("nowhere"))))
                .contains(
                        "node 'nowhere' must have label topology.kubernetes.io/region or topology.kubernetes.io/zone");
        assertThat(taints(create(unplaced("cp-1")))).isEmpty();
    }

    @Test
    @Order(2)
    void neitherKubeletNorAdministratorRemovesIt() {
        create(node("hn-1", REPAIR));
        try (var kubelet = plane.asUser("system:node:hn-1", "system:nodes")) {
            assertThat(refusal(() -> untaint(kubelet, "hn-1"))).isNotEmpty();
        }
        assertThat(refusal(() -> untaint(plane.client(), "hn-1")))
                .contains("only Onshore removes the taint " + TAINT + " of node 'hn-1'");
        assertThat(taints("hn-1")).contains(TAINT);
    }

    @Test
    @Order(3)
    void anAttestedNodeLosesItAndItsSuccessorHasItAgain() {
        attest("hn-1-first", "hn-1");
        patiently()
                .untilAsserted(() -> assertThat(taints("hn-1"))
                        .as(operator::lastWords)
                        .containsExactly("example.vn/repair:NoSchedule"));
        plane.client().nodes().withName("hn-1").delete();
        create(node("hn-1"));
        cluster.await(
                LiveCluster.ATTESTATIONS + "/hn-1-first",
                attestation -> LiveCluster.reason(attestation).equals("NodeReplaced"));
        assertThat(taints("hn-1")).containsExactly(TAINT);
        attest("hn-1-second", "hn-1");
        patiently().untilAsserted(() -> assertThat(taints("hn-1")).isEmpty());
    }

    @Test
    @Order(4)
    void aNodeWhoseAttestationIsGoneGetsItBack() {
        cluster.kubectl("delete", "siteattestation", "hn-1-second");
        patiently().untilAsserted(() -> assertThat(taints("hn-1")).containsExactly(TAINT));
    }

    @Test
    @Order(5)
    void whatWasThereIsSparedUntilItIsAttestedOnce() {
        assertThat(taints("old-1")).isEmpty();
        assertThat(stored("old-1").getMetadata().getLabels()).containsKey(GuardNames.SPARED);
        attest("old-1", "old-1");
        patiently().until(() -> !stored("old-1").getMetadata().getLabels().containsKey(GuardNames.SPARED));
        cluster.kubectl("delete", "siteattestation", "old-1");
        patiently().untilAsserted(() -> assertThat(taints("old-1")).containsExactly(TAINT));
        assertThat(taints("old-2")).isEmpty();
    }

    @Test
    @Order(6)
    void aGuardThatSomebodyDeletesIsPutBackAndTold() {
        assertThat(cluster.events("GuardRestored")).isEmpty();
        assertThat(cluster.events("NodeTainted"))
                .anyMatch(note -> note.contains("node hn-1"))
                .noneMatch(note -> note.contains("node old-2"));
        var bindings = plane.client().admissionRegistration().v1().validatingAdmissionPolicyBindings();
        var uid = bindings.withName(GUARD).get().getMetadata().getUid();
        bindings.withName(GUARD).delete();
        patiently().until(() -> {
            var found = bindings.withName(GUARD).get();
            return found != null && !found.getMetadata().getUid().equals(uid);
        });
        cluster.awaitEvent("GuardRestored", "vietnam", ".*" + GUARD + " was deleted.*");
    }

    @Test
    @Order(7)
    void switchedOffNothingIsLeft() {
        boundary("None");
        patiently().untilAsserted(() -> {
            assertThat(plane.kubectl()
                            .run(
                                    "get",
                                    "validatingadmissionpolicies,validatingadmissionpolicybindings,"
                                            + "mutatingadmissionpolicies,mutatingadmissionpolicybindings",
                                    "-l",
                                    "onshore.vn/boundary=vietnam",
                                    "-o",
                                    "name")
                            .out())
                    .isEmpty();
            assertThat(plane.client().nodes().list().getItems()).allSatisfy(node -> {
                assertThat(taints(node)).doesNotContain(TAINT);
                assertThat(node.getMetadata().getLabels()).doesNotContainKey(GuardNames.SPARED);
            });
        });
        assertThat(taints("born-2")).containsExactly("example.vn/repair:NoSchedule");
        cluster.awaitEvent("Loosened", "vietnam", ".*the node guard is off.*");
    }

    @Test
    @Order(8)
    void aBoundaryThatIsDeletedTakesItsGuardAlong() {
        boundary("Taint");
        // The policy that demands the taint may bite before the one that adds it.
        patiently()
                .ignoreException(KubernetesClientException.class)
                .until(() -> taints(dryRun(node("unborn"))).contains(TAINT));
        create(node("last-1"));
        cluster.delete("onshoreboundary", "vietnam");
        assertThat(taints("last-1")).isEmpty();
        assertThat(plane.client()
                        .admissionRegistration()
                        .v1()
                        .validatingAdmissionPolicies()
                        .withName(GUARD)
                        .get())
                .isNull();
    }

    private static ConditionFactory patiently() {
        return await().atMost(LiveCluster.PATIENCE).pollInterval(Duration.ofMillis(100));
    }

    private static void boundary(String nodeGuard) {
        cluster.apply("""
                apiVersion: onshore.vn/v1alpha1
                kind: OnshoreBoundary
                metadata: {name: vietnam}
                spec:
                  nodeGuard: %s
                  sites:
                  - id: hn-01
                    province: {scheme: QD19-2025, code: "01"}
                    nodes: {zones: [vn-north-1a]}
                    attestors: [%s]
                  exemptions: {nodes: [cp-1], reason: control plane}
                """.formatted(nodeGuard, attestor.entry()));
    }

    private static void attest(String name, String node) {
        cluster.apply(attestor.attest(name, cluster.get("/api/v1/nodes/" + node), "hn-01"));
    }

    private static Node node(String name, Taint... taints) {
        return new NodeBuilder(unplaced(name, taints))
                .editMetadata()
                .addToLabels("topology.kubernetes.io/zone", "vn-north-1a")
                .endMetadata()
                .build();
    }

    private static Node unplaced(String name, Taint... taints) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .withNewSpec()
                .withTaints(taints)
                .endSpec()
                .withNewStatus()
                .withNewNodeInfo()
                .withKubeletVersion("v1.36.3")
                .withSystemUUID("4c4c4544-" + name)
                .withMachineID("machine-" + name)
                .withArchitecture("amd64")
                .withBootID("")
                .withContainerRuntimeVersion("")
                .withKernelVersion("")
                .withKubeProxyVersion("")
                .withOperatingSystem("linux")
                .withOsImage("")
                .endNodeInfo()
                .endStatus()
                .build();
    }

    private static Node create(Node node) {
        return plane.client().nodes().resource(node).create();
    }

    private static Node dryRun(Node node) {
        return plane.client().nodes().resource(node).dryRun().create();
    }

    private static Node stored(String name) {
        return plane.client().nodes().withName(name).require();
    }

    private static List<String> taints(String name) {
        return taints(stored(name));
    }

    /** Without those that the API server and its controllers set by the node's conditions. */
    private static List<String> taints(Node node) {
        return node.getSpec().getTaints().stream()
                .filter(taint -> !taint.getKey().startsWith("node.kubernetes.io/"))
                .map(taint -> taint.getKey() + ":" + taint.getEffect())
                .toList();
    }

    private static void untaint(KubernetesClient client, String node) {
        client.nodes().withName(node).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"taints\":null}}");
    }

    private static String refusal(Runnable request) {
        try {
            request.run();
            return "";
        } catch (KubernetesClientException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
