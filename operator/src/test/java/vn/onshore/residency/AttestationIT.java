package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.onshore.manifest.Tree;
import vn.onshore.world.AuditEntry;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;
import vn.onshore.world.Yaml;

/** Statements about machines, on a real API server: they count while everything they say is so, and no longer. */
class AttestationIT {
    private static final String NODE = "/api/v1/nodes/attested-1";
    private static LiveCluster cluster;
    private static Attestor attestor;

    @BeforeAll
    static void start() {
        cluster = LiveCluster.shared();
        attestor = new Attestor();
        cluster.apply(Yaml.vietnam(attestor.entry()));
        cluster.operator();
        cluster.enforce("vouched", "minimumNodeEvidence: Attested");
    }

    @AfterAll
    static void end() {
        cluster.removePolicies();
        cluster.kubectl("delete", "siteattestations", "--all");
        cluster.delete("node", "attested-1");
    }

    /** A machine that stands in Hanoi, by the word of its provider; made anew if there was one. */
    private static Tree node() {
        cluster.delete("node", "attested-1");
        cluster.kubectl("delete", "siteattestations", "--all");
        make();
        return cluster.get(NODE);
    }

    private static void make() {
        var node = cluster.client().nodes().withName("hn-node-1").get();
        node.getMetadata().setName("attested-1");
        node.getMetadata().setResourceVersion(null);
        node.getMetadata().setUid(null);
        node.getMetadata().getLabels().keySet().removeIf(key -> key.contains("node-restriction"));
        node.getMetadata().getLabels().put("kubernetes.io/hostname", "attested-1");
        node.getStatus().getNodeInfo().setSystemUUID("11111111-2222-4333-8444-555555555555");
        node.getStatus().getNodeInfo().setMachineID("0123456789abcdef0123456789abcdef");
        node.getStatus().getAddresses().forEach(address -> {
            if (address.getType().equals("InternalIP")) {
                address.setAddress("10.10.1.77");
            }
        });
        cluster.client().nodes().resource(node).create();
    }

    private static void awaitMarked(String... nodes) {
        await().atMost(LiveCluster.PATIENCE)
                .untilAsserted(() -> assertThat(cluster.marked("vouched")).containsExactly(nodes));
    }

    private static Tree awaitReason(String attestation, String reason) {
        return cluster.await(
                LiveCluster.ATTESTATIONS + "/" + attestation,
                object -> LiveCluster.reason(object).equals(reason));
    }

    /** What was granted may still be on its way into the guards; gives the place in the audit log from which on it is not. */
    private static long awaitRest() {
        var place = new AtomicLong(cluster.audit().end());
        await().atMost(LiveCluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> cluster.audit()
                        .writes(place.getAndSet(cluster.audit().end()), RunningOperator.USER)
                        .isEmpty());
        return place.get();
    }

    @Test
    void aStatementCountsUntilItExpires() {
        var node = node();
        assertThat(cluster.marked("vouched")).isEmpty();
        cluster.apply(attestor.attest("brief", node, Instant.now().plusSeconds(12)));
        var verified = awaitReason("brief", "Verified");
        assertThat(verified.at("status", "attestor").text()).isEqualTo("dc-team");
        awaitMarked("attested-1");
        awaitReason("brief", "Expired");
        awaitMarked();
        cluster.awaitEvent("AttestationVoid", "brief", "no longer counts: .*");
    }

    @Test
    void aForgedStatementCountsForNothing() {
        var node = node();
        cluster.apply(new Attestor().attest("forged", node, Instant.now().plusSeconds(600)));
        awaitReason("forged", "UntrustedKey");
        assertThat(cluster.marked("vouched")).isEmpty();
    }

    /** The mark goes before anything else happens: while guards are rewritten it would still send pods there. */
    @Test
    void anotherMachineUnderTheNameVoidsIt() {
        cluster.apply(attestor.attest("sound", node(), Instant.now().plusSeconds(600)));
        awaitMarked("attested-1");
        cluster.awaitReady("vouched", "EnforcedAndProved");
        var before = awaitRest();
        cluster.kubectl(
                "patch",
                "node",
                "attested-1",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"nodeInfo\":{\"systemUUID\":\"99999999-2222-4333-8444-555555555555\"}}}");
        awaitReason("sound", "IdentityChanged");
        awaitMarked();
        cluster.awaitReady("vouched", "EnforcedAndProved");
        // The last proof holds while guards are rewritten, so that Ready does not say when they are.
        await().atMost(LiveCluster.PATIENCE)
                .untilAsserted(() -> assertThat(cluster.audit().writes(before, RunningOperator.USER).stream()
                                .map(AuditEntry::resource)
                                .filter(List.of("nodes", "validatingadmissionpolicies")::contains))
                        .startsWith("nodes")
                        .contains("validatingadmissionpolicies"));
    }

    @Test
    void aNodeObjectMadeAnewIsAnotherNode() {
        cluster.apply(attestor.attest("pinned", node(), Instant.now().plusSeconds(600)));
        awaitMarked("attested-1");
        var before = LiveCluster.uid(cluster.get(NODE));
        cluster.delete("node", "attested-1");
        make();
        assertThat(LiveCluster.uid(cluster.get(NODE))).isNotEqualTo(before);
        awaitReason("pinned", "NodeReplaced");
        cluster.awaitReady("vouched", "EnforcedAndProved");
        assertThat(cluster.marked("vouched")).isEmpty();
    }
}
