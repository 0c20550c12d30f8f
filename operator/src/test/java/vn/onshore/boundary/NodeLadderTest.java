package vn.onshore.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.onshore.boundary.Samples.addressed;
import static vn.onshore.boundary.Samples.hanoiNode;
import static vn.onshore.boundary.Samples.identified;
import static vn.onshore.boundary.Samples.labelled;
import static vn.onshore.boundary.Samples.provided;
import static vn.onshore.boundary.Samples.running;
import static vn.onshore.boundary.Samples.without;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.compliance.Verdict;

class NodeLadderTest {
    private static final Instant NOW = Instant.parse("2026-09-01T00:00:00Z");
    private static final Boundary BOUNDARY = Samples.boundary();
    private static final String CSI_KEY = "topology.csi.example.vn/zone";

    private static VerifiedStatement statement(String site, @Nullable String uid) {
        var node = hanoiNode();
        return new VerifiedStatement(
                node.name(),
                uid,
                node.systemUUID(),
                node.machineID(),
                site,
                "dc-team",
                "k",
                NOW,
                NOW.plus(Duration.ofDays(9)));
    }

    private static Whereabouts judge(NodeFacts node, VerifiedStatement... statements) {
        return BOUNDARY.node(node, List.of(statements), NOW);
    }

    private static NodeFacts plain() {
        return provided(without(labelled(addressed(hanoiNode()), CSI_KEY, ""), _ -> Map.of()), "");
    }

    @Test
    void theLadderIsClimbedSourceBySource() {
        var statement = statement("hn-01", "uid-1");
        assertThat(judge(labelled(plain(), NodeFacts.ZONE, "", NodeFacts.REGION, ""))
                        .place())
                .isInstanceOf(Place.Unknown.class);
        assertThat(judge(plain())).extracting(Whereabouts::level).isEqualTo(EvidenceLevel.SelfDeclared);
        assertThat(judge(provided(plain(), "openstack://hn/1")).level()).isEqualTo(EvidenceLevel.Provider);
        assertThat(judge(provided(plain(), "openstack://hn/1"), statement).level())
                .isEqualTo(EvidenceLevel.Attested);
        assertThat(judge(addressed(hanoiNode()), statement).level()).isEqualTo(EvidenceLevel.Attested);
        assertThat(judge(without(hanoiNode(), _ -> Map.of()), statement).level())
                .isEqualTo(EvidenceLevel.Attested);
        assertThat(judge(hanoiNode(), statement).level()).isEqualTo(EvidenceLevel.Corroborated);
        assertThat(judge(hanoiNode(), statement).place()).isEqualTo(new Place.AtSite("hn-01"));
        assertThat(judge(hanoiNode(), statement).sources()).hasSize(5);
    }

    @Test
    void aStatementDoesNotMakeUpForAMissingProviderIDOfASiteThatHasPatterns() {
        assertThat(judge(plain(), statement("hn-01", "uid-1")).level()).isEqualTo(EvidenceLevel.SelfDeclared);
    }

    @Test
    void aSiteWithoutPatternsNeedsNoProviderID() {
        var site = Samples.site("hn-01", "01", new Site.Nodes(List.of(), List.of("vn-north-1a"), List.of()), List.of());
        var boundary = Samples.boundary(Samples.spec(List.of(site, Samples.saigon())));
        var node = plain();
        assertThat(boundary.node(node, List.of(), NOW).level()).isEqualTo(EvidenceLevel.SelfDeclared);
        assertThat(boundary.node(node, List.of(statement("hn-01", "uid-1")), NOW)
                        .level())
                .isEqualTo(EvidenceLevel.Attested);
        assertThat(boundary.node(provided(node, "aws:///ap-southeast-1b/i-1"), List.of(), NOW)
                        .contradiction())
                .contains("ap-southeast-1b");
    }

