package vn.onshore.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;

/** One of several replicas acts; when it dies or is told to stop, the next one does. */
class LeadershipIT {
    private static final String LEASE = "/apis/coordination.k8s.io/v1/namespaces/onshore-system/leases/onshore";
    private static final Duration LEASE_DURATION = Duration.ofSeconds(10);

    private static final LiveCluster cluster = LiveCluster.vietnam();

    @AfterEach
    void vacate() {
        cluster.kubectl("delete", "lease", "onshore", "-n", "onshore-system", "--ignore-not-found");
    }

    @AfterAll
    static void tidy() {
        cluster.operator();
        cluster.removePolicies();
    }

    @Test
    void theNextLeaderTakesOver() {
        try (var first = candidate("first").awaitReady();
                var second = candidate("second").awaitReady()) {
            awaitLeader("first", first);
            cluster.enforce("led");
            assertThat(first.metric("onshore_leader")).isEqualTo(1);
            assertThat(second.metric("onshore_leader")).isZero();
            assertThat(second.metric("onshore_writes_total") + second.metric("onshore_status_writes_total"))
                    .isZero();

            first.kill();
            // The Lease runs out, and the next attempt to take it is one retry away.
            awaitLeader("second", second);
            Guard.of("led").assertPutBack(cluster);

            try (var third = candidate("third").awaitReady()) {
                var asked = System.nanoTime();
                assertThat(second.terminate()).as(second::lastWords).isIn(0, 143);
                awaitLeader("third", third);
                // Its leader had renewed it a seventh of that time ago, or less.
                assertThat(Duration.ofNanos(System.nanoTime() - asked))
                        .as("the Lease was let go, nobody waits for its end")
                        .isLessThan(LEASE_DURATION.multipliedBy(4).dividedBy(5));
                Guard.of("led").assertPutBack(cluster);

                third.terminate();
                assertThat(holder()).as("the Lease is let go").isEmpty();
            }
        }
    }

    /** Two that act would undo what the other does. */
    @Test
    void whoLosesTheLeaseEnds() {
        try (var leader = candidate("robbed").awaitReady()) {
            awaitLeader("robbed", leader);
            cluster.kubectl(
                    "patch",
                    "lease",
                    "onshore",
                    "--namespace=onshore-system",
                    "--type=merge",
                    "-p",
                    "{\"spec\":{\"holderIdentity\":\"thief\",\"leaseDurationSeconds\":3600}}");
            await().atMost(LiveCluster.PATIENCE).until(() -> !leader.isAlive());
            assertThat(holder()).isEqualTo("thief");
        }
    }

    private static RunningOperator candidate(String instance) {
        return cluster.ownOperator(
                "--leader-election", "--lease-duration", LEASE_DURATION.toSeconds() + "s", "--instance", instance);
    }

    private static void awaitLeader(String instance, RunningOperator operator) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(holder()).as(operator::lastWords).isEqualTo(instance));
    }

    private static String holder() {
        return cluster.get(LEASE).at("spec", "holderIdentity").text();
    }
}
