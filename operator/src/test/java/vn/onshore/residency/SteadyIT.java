package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import vn.onshore.manifest.Tree;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.SharedOperator;
import vn.onshore.world.Yaml;

/** What a status must not say while the cluster moves. Every status is looked at, not only the last one. */
@ExtendWith(SharedOperator.class)
class SteadyIT {
    private static final String POLICY = LiveCluster.RESIDENCIES + "/steady";
    private static final String NODE = "hn-node-2";

    private static final LiveCluster cluster = LiveCluster.shared();

    private final List<Tree> seen = new CopyOnWriteArrayList<>();

    private Watch watch() {
        return cluster.client()
                .genericKubernetesResources("onshore.vn/v1alpha1", "DataResidency")
                .withName("steady")
                .watch(new Watcher<GenericKubernetesResource>() {
                    @Override
                    public void eventReceived(Action action, GenericKubernetesResource policy) {
                        seen.add(new Tree(Map.of(
                                "status", policy.getAdditionalProperties().get("status"))));
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

    private static String status(Tree policy, String condition) {
        return LiveCluster.condition(policy, condition)
                .map(c -> c.at("status").text())
                .orElse("");
    }

    private static List<String> verdicts(Tree policy) {
        return policy.at("status", "rules").items().stream()
                .map(row -> row.at("rule").text() + " " + row.at("verdict").text())
                .toList();
    }

    private static String digests(Tree policy) {
        return policy.at("status", "guards").items().toString();
    }

    @Test
    void aNodeThatLeavesAndComesBackLeavesThePolicyReady() {
        var before = cluster.enforce("steady");
        var eligible = before.at("status", "nodes", "eligible").number(0);
        var labels = "{\"metadata\":{\"labels\":{\"topology.kubernetes.io/region\":\"%s\"}}}";
        try (var ignored = watch()) {
            cluster.patch("test", "node", NODE, labels.formatted("ap-southeast-1"));
            cluster.await(
                    POLICY,
                    policy -> policy.at("status", "nodes", "eligible").number(0) == eligible - 1
                            && !digests(policy).equals(digests(before)));
            cluster.patch("test", "node", NODE, labels.formatted("vn-north"));
            cluster.await(
                    POLICY,
                    policy -> policy.at("status", "nodes", "eligible").number(0) == eligible
                            && digests(policy).equals(digests(before)));
        }
        assertThat(seen).hasSizeGreaterThan(1).allSatisfy(policy -> {
            assertThat(status(policy, "Ready")).isEqualTo("True");
            assertThat(status(policy, "Reconciling")).isEmpty();
        });
    }

    @Test
    void anotherBoundaryLeavesInPlaceWhatDoesNotDependOnIt() {
        cluster.enforce("steady");
        var before = cluster.await(
                POLICY, policy -> LiveCluster.verdict(policy, "E26").equals("NotApplicable"));
        var swept = before.at("status", "coverage", "kindsListed").number(0);
        try (var ignored = watch()) {
            cluster.apply(Yaml.vietnam().replace("s3.hn.example.vn", "s4.hn.example.vn"));
            cluster.await(
                    POLICY,
                    policy -> !digests(policy).equals(digests(before))
                            && LiveCluster.reason(policy).equals("EnforcedAndProved"));
            cluster.awaitEvent("Loosened", "steady", "more is allowed than before: endpoint s4.hn.example.vn");
        } finally {
            cluster.apply(Yaml.vietnam());
        }
        assertThat(seen).isNotEmpty().allSatisfy(policy -> {
            assertThat(LiveCluster.verdict(policy, "E26")).isEqualTo("NotApplicable");
            assertThat(policy.at("status", "coverage", "kindsListed").number(0)).isGreaterThanOrEqualTo(swept);
        });
        assertThat(seen)
                .as("another wish is proved anew")
                .extracting(LiveCluster::reason)
                .contains("Proving");
    }

    @Test
    void aChangeByWhichNothingIsJudgedOutdatesNothing() {
        cluster.enforce("steady");
        var before = cluster.await(
                POLICY, policy -> LiveCluster.verdict(policy, "E26").equals("NotApplicable"));
        try (var ignored = watch()) {
            cluster.patch("test", "node", NODE, "{\"metadata\":{\"labels\":{\"example.vn/rack\":\"7\"}}}");
            cluster.patch("test", "node", NODE, "{\"metadata\":{\"labels\":{\"example.vn/rack\":null}}}");
            cluster.patch("steady", "{\"spec\":{\"canaryInterval\":\"11s\"}}");
            cluster.await(
                    POLICY, policy -> policy.at("status", "observedGeneration").number(0) == 2);
        }
        assertThat(seen)
                .isNotEmpty()
                .allSatisfy(policy -> assertThat(verdicts(policy)).isEqualTo(verdicts(before)));
    }

    @Test
    void whoTouchesAGuardIsInTheStatus() {
        cluster.enforce("steady");
        cluster.patch(
                "intruder",
                "validatingadmissionpolicybinding",
                "onshore-steady-pods",
                "{\"spec\":{\"validationActions\":[\"Warn\"]}}");
        var told = cluster.await(
                POLICY, policy -> policy.at("status", "guardChanges", "total").number(0) == 1);
        var change = told.at("status", "guardChanges", "last").items().getFirst();
        assertThat(change.at("name").text()).isEqualTo("onshore-steady-pods");
        assertThat(change.at("change").text()).isEqualTo("Edited");
        assertThat(change.at("manager").text()).isEqualTo("intruder");
        assertThat(change.at("restoredAfterMillis").number(-1)).isBetween(0L, 10_000L);
        var uid = LiveCluster.uid(told);
        cluster.kubectl("delete", "validatingadmissionpolicy", "onshore-steady-pods");
        cluster.await(
                POLICY, policy -> policy.at("status", "guardChanges", "total").number(0) == 2);
        cluster.patch(
                "thief",
                "validatingadmissionpolicy",
                "onshore-steady-pods",
                "{\"metadata\":{\"ownerReferences\":null}}");
        cluster.await(
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/onshore-steady-pods",
                guard -> guard.at("metadata", "ownerReferences").items().stream()
                        .anyMatch(owner -> owner.at("uid").text().equals(uid)));
        var last = cluster.await(
                        POLICY,
                        policy -> policy.at("status", "guardChanges", "total").number(0) == 3)
                .at("status", "guardChanges", "last")
                .items();
        // Who only takes fields away manages none, so nothing tells of them.
        assertThat(last)
                .extracting(entry ->
                        entry.at("change").text() + " " + entry.at("manager").text())
                .containsExactly("Edited ", "Deleted ", "Edited intruder");
    }
}
