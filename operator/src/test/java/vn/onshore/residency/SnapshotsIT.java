package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Kubectl;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;

/** On a cluster that has snapshots: what exists is found (E20, E21), what would come is refused (G9). */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SnapshotsIT {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("onshore.root", "..")).resolve("examples/residency");
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
            plane.kubectl()
                    .apply(new String(Objects.requireNonNull(definitions).readAllBytes()))
                    .orThrow();
        }
        plane.kubectl()
                .run("wait", "--for=condition=Established", "--timeout=30s", "customresourcedefinitions", "--all")
                .orThrow();
        plane.kubectl().apply(CLASS.formatted("old-bangkok", "BKK-1A")).orThrow();
        plane.kubectl().apply(CONTENT.formatted("old-bangkok", "BKK-1A/snap-7")).orThrow();
        operator = cluster.operator();
        example("01-boundary.yaml").orThrow();
        example("workloads/00-namespace.yaml").orThrow();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void theSweepFindsWhatExists() throws IOException {
        example("02-policy-audit.yaml").orThrow();
        patiently()
                .untilAsserted(() -> assertThat(findings())
                        .as(operator::lastWords)
                        .contains("E20 NotMet VolumeSnapshotClass old-bangkok;")
                        .contains("E21 NotMet VolumeSnapshotContent old-bangkok;"));
    }

    @Test
    @Order(2)
    void theGuardRefusesWhatLeadsAbroadAndNothingElse() throws IOException {
        example("03-policy-enforce.yaml").orThrow();
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
        patiently()
                .untilAsserted(() -> assertThat(status("{.status.conditions[?(@.type=='Ready')].reason}"))
                        .as(operator::lastWords)
                        .isEqualTo("EnforcedAndProved"));
        assertThat(status("{.status.guards[*].name}"))
                .contains("onshore-citizen-data-volumesnapshotclasses", "onshore-citizen-data-volumesnapshotcontents");
    }

    @Test
    @Order(4)
    void whatGoesIsNoFindingAnyMore() {
        plane.kubectl()
                .run("delete", "volumesnapshotclass/old-bangkok", "volumesnapshotcontent/old-bangkok")
                .orThrow();
        patiently()
                .untilAsserted(() -> assertThat(status(
                                "{.status.rules[?(@.rule=='E20')].verdict} {.status.rules[?(@.rule=='E21')].verdict}"))
                        .isEqualTo("Met Met"));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200));
    }

    private static void refused(String yaml, String guard) {
        var name = "onshore-citizen-data-" + guard;
        patiently()
                .untilAsserted(() -> assertThat(
                                plane.kubectl().apply(yaml, "--dry-run=server").err())
                        .as(operator::lastWords)
                        .contains("ValidatingAdmissionPolicy '" + name + "'", "DataResidency citizen-data"));
    }

    private static Kubectl.Result example(String file) throws IOException {
        return plane.kubectl().apply(Files.readString(EXAMPLES.resolve(file)));
    }

    private static String findings() {
        return status("{range .status.findings.items[*]}{.rule} {.verdict} {.kind} {.name};{end}");
    }

    private static String status(String path) {
        return plane.kubectl()
                .run("get", "dataresidency", "citizen-data", "-o", "jsonpath=" + path)
                .out();
    }
}
