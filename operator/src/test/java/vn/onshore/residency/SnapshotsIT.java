package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import vn.onshore.manifest.Tree;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;
import vn.onshore.world.Yaml;

/** On a cluster that has snapshots: what exists is found (E20, E21), what would come is refused (G9). */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SnapshotsIT {
    private static final String POLICY = LiveCluster.RESIDENCIES + "/citizen-data";
    private static final String CLASS = """
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshotClass
            metadata: {name: %s}
            driver: bs.csi.vngcloud.vn
            deletionPolicy: Retain
            parameters: {zone: %s}
            """;
    private static final String CONTENT = """
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshotContent
            metadata: {name: %s}
            spec:
              driver: bs.csi.vngcloud.vn
              deletionPolicy: Retain
              source: {snapshotHandle: %s}
              volumeSnapshotRef: {namespace: citizens, name: imported}
            """;

    private static LiveCluster cluster;
    private static ControlPlane plane;
    private static RunningOperator operator;

    @BeforeAll
    static void start() throws IOException {
        cluster = LiveCluster.start(Settings.bare());
        plane = cluster.plane();
        try (var definitions = SnapshotsIT.class.getResourceAsStream("snapshot-definitions.yaml")) {
            cluster.apply(new String(Objects.requireNonNull(definitions).readAllBytes()));
        }
        cluster.kubectl("wait", "--for=condition=Established", "--timeout=30s", "customresourcedefinitions", "--all");
        cluster.apply(CLASS.formatted("old-bangkok", "BKK-1A"));
        cluster.apply(CONTENT.formatted("old-bangkok", "BKK-1A/snap-7"));
        operator = cluster.operator();
        cluster.apply(Yaml.example("01-boundary.yaml"));
        cluster.apply(Yaml.example("workloads/00-namespace.yaml"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void theSweepFindsWhatExists() {
        cluster.apply(Yaml.example("02-policy-audit.yaml"));
        cluster.await(
                POLICY,
                policy -> findings(policy)
                        .containsAll(List.of(
                                "E20 NotMet VolumeSnapshotClass old-bangkok",
                                "E21 NotMet VolumeSnapshotContent old-bangkok")));
    }

    @Test
    @Order(2)
    void theGuardRefusesWhatLeadsAbroadAndNothingElse() {
        cluster.apply(Yaml.example("03-policy-enforce.yaml"));
        refused(CLASS.formatted("new-bangkok", "BKK-1A"), "volumesnapshotclasses");
        refused(CLASS.formatted("new-nowhere", "somewhere"), "volumesnapshotclasses");
        refused(CONTENT.formatted("new-bangkok", "BKK-1A/snap-8"), "volumesnapshotcontents");
        assertThat(plane.kubectl()
                        .apply(CLASS.formatted("new-hanoi", "vn-north-1a"))
                        .err())
                .isEmpty();
        assertThat(plane.kubectl()
                        .apply(CONTENT.formatted("new-hanoi", "vn-north-1a/snap-9"))
                        .err())
                .isEmpty();
    }

    /** A canary tries snapshot classes as well; only then the guard counts as proved. */
    @Test
    @Order(3)
    void theGuardIsProved() {
        assertThat(LiveCluster.guardsOf(cluster.awaitReady("citizen-data", "EnforcedAndProved")))
                .contains(
                        "ValidatingAdmissionPolicy/onshore-citizen-data-volumesnapshotclasses",
                        "ValidatingAdmissionPolicy/onshore-citizen-data-volumesnapshotcontents");
    }

    @Test
    @Order(4)
    void whatGoesIsNoFindingAnyMore() {
        cluster.kubectl("delete", "volumesnapshotclass/old-bangkok", "volumesnapshotcontent/old-bangkok");
        cluster.await(
                POLICY,
                policy -> LiveCluster.verdict(policy, "E20").equals("Met")
                        && LiveCluster.verdict(policy, "E21").equals("Met"));
    }

    private static void refused(String yaml, String guard) {
        var name = "onshore-citizen-data-" + guard;
        await().atMost(LiveCluster.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(
                                plane.kubectl().apply(yaml, "--dry-run=server").err())
                        .as(operator::lastWords)
                        .contains("ValidatingAdmissionPolicy '" + name + "'", "DataResidency citizen-data"));
    }

    private static List<String> findings(Tree policy) {
        return policy.at("status", "findings", "items").items().stream()
                .map(finding -> Stream.of("rule", "verdict", "kind", "name")
                        .map(field -> finding.at(field).text())
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
