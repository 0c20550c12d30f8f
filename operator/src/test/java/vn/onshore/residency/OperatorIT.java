package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.world.AuditEntry;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;
import vn.onshore.world.SharedOperator;
import vn.onshore.world.Yaml;

/** The shipped operator on a real API server, with the rights of the chart. */
@ExtendWith(SharedOperator.class)
class OperatorIT {
    private static final String BINDINGS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
    private static final List<String> AT_HOME = List.of("hcm-node-1", "hcm-node-2", "hn-node-1", "hn-node-2");

    private static final LiveCluster cluster = LiveCluster.shared();

    @Test
    void fromAuditOverWarnToEnforceAndBack() {
        cluster.apply(Yaml.policy("ladder", "Audit"));
        var audited = Sound.check(cluster.awaitReady("ladder", "Audited"));
        assertThat(cluster.guards(LiveCluster.uid(audited))).isEmpty();
        await().atMost(LiveCluster.PATIENCE).until(() -> cluster.marked("ladder"), AT_HOME::equals);

        cluster.patch("ladder", "{\"spec\":{\"mode\":\"Warn\"}}");
        Sound.check(cluster.awaitReady("ladder", "Warning"));
        assertThat(actions("ladder")).containsOnly(List.of("Warn"));

        cluster.patch("ladder", "{\"spec\":{\"mode\":\"Enforce\"}}");
        var enforced = Sound.check(cluster.awaitReady("ladder", "EnforcedAndProved"));
        assertThat(actions("ladder")).containsOnly(List.of("Deny", "Audit"));
        assertThat(LiveCluster.guardsOf(enforced)).isNotEmpty().isEqualTo(cluster.guards(LiveCluster.uid(enforced)));
        assertThat(enforced.at("status", "proof", "attempts").number(0))
                .isPositive()
                .isEqualTo(enforced.at("status", "proof", "asExpected").number(-1));
        assertThat(cluster.marked("ladder")).isEqualTo(AT_HOME);

        cluster.patch("ladder", "{\"spec\":{\"mode\":\"Audit\"}}");
        var back = Sound.check(cluster.awaitReady("ladder", "Audited"));
        assertThat(cluster.guards(LiveCluster.uid(back))).isEmpty();
        assertThat(LiveCluster.guardsOf(back)).isEmpty();
        cluster.awaitEvent("EnforcementProved", "ladder", ".* attempts .*");
        cluster.awaitEvent("Loosened", "ladder", "spec.mode went from Enforce to Audit");
    }

    /** The actions of every binding of the policy, each once. */
    private static Set<List<String>> actions(String policy) {
        var actions = new HashSet<List<String>>();
        for (var binding : cluster.list(BINDINGS + "?labelSelector=onshore.vn/policy=" + policy)) {
            actions.add(binding.at("spec", "validationActions").texts());
        }
        return actions;
    }

    @Test
    void aDeletedPolicyLeavesNothing() {
        var policy = cluster.enforce("gone");
        assertThat(policy.at("metadata", "finalizers").texts()).contains("dataresidencies.onshore.vn/guards");
        assertThat(cluster.get("/api/v1/namespaces/onshore-canary-gone").isPresent())
                .isTrue();
        cluster.delete("dataresidency", "gone");
        cluster.awaitEvent("Loosened", "gone", "the policy is deleted.*");
        assertThat(cluster.guards(LiveCluster.uid(policy))).isEmpty();
        assertThat(cluster.marked("gone")).isEmpty();
        cluster.await("/api/v1/namespaces/onshore-canary-gone", namespace -> !namespace.isPresent());
    }

    @Test
    void aStatusThatSomebodyElseWroteIsPutRight() {
        var path = "/apis/onshore.vn/v1alpha1/onshoreboundaries/vietnam";
        var honest = cluster.await(
                        path, boundary -> boundary.at("status", "digest").isPresent())
                .at("status");
        cluster.kubectl(
                "patch",
                "onshoreboundary",
                "vietnam",
                "--subresource=status",
                "--type=merge",
                "--patch={\"status\":{\"digest\":\"forged\",\"counts\":null}}");
        cluster.await(
                path,
                boundary -> boundary.at("status", "digest").equals(honest.at("digest"))
                        && boundary.at("status", "counts").equals(honest.at("counts")));
    }

    @Test
    void aMarkThatSomebodyTakesOrForgesIsPutRight() {
        cluster.apply(Yaml.policy("marked", "Audit"));
        await().atMost(LiveCluster.PATIENCE).until(() -> cluster.marked("marked"), AT_HOME::equals);
        cluster.awaitEvent("EligibilityGained", "marked", "nodes " + String.join(", ", AT_HOME) + " qualify");
        var mark = GuardNames.nodeLabel("marked");
        cluster.kubectl("label", "node", "hn-node-1", mark + "-");
        cluster.awaitEvent("EligibilityGained", "marked", "node hn-node-1 qualifies");
        await().atMost(LiveCluster.PATIENCE).until(() -> cluster.marked("marked"), AT_HOME::equals);
        cluster.kubectl("label", "node", "tyo-node-1", mark + "=eligible");
        cluster.awaitEvent("EligibilityLost", "marked", "node tyo-node-1 no longer qualifies: stands .*");
        assertThat(cluster.marked("marked")).isEqualTo(AT_HOME);
    }