    @Test
    void theLiarIsToldWithBothSources() {
        var liar = provided(hanoiNode(), "aws:///ap-southeast-1b/i-0f9e8d7c6b5a40302");
        assertThat(judge(liar).level()).isEqualTo(EvidenceLevel.Inconsistent);
        assertThat(judge(liar).contradiction())
                .isEqualTo("label topology.kubernetes.io/zone=vn-north-1a says site hn-01, but"
                        + " providerID aws:///ap-southeast-1b/i-0f9e8d7c6b5a40302 says ap-southeast-1b, which nobody"
                        + " lists");
        assertThat(BOUNDARY.territory(Set.of()).judge(judge(liar))).isEqualTo(Verdict.NotMet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openstack://hcm/1",
                "openstack://elsewhere/1",
                "gce://p/asia-southeast1-b/n",
                "weird",
                "OPENSTACK://hn/1"
            })
    void aProviderIDFromElsewhereContradicts(String id) {
        assertThat(judge(provided(hanoiNode(), id)).contradiction()).contains("providerID " + id);
    }

    @Test
    void everyOtherSourceCanContradict() {
        assertThat(judge(labelled(hanoiNode(), NodeFacts.REGION, "ap-southeast-1"))
                        .contradiction())
                .contains("topology.kubernetes.io/region=ap-southeast-1");
        assertThat(judge(labelled(hanoiNode(), CSI_KEY, "HCM-1A")).contradiction())
                .contains("CSI topology");
        assertThat(judge(labelled(hanoiNode(), CSI_KEY, "ap-southeast-1a")).contradiction())
                .contains("nobody lists");
        assertThat(judge(labelled(hanoiNode(), CSI_KEY, "BKK-1A")).contradiction())
                .contains("country TH");
        assertThat(judge(addressed(hanoiNode(), "10.10.0.1", "10.20.0.1")).contradiction())
                .contains("site hcm-01");
        assertThat(judge(addressed(hanoiNode(), "8.8.8.8")).contradiction()).contains("8.8.8.8");
        assertThat(judge(addressed(hanoiNode(), "10.10.0.1", "2001:db8:99::1")).contradiction())
                .contains("2001:db8:99::1");
        assertThat(judge(hanoiNode(), statement("hcm-01", "uid-1")).contradiction())
                .contains("signed by dc-team");
        assertThat(judge(hanoiNode(), statement("hn-01", "uid-1"), statement("hcm-01", "uid-1"))
                        .contradiction())
                .isNotNull();
        var moved = labelled(hanoiNode(), NodeFacts.ZONE, "ap-southeast-1a", NodeFacts.REGION, "ap-southeast-1");
        assertThat(judge(moved).contradiction()).contains("openstack://hn");
    }

    @Test
    void aStatementIsVoidOnceTheMachineOrTheNodeObjectIsAnother() {
        var good = statement("hn-01", "uid-1");
        var node = hanoiNode();
        for (var other : List.of(
                identified(node, "uid-2", node.systemUUID(), node.machineID()),
                identified(node, "uid-1", "other", node.machineID()),
                identified(node, "uid-1", node.systemUUID(), "other"),
                identified(node, "uid-1", "", ""))) {
            assertThat(judge(other, good).level()).isEqualTo(EvidenceLevel.Provider);
        }
        assertThat(judge(node, statement("hn-01", null)).level()).isEqualTo(EvidenceLevel.Provider);
        assertThat(BOUNDARY.node(node, List.of(good), good.expiresAt()).level()).isEqualTo(EvidenceLevel.Provider);
        assertThat(BOUNDARY.node(node, List.of(good), good.expiresAt().minusMillis(1))
                        .level())
                .isEqualTo(EvidenceLevel.Corroborated);
        assertThat(judge(identified(node, "uid-1", node.systemUUID().toLowerCase(Locale.ROOT), node.machineID()), good)
                        .level())
                .isEqualTo(EvidenceLevel.Corroborated);
    }

