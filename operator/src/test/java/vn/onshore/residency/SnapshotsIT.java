package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
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

/**
 * Snapshots may come to a cluster at any time: then the guards are there a moment later (G9), what exists is found (E20, E21),
 * and what would come is refused.
 */
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

    private static final List<String> GUARDS = List.of(
            "ValidatingAdmissionPolicy/onshore-citizen-data-volumesnapshotclasses",
            "ValidatingAdmissionPolicy/onshore-citizen-data-volumesnapshotcontents");

    private static String definitions;

    @AutoClose
    private static LiveCluster cluster;

    private static ControlPlane plane;
    private static RunningOperator operator;

    @BeforeAll
    static void start() throws IOException {
        cluster = LiveCluster.start(Settings.bare());
        plane = cluster.plane();
        try (var resource = SnapshotsIT.class.getResourceAsStream("snapshot-definitions.yaml")) {
            definitions = new String(Objects.requireNonNull(resource).readAllBytes());
        }
        operator = cluster.quietOperator("snapshots");
        cluster.apply(Yaml.example("01-boundary.yaml"));
        cluster.apply(Yaml.example("workloads/00-namespace.yaml"));
    }

    private static void install() {
        cluster.apply(definitions);
        cluster.kubectl("wait", "--for=condition=Established", "--timeout=30s", "customresourcedefinitions", "--all");
    }

    /** No sweep comes to help in an hour. */
    @Test
    @Order(1)
    void guardsComeAndGoWithTheKinds() {
        try (var own = operator.awaitReady()) {
            cluster.apply(Yaml.example("03-policy-enforce.yaml"));
            cluster.awaitReady("citizen-data", "EnforcedAndProved");
            var before = cluster.await(POLICY, policy -> kindsListed(policy) > 0);
            assertThat(skipped(before)).contains("G9");
            assertThat(LiveCluster.guardsOf(before)).doesNotContainAnyElementsOf(GUARDS);

            install();
            var installed = System.nanoTime();
            cluster.await(POLICY, policy -> LiveCluster.guardsOf(policy).containsAll(GUARDS));
            assertThat(Duration.ofNanos(System.nanoTime() - installed))
                    .as("from Established to guarded")
                    .isLessThan(Duration.ofSeconds(10));
            assertThat(skipped(cluster.awaitReady("citizen-data", "EnforcedAndProved")))
                    .doesNotContain("G9");
            refused(CLASS.formatted("new-bangkok", "BKK-1A"), "volumesnapshotclasses");
            cluster.await(POLICY, policy -> kindsListed(policy) == kindsListed(before) + 3);

            plane.kubectl().feed(definitions, "delete", "-f", "-").orThrow();
            cluster.await(POLICY, policy -> skipped(policy).contains("G9"));
            cluster.removePolicies();
        }
    }

    @Test
    @Order(2)
    void theSweepFindsWhatExists() {
        install();
        cluster.apply(CLASS.formatted("old-bangkok", "BKK-1A"));
        cluster.apply(CONTENT.formatted("old-bangkok", "BKK-1A/snap-7"));
        operator = cluster.operator();
        cluster.apply(Yaml.example("02-policy-audit.yaml"));
        cluster.await(
                POLICY,
                policy -> findings(policy)
                        .containsAll(List.of(
                                "E20 NotMet VolumeSnapshotClass old-bangkok",
                                "E21 NotMet VolumeSnapshotContent old-bangkok")));
    }

    @Test
    @Order(3)
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
    @Order(4)
    void theGuardIsProved() {
        assertThat(LiveCluster.guardsOf(cluster.awaitReady("citizen-data", "EnforcedAndProved")))
                .containsAll(GUARDS);
    }

    @Test
    @Order(5)
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

    private static long kindsListed(Tree policy) {
        return policy.at("status", "coverage", "kindsListed").number(0);
    }

    private static List<String> skipped(Tree policy) {
        return policy.at("status", "skippedGuards").items().stream()
                .map(guard -> guard.at("guard").text())
                .toList();
    }

    private static List<String> findings(Tree policy) {
        return policy.at("status", "findings", "items").items().stream()
                .map(finding -> Stream.of("rule", "verdict", "kind", "name")
                        .map(field -> finding.at(field).text())
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
