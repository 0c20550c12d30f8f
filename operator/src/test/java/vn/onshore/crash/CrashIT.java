package vn.onshore.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.Zones;
import vn.onshore.kube.Labels;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Tree;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.Yaml;

/** The operator dies, its API server goes away and forgets: everything converges without a human. */
class CrashIT {
    private static final String MARK = GuardNames.nodeLabel("");
    private static final String ISOLATIONS = "/apis/onshore.vn/v1alpha1/networkisolations";
    private static final String CANARIES = "onshore-canary-";
    private static final String ZONES = "crash-zones";
    private static final List<String> MODES = List.of("Audit", "Warn", "Enforce");
    private static final int KILLS = Integer.getInteger("onshore.kills", 4);

    /** How long the API server stays away; a minute is {@code -Donshore.outage=PT60S}. */
    private static final Duration OUTAGE = Duration.parse(System.getProperty("onshore.outage", "PT15S"));

    private static final LiveCluster cluster = LiveCluster.vietnam();

    @AfterEach
    void tidy() {
        cluster.operator();
        cluster.removePolicies();
        cluster.delete("networkisolation", ZONES);
        assertNothingLeft("the policies are removed");
    }

    /** Canary namespaces are Kubernetes' own garbage, and its collector takes its time after an API server's restart. */
    private static void assertNothingLeft(String when) {
        await().alias(when)
                .atMost(LiveCluster.PATIENCE.multipliedBy(2))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(leftovers()).isEmpty());
    }

    /** Generated objects, marks and canary namespaces of policies that do not exist. */
    private static List<String> leftovers() {
        var policies = cluster.list(LiveCluster.RESIDENCIES);
        var uids = Stream.concat(policies.stream(), cluster.list(ISOLATIONS).stream())
                .map(LiveCluster::uid)
                .toList();
        var names = policies.stream().map(LiveCluster::name).toList();
        var guards = Stream.concat(Watched.guards().stream(), Stream.of(Watched.NETWORK_POLICY))
                .flatMap(kind -> cluster.list(kind.kind().path(null) + "?labelSelector=" + Labels.OWNER_UID).stream())
                .filter(object -> !uids.contains(
                        object.at("metadata", "labels").textFields().get(Labels.OWNER_UID)))
                .map(LiveCluster::name);
        var marks = cluster.list("/api/v1/nodes").stream()
                .flatMap(node -> node.at("metadata", "labels").textFields().keySet().stream())
                .filter(label -> label.startsWith(MARK) && !names.contains(label.substring(MARK.length())));
        var namespaces = cluster.list("/api/v1/namespaces").stream()
                .filter(namespace ->
                        !namespace.at("metadata", "deletionTimestamp").isPresent())
                .map(LiveCluster::name)
                .filter(name -> name.startsWith(CANARIES) && !names.contains(name.substring(CANARIES.length())));
        return Stream.of(guards, marks, namespaces).flatMap(all -> all).toList();
    }

    private static void assertWhole(Tree policy) {
        assertThat(LiveCluster.guardsOf(policy)).isNotEmpty().isEqualTo(cluster.guards(LiveCluster.uid(policy)));
        assertThat(cluster.marked(LiveCluster.name(policy)))
                .containsExactly("hcm-node-1", "hcm-node-2", "hn-node-1", "hn-node-2");
    }

    @Test
    void killedAtAnyMoment() throws InterruptedException {
        var seed = Long.getLong("onshore.seed", System.nanoTime());
        System.err.println("CrashIT.killedAtAnyMoment: -Donshore.seed=" + seed);
        var random = new Random(seed);
        var zones = Zones.in(cluster, ZONES);
        for (int i = 0; i < KILLS; i++) {
            try (var operator = cluster.ownOperator("--instance", "doomed-" + i)) {
                if (random.nextInt(3) > 0) {
                    operator.awaitReady();
                }
                change(random);
                change(zones, random);
                // Any moment: nothing is waited for here.
                Thread.sleep(random.nextInt(1_500));
                operator.kill();
            }
        }
        cluster.operator();
        cluster.await(
                LiveCluster.RESIDENCIES + "/crash-b",
                policy -> !policy.at("metadata", "deletionTimestamp").isPresent());
        var names = List.of("crash-a", "crash-b");
        names.forEach(name -> cluster.apply(Yaml.policy(name, "Enforce")));
        names.forEach(name -> assertWhole(cluster.awaitReady(name, "EnforcedAndProved")));
        cluster.await(
                ISOLATIONS + "/" + ZONES,
                isolation -> !isolation.at("metadata", "deletionTimestamp").isPresent());
        zones.apply("Enforce").await("Ready", "Enforced");
        assertThat(zones.policyNames("storage")).hasSize(3);
        assertNothingLeft("seed " + seed);
        zones.remove();
        cluster.awaitEvent("Loosened", ZONES, "the resource is deleted: .*");
    }

    private static void change(Zones zones, Random random) {
        if (random.nextInt(2) == 0) {
            cluster.kubectl("delete", "networkisolation", ZONES, "--ignore-not-found", "--wait=false");
        } else if (!zones.get().at("metadata", "deletionTimestamp").isPresent()) {
            zones.apply(random.nextInt(3) > 0 ? "Enforce" : "Audit");
        }
    }

    private static void change(Random random) {
        cluster.apply(Yaml.policy("crash-a", MODES.get(random.nextInt(3))));
        if (random.nextInt(3) == 0) {
            cluster.kubectl("delete", "dataresidency", "crash-b", "--ignore-not-found", "--wait=false");
        } else if (!cluster.policy("crash-b")
                .at("metadata", "deletionTimestamp")
                .isPresent()) {
            cluster.apply(Yaml.policy("crash-b", MODES.get(random.nextInt(3))));
        }
    }

    @Test
    void theApiServerIsAwayAndForgets() throws InterruptedException {
        var operator = cluster.operator();
        cluster.enforce("outage");

        cluster.plane().killApiServer();
        // Not a wait: this is how long it lasts.
        Thread.sleep(OUTAGE);
        assertThat(operator.isLive()).as(operator::lastWords).isTrue();
        cluster.plane().startApiServer();
        Guard.of("outage").assertPutBack(cluster);
        assertWhole(cluster.awaitReady("outage", "EnforcedAndProved"));

        cluster.plane().compactEtcd();
        cluster.plane().killApiServer();
        cluster.plane().startApiServer();
        Guard.of("outage").assertPutBack(cluster);
        cluster.patch("outage", "{\"spec\":{\"mode\":\"Audit\"}}");
        cluster.awaitReady("outage", "Audited");
        cluster.patch("outage", "{\"spec\":{\"mode\":\"Enforce\"}}");
        assertWhole(cluster.awaitReady("outage", "EnforcedAndProved"));
        assertThat(operator.isReady()).as(operator::lastWords).isTrue();
        assertThat(cluster.operator()).as("nobody restarted it").isSameAs(operator);
    }
}