    @Test
    void virtualNodesStayAtTheBottom() {
        var statement = statement("hn-01", "uid-1");
        for (var node : List.of(
                labelled(hanoiNode(), "type", "virtual-kubelet"),
                labelled(hanoiNode(), "liqo.io/remote-cluster-id", "x"),
                labelled(hanoiNode(), "offloading.liqo.io/node", "x"),
                running(hanoiNode(), "v1.36.3", "virtual-kubelet.io/provider"),
                running(hanoiNode(), "v1.36.3", "virtual-node.liqo.io/not-allowed"),
                running(hanoiNode(), "v1.15.2-vk-azure-aci-1.2"),
                running(hanoiNode(), "fake"),
                running(hanoiNode(), ""),
                running(hanoiNode(), "v2.0.0"))) {
            assertThat(node.isVirtual()).as("%s", node).isTrue();
            assertThat(judge(node, statement).level()).isEqualTo(EvidenceLevel.SelfDeclared);
        }
        for (var version : List.of("v1.36.3", "v1.31.0+k3s1", "v1.29.1-eks-1", "v1.30")) {
            assertThat(running(hanoiNode(), version).isVirtual()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HCM, BKK-1A, TH",
        "HCM, HCM-1B, VN",
        "'', HAN-1A, VN",
        "JP, JCSI2, JP",
        "JP/JCSI2, JCSI2, JP",
        "HAN, '', VN",
    })
    void nodesInCatalogueZones(String region, String zone, String country) {
        var bare = Samples.spec(List.of(Samples.hanoi()));
        var node = labelled(plain(), NodeFacts.REGION, region, NodeFacts.ZONE, zone);
        var where = Samples.boundary(bare).node(node, List.of(), NOW);
        assertThat(where.place()).isEqualTo(new Place.InCountry(country));
        assertThat(where.level()).isEqualTo(EvidenceLevel.SelfDeclared);
    }

    @Test
    void bangkokIsForeignAlsoWhereASiteListsItsRegion() {
        var node = labelled(plain(), NodeFacts.REGION, "HCM", NodeFacts.ZONE, "BKK-1A");
        assertThat(judge(node).place()).isEqualTo(new Place.InCountry("TH"));
        assertThat(judge(provided(node, "openstack://hcm/1")).contradiction()).contains("country TH");
        assertThat(judge(labelled(node, NodeFacts.ZONE, "")).place()).isInstanceOf(Place.Unlisted.class);
        assertThat(judge(labelled(node, NodeFacts.ZONE, "HCM-1A")).place()).isEqualTo(new Place.AtSite("hcm-01"));
        assertThat(judge(labelled(node, NodeFacts.REGION, "HAN")).level()).isEqualTo(EvidenceLevel.Inconsistent);
    }

    @Test
    void anUnlistedZoneOfAListedRegionIsOutside() {
        var where = judge(labelled(plain(), NodeFacts.ZONE, "vn-north-9z"));
        assertThat(where.place()).isInstanceOf(Place.Unlisted.class);
        assertThat(where.contradiction()).isNull();
    }

    @Test
    void agreeingEvidenceNeverLowersTheLevel() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var full = hanoiNode();
        List<UnaryOperator<NodeFacts>> evidence = List.of(
                node -> provided(node, full.providerID()),
                node -> addressed(node, "10.10.1.5"),
                node -> without(labelled(node, CSI_KEY, "vn-north-1a"), _ -> full.csiTopologyKeys()),
                node -> labelled(node, NodeFacts.REGION, "vn-north"),
                UnaryOperator.identity());
        for (var run = 0; run < 200; run++) {
            var order = new ArrayList<>(evidence);
            Collections.shuffle(order, random);
            var node = labelled(plain(), NodeFacts.REGION, "");
            var statements = new ArrayList<VerifiedStatement>();
            var before = BOUNDARY.node(node, statements, NOW).level();
            for (var more : order) {
                if (more == evidence.getLast()) {
                    statements.add(statement("hn-01", "uid-1"));
                }
                node = more.apply(node);
                var after = BOUNDARY.node(node, statements, NOW);
                assertThat(after.contradiction()).as("seed %d", seed).isNull();
                assertThat(after.level()).as("seed %d", seed).isGreaterThanOrEqualTo(before);
                before = after.level();
            }
            assertThat(before).as("seed %d", seed).isEqualTo(EvidenceLevel.Corroborated);
        }
    }

    @Test
    void marksOfTheOperatorAreNothingThatANodeSaysOfItself() {
        var node = hanoiNode();
        var marked = labelled(node, NodeFacts.MARK_PREFIX + "residency.citizen-data", "eligible");
        assertThat(marked).isNotEqualTo(node);
        assertThat(marked.saysTheSameAs(node)).isTrue();
        assertThat(node.saysTheSameAs(marked)).isTrue();
        assertThat(labelled(marked, NodeFacts.REGION, "th-central").saysTheSameAs(node))
                .isFalse();
        assertThat(labelled(node, "node-restriction.kubernetes.io/rack", "r1").saysTheSameAs(node))
                .isFalse();
    }
}
