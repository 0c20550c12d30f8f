package vn.onshore.isolation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.admission.CelPolicy;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.isolation.zoning.ZoningReader;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** What a resource is compiled into, and what its admission policies refuse. */
class GuardCompilerTest {
    private static final Path OUT = Path.of(
            System.getProperty("onshore.root", ".."),
            "operator/src/test/resources/vn/onshore/isolation/guard/out-archive.yaml");
    private static final String OPERATOR = "system:serviceaccount:onshore-system:onshore";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private static final Networks OWN = new Networks(
            set("10.244.0.0/16", "fd00:10:244::/56"), set("10.96.0.0/16"), set("10.0.0.11/32", "10.0.0.12/32"));

    private static final Zoning.Dns DNS = new Zoning.Dns(
            "kube-system",
            Selector.of(Map.of("k8s-app", "kube-dns")),
            PortSet.of(Protocol.UDP, 53).union(PortSet.of(Protocol.TCP, 53)));

    private static final ServerFeatures SERVER = new ServerFeatures(
            36,
            Set.of(
                    "admissionregistration.k8s.io/v1/validatingadmissionpolicies",
                    "policy.networking.k8s.io/v1alpha2/clusternetworkpolicies",
                    "policy.networking.k8s.io/v1alpha1/adminnetworkpolicies"));

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private static final Guards GUARDS = GuardCompiler.compile(inputs(SERVER, Optional.of(DNS)));

