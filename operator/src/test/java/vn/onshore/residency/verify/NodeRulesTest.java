package vn.onshore.residency.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.EvidenceLevel;
import vn.onshore.boundary.Locator;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Place;
import vn.onshore.boundary.Territory;
import vn.onshore.boundary.Whereabouts;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Manifest;

/** What only a live cluster shows, on nodes that are made up. */
class NodeRulesTest {
    private static final Map<String, String> HANOI =
            Map.of(NodeFacts.REGION, "vn-north", NodeFacts.ZONE, "vn-north-1a");

    private final Map<String, NodeView> nodes = new HashMap<>();
    private final Verifier verifier = new Verifier(
            new PolicyView(
                    "p",
                    new Territory("VN", Set.of()),
                    new HanoiOnly(),
                    new NamespaceSelection(Map.of("governed", "yes"), List.of(), Set.of()),
                    Set.of("default-scheduler"),
                    EvidenceLevel.Provider,
                    "cluster.local"),
            new Lookup() {
                @Override
                public Optional<Map<String, String>> namespaceLabels(String namespace) {
                    return namespace.equals("gone") ? Optional.empty() : Optional.of(Map.of("governed", "yes"));
                }

                @Override
                public Optional<NodeView> node(String name) {
                    return Optional.ofNullable(nodes.get(name));
                }

                @Override
                public boolean isLive() {
                    return true;
                }
            });

    NodeRulesTest() {
        node("hanoi", HANOI, Whereabouts.atSite("hn-01", EvidenceLevel.Provider, "x"), null);
        node("claims", HANOI, Whereabouts.atSite("hn-01", EvidenceLevel.SelfDeclared, "x"), null);
        node("bangkok", Map.of(NodeFacts.ZONE, "BKK-1A"), Whereabouts.inCountry("TH", "x"), null);
        node("silent", Map.of(), Whereabouts.unknown("it says nothing"), null);
        node(
                "liar",
                HANOI,
                new Whereabouts(
                        new Place.AtSite("hn-01"),
                        EvidenceLevel.Inconsistent,
                        List.of(),
                        "the label says hn-01, the provider id says ap-southeast-1"),
                null);
        node("renewed", HANOI, Whereabouts.atSite("hn-01", EvidenceLevel.Provider, "x"), "its uid is another");
    }

    private void node(String name, Map<String, String> labels, Whereabouts whereabouts, @Nullable String voided) {
        var facts = new NodeFacts(name, "u", labels, "", "", "", "v1.36.3", List.of(), List.of(), Map.of());
        nodes.put(name, new NodeView(facts, whereabouts, voided));
    }

    private static Manifest object(String kind, Map<String, Object> metadata, Map<String, Object> spec) {
        return Manifest.of(Map.of("apiVersion", "v1", "kind", kind, "metadata", metadata, "spec", spec));
    }

    private Map<String, Verdict> judge(Manifest object) {
        return verifier.judge(object).stream().collect(Collectors.toMap(Finding::rule, Finding::verdict));
    }

    private Map<String, Verdict> podOn(String node, Map<String, Object> metadata, Map<String, Object> more) {
        var spec = new HashMap<String, Object>(more);
        spec.put("nodeName", node);
        return judge(object("Pod", metadata, spec));
    }

    @Test
    void aPodIsJudgedByItsNode() {
        assertThat(podOn("hanoi", Map.of("name", "a"), Map.of())).containsEntry("E01", Verdict.Met);
        for (var node : List.of("claims", "bangkok", "silent", "liar")) {
            assertThat(podOn(node, Map.of("name", "a"), Map.of())).as(node).containsEntry("E01", Verdict.NotMet);
        }
        assertThat(podOn("absent", Map.of("name", "a"), Map.of())).containsEntry("E01", Verdict.Unknown);
        assertThat(podOn("", Map.of("name", "a"), Map.of())).doesNotContainKey("E01");
        assertThat(podOn("bangkok", Map.of("name", "a"), Map.of())).containsEntry("E05", Verdict.Met);
    }

    @Test
    void templatesThatPinANodeAreJudgedByIt() {
        for (var expected : Map.of("hanoi", Verdict.Met, "bangkok", Verdict.NotMet, "absent", Verdict.NotMet)
                .entrySet()) {
            var template = Map.<String, Object>of("template", Map.of("spec", Map.of("nodeName", expected.getKey())));
            var job = Manifest.of(
                    Map.of("apiVersion", "batch/v1", "kind", "Job", "metadata", Map.of("name", "j"), "spec", template));
            assertThat(judge(job)).containsEntry("E05", expected.getValue());
        }
    }

    @Test
    void nodesAreJudgedByWhatTheySay() {
        assertThat(judge(object("Node", Map.of("name", "liar"), Map.of()))).containsEntry("E02", Verdict.NotMet);
        assertThat(judge(object("Node", Map.of("name", "bangkok"), Map.of()))).containsEntry("E02", Verdict.Met);
        assertThat(judge(object("Node", Map.of("name", "renewed"), Map.of()))).containsEntry("E03", Verdict.NotMet);
        assertThat(judge(object("Node", Map.of("name", "hanoi"), Map.of())).values())
                .containsOnly(Verdict.Met);
        assertThat(judge(object("Node", Map.of("name", "absent"), Map.of()))).containsEntry("E02", Verdict.Unknown);
    }

