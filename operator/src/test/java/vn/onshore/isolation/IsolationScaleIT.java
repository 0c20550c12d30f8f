package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Tree;
import vn.onshore.world.LiveCluster;

/** Thousands of pairs of pods that leak: all of them are counted, few are shown, and a change is judged at once. */
class IsolationScaleIT {
    private static final int TEAMS = 10;
    private static final int PODS = 10;
    private static final int LARGEST_STATUS = 64 * 1024;

    /** Long for what takes some hundred milliseconds, since the machine may be busy; a sweep or a resync takes longer. */
    private static final Duration QUICK = Duration.ofSeconds(10);

    @AutoClose
    private static LiveCluster cluster;

    @BeforeAll
    static void start() {
        cluster = LiveCluster.bare();
        cluster.quietOperator("scale").awaitReady();
    }

    @Test
    void thousandsOfLeaksAreCountedAndFewAreShown() {
        var zones = Zones.in(cluster, "many");
        // Before anything is guarded: what teams opened for themselves.
        cluster.apply(teams(zones, "storage", "Ingress") + teams(zones, "app", "Egress"));
        zones.apply("Enforce");
        var pods = TEAMS * PODS;
        var leaking = cluster.await(zones.path(), object -> leaks(object) == (long) pods * pods);
        assertThat(Zones.pair(leaking, "app", "Internet").at("leaks").number(0)).isEqualTo(pods);
        assertThat(Zones.pair(leaking, "app", "storage").at("witnesses").texts())
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(5);
        assertThat(Json.write(leaking.at("status").fields()).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(LARGEST_STATUS);
        assertThat(leaking.at("status", "coverage", "pods").number(0)).isEqualTo(2L * pods + 4);

        var begun = System.nanoTime();
        cluster.kubectl("delete", "networkpolicy", "theirs", "-n", "many-storage-0", "--wait=false");
        cluster.await(zones.path(), object -> leaks(object) == (long) (TEAMS - 1) * PODS * pods);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(QUICK);
    }

    private static long leaks(Tree isolation) {
        return Zones.pair(isolation, "app", "storage").at("leaks").number(-1);
    }

    /** Namespaces of a zone, each with pods and a policy that opens one direction to everybody. */
    private static String teams(Zones zones, String zone, String direction) {
        return IntStream.range(0, TEAMS)
                .mapToObj(team -> zone + "-" + team)
                .map(team -> zones.namespace(team, zone) + "---\n" + zones.opening(team, direction)
                        + IntStream.range(0, PODS)
                                .mapToObj(pod -> "---\n" + zones.pod(team, "p" + pod, ""))
                                .collect(Collectors.joining())
                        + "---\n")
                .collect(Collectors.joining());
    }
}