    /** {@code -Dgolden.write=true} rewrites the file. */
    @Test
    void allOfIt() throws IOException {
        var yaml = GUARDS.objects().stream().map(GuardCompilerTest::yaml).collect(Collectors.joining());
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(OUT.getParent());
            Files.writeString(OUT, yaml);
        }
        assertThat(yaml).isEqualTo(Files.readString(OUT));
        assertThat(GUARDS.skipped()).isEmpty();
    }

    @Test
    void everyNamespaceOfAZoneIsClosedInBothDirections() {
        for (var namespace : List.of("db-a", "db-b", "shop", "front", "ops")) {
            assertThat(GUARDS.objects())
                    .filteredOn(object -> object.namespace().equals(namespace))
                    .hasSize(3)
                    .anySatisfy(object -> assertThat(object.tree().at("spec").fields())
                            .isEqualTo(Map.of("podSelector", Map.of(), "policyTypes", List.of("Ingress", "Egress"))));
        }
    }

    @Test
    void addressesNeverMeanTheClusterItself() {
        var block = new AddressRules(OWN).ipBlock(cidr("10.0.0.0/8")).orElseThrow();
        assertThat(block.get("except"))
                .isEqualTo(List.of("10.0.0.11/32", "10.0.0.12/32", "10.96.0.0/16", "10.244.0.0/16"));
        assertThat(new AddressRules(OWN).ipBlock(cidr("10.244.7.0/24"))).isEmpty();
        assertThat(new AddressRules(OWN).ipBlock(cidr("169.254.169.254/32"))).isEmpty();
        assertThat(new AddressRules(OWN).ipBlock(cidr("10.0.0.11/32")).orElseThrow())
                .isEqualTo(Map.of("cidr", "10.0.0.11/32"));
    }

    @Test
    void withoutTheTierOnlyNetworkPoliciesAreMade() {
        var bare = new ServerFeatures(36, Set.of("admissionregistration.k8s.io/v1/validatingadmissionpolicies"));
        assertThat(GuardCompiler.compile(inputs(bare, Optional.of(DNS))).objects())
                .extracting(Manifest::kind)
                .doesNotContain("ClusterNetworkPolicy", "AdminNetworkPolicy");
        var older = new ServerFeatures(36, Set.of("policy.networking.k8s.io/v1alpha1/adminnetworkpolicies"));
        var guards = GuardCompiler.compile(inputs(older, Optional.empty()));
        assertThat(guards.objects())
                .filteredOn(object -> object.kind().equals("AdminNetworkPolicy"))
                .hasSize(4);
        assertThat(guards.skipped()).hasSize(2);
    }

    /** Into the database zone: from app on TCP 5432 only; out of it: to hcm-01 on TCP 443, and DNS. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            admitted | {podSelector: {}}
            admitted | {podSelector: {}, policyTypes: [Ingress, Egress]}
            admitted | {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}
            admitted | {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}
            admitted | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: storage}}}]}]}
            admitted | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: storage, team: a}}}], ports: [{port: 80}]}]}
            admitted | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: app}}}], ports: [{protocol: TCP, port: 5432}]}]}
            admitted | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: zone, operator: In, values: [app]}]}}], ports: [{port: 5432}]}]}
            admitted | {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 198.51.100.0/26}}], ports: [{port: 443}]}]}
            admitted | {podSelector: {}, egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{protocol: UDP, port: 53}]}]}
            refused  | {podSelector: {}, ingress: [{}]}
            refused  | {podSelector: {}, ingress: [{from: []}]}
            refused  | {podSelector: {}, ingress: [{ports: [{port: 5432}]}]}
            refused  | {podSelector: {}, egress: [{}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: app}}}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: app}}}], ports: [{port: 22}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: app}}}], ports: [{port: 5432, endPort: 5433}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: app}}}], ports: [{port: postgres}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: app}}}], ports: [{protocol: TCP}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: app}}}], ports: [{protocol: UDP, port: 5432}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: zone, operator: In, values: [app, mgmt]}]}}], ports: [{port: 5432}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: zone, operator: Exists}]}}], ports: [{port: 5432}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: mgmt}}}], ports: [{port: 5432}]}]}
            refused  | {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}
            refused  | {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}
            refused  | {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 198.51.100.0/24}}], ports: [{port: 443}]}]}
            refused  | {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 198.51.100.0/26}}]}]}
            refused  | {podSelector: {}, egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], ports: [{protocol: UDP, port: 53}]}]}
            """)
    void whatCannotBeShownToLieInsideIsRefused(String verdict, String spec) throws IOException {
        var policy = CelPolicy.of(object("ValidatingAdmissionPolicy", "onshore-archive-storage-openings"));
        var object = Map.<String, Object>of(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "NetworkPolicy",
                "metadata",
                Map.of("name", "theirs", "namespace", "db-a"),
                "spec",
                map(spec));
        var refusal = policy.refusal(object, null, request("CREATE", "kubernetes-admin"));
        assertThat(refusal).doesNotStartWith("error:");
        if (verdict.equals("admitted")) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal).contains("NetworkPolicy theirs opens more than NetworkIsolation archive", "spec.flows");
        }
        assertThat(policy.refusal(object, null, request("CREATE", OPERATOR))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            admitted | {a: b}                | {a: c}
            admitted | {zone: app, a: b}     | {zone: app}
            admitted | -                     | {zone: app}
            refused  | {zone: app}           | {zone: mgmt}
            refused  | {zone: app}           | {}
            refused  | {}                    | {zone: storage}
            """)
    void aNamespaceKeepsItsZone(String verdict, String before, String after) throws IOException {
        var policy = CelPolicy.of(object("ValidatingAdmissionPolicy", "onshore-archive-labels"));
        var refusal = policy.refusal(
                namespace(after),
                before == null ? null : namespace(before),
                request(before == null ? "CREATE" : "UPDATE", "kubernetes-admin"));
        assertThat(refusal.isEmpty()).as(refusal).isEqualTo(verdict.equals("admitted"));
        assertThat(refusal).doesNotStartWith("error:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            admitted | {zone: app}     | {zone: mgmt}
            admitted | {}              | {zone: mgmt}
            refused  | {zone: app}     | {zone: storage}
            refused  | {zone: app}     | {}
            refused  | {zone: mgmt}    | {zone: app}
            """)
    void aMoveGoesWhereItSaysAndNowhereElse(String verdict, String before, String after) throws IOException {
        var moves = List.of(new Zoning.Move("shop", "mgmt", "becomes a tool"));
        var policy = CelPolicy.of(labels(moves));
        var user = request("UPDATE", "kubernetes-admin");
        var refusal = policy.refusal(namespace(after), namespace(before), user);
        assertThat(refusal.isEmpty()).as(refusal).isEqualTo(verdict.equals("admitted"));
        assertThat(CelPolicy.of(labels(List.of(new Zoning.Move("other", "mgmt", "is another"))))
                        .refusal(namespace(after), namespace(before), user))
                .contains("name this one in spec.moves there");
        assertThat(CelPolicy.of(labels(List.of(new Zoning.Move("shop", null, "ends"))))
                        .refusal(namespace("{}"), namespace("{zone: app}"), user))
                .isEmpty();
    }

    private static Manifest labels(List<Zoning.Move> moves) {
        return object(
                GuardCompiler.compile(inputs(SERVER, Optional.of(DNS), moves)),
                "ValidatingAdmissionPolicy",
                "onshore-archive-labels");
    }

    @Test
    void managedPoliciesAreLeftAsTheyAre() throws IOException {
        var policy = CelPolicy.of(object("ValidatingAdmissionPolicy", "onshore-archive-managed"));
        var ours =
                object("NetworkPolicy", "onshore-archive-default-deny").tree().fields();
        var edited = new LinkedHashMap<>(ours);
        edited.put("spec", map("{podSelector: {}, policyTypes: [Ingress]}"));
        var user = request("UPDATE", "kubernetes-admin");
        assertThat(policy.refusal(edited, ours, user)).contains("NetworkIsolation archive manages");
        assertThat(policy.refusal(ours, ours, user)).isEmpty();
        assertThat(policy.refusal(edited, ours, request("UPDATE", OPERATOR))).isEmpty();
        var foreign = Map.<String, Object>of("metadata", Map.of("name", "x"), "spec", Map.of());
        assertThat(policy.refusal(edited, foreign, user)).isEmpty();
    }

    /** Else the operator could not see whether its guards refuse. */
    @Test
    void theOperatorIsJudgedWhenItTriesTheGuards() throws IOException {
        var openings = CelPolicy.of(object("ValidatingAdmissionPolicy", "onshore-archive-storage-openings"));
        var asked = request("CREATE", OPERATOR);
        assertThat(openings.refusal(opening("archive"), null, asked)).contains("opens more than");
        assertThat(openings.refusal(opening("other"), null, asked)).isEmpty();
        var managed = CelPolicy.of(object("ValidatingAdmissionPolicy", "onshore-archive-managed"));
        var ours =
                object("NetworkPolicy", "onshore-archive-default-deny").tree().fields();
        assertThat(managed.refusal(null, ours, request("DELETE", OPERATOR))).isEmpty();
        assertThat(managed.refusal(null, ours, request("DELETE", "kubernetes-admin")))
                .contains("manages");
    }

    private static Map<String, Object> opening(String canary) throws IOException {
        return map("{metadata: {name: onshore-canary, annotations: {onshore.vn/canary: " + canary
                + "}}, spec: {podSelector: {}, ingress: [{}]}}");
    }

    private static Map<String, Object> namespace(String labels) throws IOException {
        return Map.of("metadata", Map.of("name", "shop", "labels", map(labels)));
    }

    private static Map<String, Object> request(String operation, String user) {
        return Map.of("operation", operation, "name", "theirs", "userInfo", Map.of("username", user));
    }

    private static Manifest object(String kind, String name) {
        return object(GUARDS, kind, name);
    }

    private static Manifest object(Guards guards, String kind, String name) {
        return guards.objects().stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static GuardInputs inputs(ServerFeatures server, Optional<Zoning.Dns> dns) {
        return inputs(server, dns, List.of());
    }

    private static GuardInputs inputs(ServerFeatures server, Optional<Zoning.Dns> dns, List<Zoning.Move> moves) {
        var zoning = zoning();
        return new GuardInputs(
                "archive",
                "11111111-2222-3333-4444-555555555555",
                zoning,
                zoning.openFlows(NOW),
                Map.of(
                        "storage",
                        List.of("db-a", "db-b"),
                        "app",
                        List.of("shop"),
                        "edge",
                        List.of("front"),
                        "mgmt",
                        List.of("ops")),
                moves,
                OWN,
                dns,
                OPERATOR,
                true,
                List.of(OPERATOR),
                server);
    }

    private static Zoning zoning() {
        try (var in = GuardCompilerTest.class.getResourceAsStream("/vn/onshore/api/isolation.yaml")) {
            @SuppressWarnings("unchecked")
            var resource = (Map<String, Object>) YAML.readValue(in, Map.class);
            var spec = Json.convert(new Tree(resource).at("spec").fields(), NetworkIsolationSpec.class);
            var boundary = Json.convert(map("""
                    sites:
                    - {id: hn-01, province: {scheme: QD19-2025, code: "01"}, cidrs: [10.0.0.0/16, 203.0.113.0/24]}
                    - {id: hcm-01, province: {scheme: QD19-2025, code: "79"}, cidrs: [198.51.100.0/25]}
                    """), OnshoreBoundarySpec.class);
            var reading = ZoningReader.read(spec, boundary.sites(), null, List.of());
            return ((ZoningReader.Reading.Sound) reading).zoning();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AddressSet set(String... cidrs) {
        return AddressSet.ofCidrs(Stream.of(cidrs).map(GuardCompilerTest::cidr).toList());
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(String yaml) throws IOException {
        return YAML.readValue(yaml, Map.class);
    }

    private static String yaml(Manifest object) {
        try {
            return YAML.writeValueAsString(object.tree().fields());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