    @Test
    void aVirtualNodeMustNotClaimAPlaceInside() {
        var labels = new HashMap<String, Object>(HANOI);
        labels.put("type", "virtual-kubelet");
        var claiming = object("Node", Map.of("name", "hanoi", "labels", labels), Map.of());
        assertThat(judge(claiming)).containsEntry("E04", Verdict.NotMet);
        assertThat(verifier.judge(claiming))
                .filteredOn(finding -> finding.rule().equals("E04"))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains(NodeFacts.ZONE, " and ", NodeFacts.REGION)
                .containsOnlyOnce("nobody knows where its pods run");
        assertThat(judge(
                        object("Node", Map.of("name", "hanoi", "labels", Map.of("type", "virtual-kubelet")), Map.of())))
                .containsEntry("E04", Verdict.Met);
    }

    @Test
    void staticPodsLabelsAndTolerationsAreSeen() {
        var mirror = Map.<String, Object>of("name", "a", "annotations", Map.of("kubernetes.io/config.mirror", "9f"));
        assertThat(podOn("bangkok", mirror, Map.of())).containsEntry("E06", Verdict.NotMet);
        assertThat(podOn("hanoi", mirror, Map.of())).containsEntry("E06", Verdict.Met);
        assertThat(podOn("hanoi", Map.of("name", "a"), Map.of())).doesNotContainKeys("E06", "E07", "E08");

        var forged = Map.<String, Object>of("name", "a", "labels", Map.of(NodeFacts.ZONE, "vn-north-1a"));
        assertThat(podOn("silent", forged, Map.of())).containsEntry("E07", Verdict.NotMet);
        assertThat(podOn("bangkok", forged, Map.of())).containsEntry("E07", Verdict.NotMet);
        assertThat(podOn("hanoi", forged, Map.of())).containsEntry("E07", Verdict.Met);

        var everywhere = Map.<String, Object>of("tolerations", List.of(Map.of("operator", "Exists")));
        assertThat(podOn("bangkok", Map.of("name", "a"), everywhere)).containsEntry("E08", Verdict.NotMet);
        var daemon = Map.<String, Object>of("name", "a", "ownerReferences", List.of(Map.of("kind", "DaemonSet")));
        assertThat(podOn("hanoi", daemon, Map.of())).containsEntry("E08", Verdict.Met);
        assertThat(podOn("bangkok", daemon, Map.of())).containsEntry("E08", Verdict.NotMet);
    }

    @Test
    void podsOfUnknownNamespacesAreUnknown() {
        var findings = new ArrayList<>(podOn("hanoi", Map.of("name", "a", "namespace", "gone"), Map.of())
                .values());
        assertThat(findings).isNotEmpty().containsOnly(Verdict.Unknown);
    }

    @Test
    void findingsNameTheWorkloadOfAPod() {
        var owner = Map.of("controller", true, "kind", "ReplicaSet", "name", "web-5d9c");
        var metadata = Map.of(
                "name", "web-5d9c-x", "labels", Map.of("pod-template-hash", "5d9c"), "ownerReferences", List.of(owner));
        assertThat(Workload.controlling(object("Pod", metadata, Map.of()))).contains("Deployment/web");
        var finding = verifier.judge(object("Pod", metadata, Map.of("nodeName", "bangkok")))
                .getFirst();
        assertThat(finding.controller()).isEqualTo("Deployment/web");
        assertThat(finding.message()).isEqualTo("the pod runs on bangkok, which is in TH");
        assertThat(verifier.judge(object("Pod", Map.of("name", "bare"), Map.of("nodeName", "bangkok"))))
                .extracting(Finding::controller)
                .containsOnlyNulls();
    }

    @Test
    void localVolumesAreWhereTheirNodeIs() {
        for (var expected : Map.of("hanoi", Verdict.Met, "bangkok", Verdict.NotMet, "absent", Verdict.Unknown)
                .entrySet()) {
            var expression =
                    Map.of("key", "kubernetes.io/hostname", "operator", "In", "values", List.of(expected.getKey()));
            var affinity = Map.of(
                    "required", Map.of("nodeSelectorTerms", List.of(Map.of("matchExpressions", List.of(expression)))));
            var volume = object("PersistentVolume", Map.of("name", "v"), Map.of("nodeAffinity", affinity));
            assertThat(judge(volume)).containsEntry("E19", expected.getValue());
        }
    }

    /** Knows one zone and one region. */
    private static final class HanoiOnly implements Locator {
        @Override
        public Whereabouts host(String host) {
            return Whereabouts.unlisted("unlisted");
        }

        @Override
        public Whereabouts authority(String authority) {
            return Whereabouts.unlisted("unlisted");
        }

        @Override
        public Whereabouts address(String ip) {
            return Whereabouts.unlisted("unlisted");
        }

        @Override
        public Whereabouts url(String url) {
            return Whereabouts.unlisted("unlisted");
        }

        @Override
        public Whereabouts registry(String imageReference) {
            return Whereabouts.unlisted("unlisted");
        }

        @Override
        public Whereabouts topology(String key, String value) {
            return HANOI.containsValue(value)
                    ? Whereabouts.atSite("hn-01", EvidenceLevel.Provider, "zone")
                    : Whereabouts.unlisted("unlisted");
        }

        @Override
        public boolean isTopologyKey(String key) {
            return HANOI.containsKey(key);
        }

        @Override
        public boolean knowsDriver(String driver) {
            return false;
        }

        @Override
        public boolean hasTopology(String driver) {
            return false;
        }

        @Override
        public List<Placed> parameters(String driver, Map<String, String> parameters) {
            return List.of();
        }

        @Override
        public Whereabouts handle(String driver, String handle) {
            return Whereabouts.unknown("unknown");
        }
    }
}