    @Test
    void aNamespaceThatIsTakenAwayIsTold() {
        cluster.apply(Yaml.namespace("runaway", "keeper"));
        var policy = cluster.enforce("keeper");
        assertThat(policy.at("status", "namespaces", "first").texts()).contains("runaway", "onshore-canary-keeper");
        cluster.apply(Yaml.namespace("runaway", "nobody"));
        cluster.awaitEvent("Loosened", "keeper", "no longer governed, .*: runaway");
        assertThat(cluster.events("Loosened", "keeper")).hasSize(1);
        cluster.delete("namespace", "runaway");
    }

    @Test
    void aPolicyWhoseBoundaryIsGoneCanStillBeUndone() {
        cluster.apply(Yaml.node("hue-node-1", "vn-central-9z"));
        cluster.apply(Yaml.boundary("short-lived", "vn-central-9z"));
        cluster.apply(Yaml.policy("orphan", "Enforce", "minimumNodeEvidence: SelfDeclared")
                .replace("{name: vietnam}", "{name: short-lived}"));
        // The policy may have been seen before the node.
        await().atMost(LiveCluster.PATIENCE).until(() -> cluster.marked("orphan"), List.of("hue-node-1")::equals);
        var guards = LiveCluster.guardsOf(cluster.awaitReady("orphan", "EnforcedAndProved"));
        cluster.delete("onshoreboundary", "short-lived");
        var orphan = Sound.check(cluster.awaitReady("orphan", "BoundaryNotFound"));
        assertThat(cluster.guards(LiveCluster.uid(orphan)))
                .as("what protects stays")
                .isNotEmpty()
                .isEqualTo(guards);
        cluster.delete("dataresidency", "orphan");
        assertThat(cluster.guards(LiveCluster.uid(orphan))).isEmpty();
        assertThat(cluster.marked("orphan")).isEmpty();
        cluster.delete("node", "hue-node-1");
    }

    @Test
    void suspendedIsSaidAndTheGuardsStay() {
        var guards = LiveCluster.guardsOf(cluster.enforce("paused"));
        cluster.patch("paused", "{\"spec\":{\"suspend\":true}}");
        var paused = Sound.check(cluster.awaitReady("paused", "Suspended"));
        assertThat(LiveCluster.stalled(paused)).contains("spec.suspend");
        assertThat(cluster.guards(LiveCluster.uid(paused))).isEqualTo(guards);
        cluster.patch("paused", "{\"spec\":{\"suspend\":false}}");
        assertThat(LiveCluster.guardsOf(cluster.awaitReady("paused", "EnforcedAndProved")))
                .isEqualTo(guards);
    }

    /** The last word on a spec is the one that is observed, however many came while statuses were being written. */
    @Test
    void noChangeOfASpecIsLost() {
        cluster.apply(Yaml.policy("hasty", "Audit"));
        for (int i = 1; i <= 40; i++) {
            cluster.client()
                    .genericKubernetesResources("onshore.vn/v1alpha1", "DataResidency")
                    .withName("hasty")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"spec\":{\"canaryInterval\":\"" + (10 + i) + "s\"}}");
        }
        cluster.patch("hasty", "{\"spec\":{\"mode\":\"Enforce\"}}");
        var hasty = cluster.awaitReady("hasty", "EnforcedAndProved");
        assertThat(hasty.at("metadata", "generation").number(0)).isEqualTo(42);
    }

    /** Canaries and sweeps go on, and whatever they find as before is not written down again. */
    @Test
    void atRestNothingIsWritten() {
        var attempts = cluster.enforce("rest").at("status", "proof", "attempts").number(0);
        var audit = cluster.audit();
        var rest = new AtomicLong(audit.end());
        await().alias("two rounds of canaries without a write")
                .atMost(LiveCluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    var end = audit.end();
                    if (!audit.writes(rest.get(), RunningOperator.USER).isEmpty()) {
                        rest.set(end);
                    }
                    return rounds(rest.get(), attempts) >= 2;
                });
        var status = cluster.policy("rest").at("status");
        await().alias("three more, and three sweeps")
                .atMost(LiveCluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> rounds(rest.get(), attempts) >= 5 && sweeps(rest.get()) >= 3);
        assertThat(cluster.policy("rest").at("status")).isEqualTo(status);
        assertThat(audit.writes(rest.get(), RunningOperator.USER)).isEmpty();
    }

    /** Rounds of canaries since a place in the log. */
    private static long rounds(long place, long attempts) {
        return cluster.audit().since(place, RunningOperator.CANARY).stream()
                        .filter(AuditEntry::isDryRun)
                        .count()
                / attempts;
    }

    /** Sweeps since a place in the log: only they list these. */
    private static long sweeps(long place) {
        return cluster.audit().since(place, RunningOperator.USER).stream()
                .filter(entry -> entry.resource().equals("apiservices"))
                .count();
    }
}
