package vn.onshore.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.Zones;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.sandbox.scenario.Scenario;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.Yaml;

/** The way out that the guide shows for a cluster whose operator is already gone. */
class UninstallIT {
    private static final String LATE = "/api/v1/nodes/late";

    @Test
    void withoutAnOperatorTheCommandsOfTheGuideLeaveNothing() throws Exception {
        try (var cluster = LiveCluster.start(Settings.full())) {
            Scenario.vietnam().applyTo(cluster.client());
            var operator = cluster.operator();
            cluster.apply(Yaml.vietnam().replace("  jurisdiction: VN\n", "  jurisdiction: VN\n  nodeGuard: Taint\n"));
            cluster.enforce("alone");
            var zones = Zones.in(cluster, "alone-zones").apply("Enforce");
            zones.await("Ready", "Enforced");
            await().atMost(LiveCluster.PATIENCE)
                    .until(() -> !cluster.plane()
                            .kubectl()
                            .apply(Yaml.node("unborn", "nowhere"), "--dry-run=server", "-o", "jsonpath={.spec.taints}")
                            .out()
                            .isEmpty());
            cluster.apply(Yaml.node("late", "vn-north-1a"));
            assertThat(cluster.get(LATE).at("spec", "taints").items())
                    .anySatisfy(taint -> assertThat(taint.at("key").text()).isEqualTo("onshore.vn/unattested"));
            assertThat(cluster.marked("alone")).isNotEmpty();
            operator.kill();
            cluster.kubectl("delete", "dataresidencies,networkisolations,onshoreboundaries", "--all", "--wait=false");
            follow(cluster);
            assertThat(cluster.list(LiveCluster.RESIDENCIES)).isEmpty();
            assertThat(zones.get().isPresent()).isFalse();
            assertThat(cluster.list(LiveCluster.BOUNDARIES)).isEmpty();
            assertThat(cluster.marked("alone")).isEmpty();
            assertThat(cluster.get(LATE).at("spec", "taints").items())
                    .noneSatisfy(taint -> assertThat(taint.at("key").text()).isEqualTo("onshore.vn/unattested"));
            for (var kind : List.of("validating", "mutating")) {
                var path = "/apis/admissionregistration.k8s.io/v1/" + kind + "admissionpolicies";
                assertThat(cluster.list(path + "?labelSelector=app.kubernetes.io/managed-by=onshore"))
                        .isEmpty();
            }
            cluster.await("/api/v1/namespaces/onshore-canary-alone", namespace -> !namespace.isPresent());
            await().atMost(LiveCluster.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(zones.policyNames("storage")).isEmpty());
        }
    }

    private static void follow(LiveCluster cluster) throws Exception {
        var guide = Files.readString(ChartFiles.ROOT.resolve("docs/install.md"));
        var commands = DocumentsTest.blocks(guide.substring(guide.indexOf("## If the operator is already gone")), "sh");
        var builder = new ProcessBuilder("bash", "-ec", commands.getFirst()).redirectErrorStream(true);
        var tools = cluster.plane().directory().resolve("bin");
        builder.environment().put("KUBECONFIG", cluster.plane().kubeconfig().toString());
        builder.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
        var bash = builder.start();
        var said = new String(bash.getInputStream().readAllBytes());
        assertThat(bash.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(bash.exitValue()).as(said).isZero();
    }
}
