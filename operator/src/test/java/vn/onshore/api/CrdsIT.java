package vn.onshore.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.sandbox.controlplane.Kubectl;
import vn.onshore.world.LiveCluster;

/** What users are told at {@code kubectl apply} by the real API server. */
class CrdsIT {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final LiveCluster cluster = LiveCluster.shared();
    private static final Kubectl kubectl = cluster.plane().kubectl();

    /** It would act on what is stored here. */
    @BeforeAll
    static void nobodyActs() {
        cluster.withoutOperator();
    }

    @AfterAll
    static void tidy() {
        cluster.delete("dataresidency", "stored");
        cluster.delete("onshoreboundary", "stored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"boundary", "residency", "isolation", "attestation"})
    void whatIsRightIsTaken(String file) throws IOException {
        var result = kubectl.apply(yaml(file), "--dry-run=server");
        assertThat(result.err()).isEmpty();
        assertThat(result.succeeded()).isTrue();
    }

    /** An empty value removes the field; what begins with a bracket or brace is YAML. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", nullValues = "-", textBlock = """
            boundary    | spec                            | -                       | spec: Required value
            boundary    | spec.sites                      | []                      | spec.sites
            boundary    | spec.sites                      | -                       | spec.sites: Required value
            boundary    | spec.jurisdiction               | vietnam                 | spec.jurisdiction
            boundary    | spec.nodeGuard                  | Fence                   | spec.nodeGuard: Unsupported value
            boundary    | spec.useCatalogue               | maybe                   | useCatalogue
            boundary    | spec.sites.0.id                 | Hà Nội                  | spec.sites[0].id
            boundary    | spec.sites.0.id                 | hn_01                   | spec.sites[0].id
            boundary    | spec.sites.1.id                 | hn-01                   | spec.sites[1]: Duplicate value
            boundary    | spec.sites.0.province           | -                       | spec.sites[0].province: Required value
            boundary    | spec.sites.0.province           | {code: "01"}            | spec.sites[0].province.scheme: Required value
            boundary    | spec.sites.0.province.code      | "99"                    | province.code is not one of the 34 codes of Decision 19/2025/QD-TTg
            boundary    | spec.sites.0.province.code      | 1                       | spec.sites[0].province.code
            boundary    | spec.sites.0.province.scheme    | TCVN                    | spec.sites[0].province.scheme: Unsupported value
            boundary    | spec.sites.1.province.code      | "44"                    | province.code must look like VN-HN
            boundary    | spec.sites.0.coordinates        | {latitude: 100, longitude: 0} | spec.sites[0].coordinates.latitude
            boundary    | spec.sites.0.coordinates        | {latitude: 1, longitude: -181} | spec.sites[0].coordinates.longitude
            boundary    | spec.sites.0.coordinates        | {latitude: 1}           | spec.sites[0].coordinates.longitude: Required value
            boundary    | spec.sites.0.cidrs              | [10.10.0.0]             | spec.sites[0].cidrs[0]
            boundary    | spec.sites.0.cidrs              | [ten/8]                 | spec.sites[0].cidrs[0]
            boundary    | spec.sites.0.operator           | {name: X, establishedIn: Vietnam} | spec.sites[0].operator.establishedIn
            boundary    | spec.sites.0.attestors.0.publicKey | ssh-ed25519 AAAA     | spec.sites[0].attestors[0].publicKey
            boundary    | spec.endpoints.0.site           | dn-01                   | an entry of spec.endpoints names a site that spec.sites does not have
            boundary    | spec.domains.0.site             | dn-01                   | an entry of spec.domains names a site that spec.sites does not have
            boundary    | spec.registries.1.site          | dn-01                   | an entry of spec.registries names a site that spec.sites does not have
            boundary    | spec.exemptions.reason          | -                       | spec.exemptions needs a reason
            residency   | metadata.name                   | a.b                     | metadata.name becomes part of labels
            residency   | metadata.name                   | aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeee | at most 48
            residency   | spec.boundaryRef                | -                       | spec.boundaryRef: Required value
            residency   | spec.boundaryRef                | {}                      | spec.boundaryRef.name: Required value
            residency   | spec.namespaceSelector          | -                       | spec.namespaceSelector: Required value
            residency   | spec.namespaceSelector          | {}                      | spec.namespaceSelector is empty and would select every namespace
            residency   | spec.namespaceSelector          | {matchLabels: {}}       | spec.namespaceSelector is empty and would select every namespace
            residency   | spec.namespaceSelector          | {matchExpressions: [{key: a, operator: In}]} | In and NotIn need values
            residency   | spec.namespaceSelector          | {matchExpressions: [{key: a, operator: Exists, values: [b]}]} | In and NotIn need values
            residency   | spec.namespaceSelector          | {matchExpressions: [{key: a, operator: Is}]} | spec.namespaceSelector.matchExpressions[0].operator: Unsupported value
            residency   | spec.mode                       | enforce                 | spec.mode: Unsupported value
            residency   | spec.minimumNodeEvidence        | Inconsistent            | spec.minimumNodeEvidence: Unsupported value
            residency   | spec.canaryInterval             | 1 minute                | spec.canaryInterval
            residency   | spec.canaryInterval             | 9s                      | spec.canaryInterval is shorter than 10s
            residency   | spec.evict                      | "yes"                   | spec.evict
            residency   | spec.acceptedBlindSpots.0.rule  | E61                     | spec.acceptedBlindSpots[0].rule
            residency   | spec.acceptedBlindSpots.0.owner | -                       | spec.acceptedBlindSpots[0].owner: Required value
            residency   | spec.acceptedBlindSpots.0.expires | -                     | spec.acceptedBlindSpots[0].expires: Required value
            residency   | spec.acceptedBlindSpots.0.expires | next year             | spec.acceptedBlindSpots[0].expires
            isolation   | metadata.name                   | a.b                     | metadata.name becomes part of labels
            isolation   | spec.boundaryRef                | -                       | spec.boundaryRef: Required value
            isolation   | spec.mode                       | Warn                    | spec.mode: Unsupported value
            isolation   | spec.datapath                   | Weave                   | spec.datapath: Unsupported value
            isolation   | spec.level                      | -                       | spec.level: Required value
            isolation   | spec.level                      | 6                       | spec.level: Invalid value
            isolation   | spec.zones                      | []                      | spec.zones
            isolation   | spec.zones.0.role               | Storage                 | spec.zones[0].role: Unsupported value
            isolation   | spec.zones.0.role               | Backup                  | no zone has the role DatabaseServer
            isolation   | spec.zones.1.role               | Backup                  | no zone has the role InternalServer
            isolation   | spec.zones.2.role               | Perimeter               | no zone has the role DMZ
            isolation   | spec.zones.3.role               | LogStore                | no zone has the role Management
            isolation   | spec.zones.3.internet           | Onshore                 | a zone of role Management must have no Internet
            isolation   | spec.zones.1.name               | storage                 | spec.zones[1]: Duplicate value
            isolation   | spec.zones.0.name               | Kho lưu trữ             | spec.zones[0].name
            isolation   | spec.zones.0.namespaceSelector  | {}                      | namespaceSelector is empty and would put every namespace into the zone
            isolation   | spec.zones.0.namespaceSelector  | {matchExpressions: [{key: a, operator: In}]} | In and NotIn need values
            isolation   | spec.flows.0.from               | {zone: apps}            | spec.flows: from.zone names a zone that spec.zones does not have
            isolation   | spec.flows.0.to                 | {zone: strorage}        | spec.flows: to.zone names a zone that spec.zones does not have
            isolation   | spec.flows.0.to                 | {}                      | spec.flows[0].to: Invalid value
            isolation   | spec.flows.0.to                 | {zone: app, site: hcm-01} | needs exactly one of zone, site and cidrs
            isolation   | spec.flows.2.from               | {site: hcm-01}          | neither from nor to is a zone
            isolation   | spec.flows.0.ports              | []                      | spec.flows[0].ports
            isolation   | spec.flows.0.ports              | [TCP/65536]             | a port is above 65535
            isolation   | spec.flows.0.ports              | [TCP/0]                 | spec.flows[0].ports[0]
            isolation   | spec.flows.0.ports              | [TCP/443-80]            | the last port of a range is below its first one
            isolation   | spec.flows.0.ports              | [ICMP/1]                | spec.flows[0].ports[0]
            isolation   | spec.flows.0.ports              | [https]                 | spec.flows[0].ports[0]
            isolation   | spec.flows.3.from.cidrs         | [203.162.4.0/24, "2001:db8::/32"] | cidrs holds IPv4 and IPv6
            isolation   | spec.flows.3.from.cidrs         | [203.162.4.0]           | spec.flows[3].from.cidrs[0]
            isolation   | spec.flows.3.from.cidrs         | [203.162.400.0/24]      | cidrs holds an IPv4 range that is none
            isolation   | spec.flows.3.from.cidrs         | [203.162.4.0/33]        | cidrs holds an IPv4 range that is none
            isolation   | spec.relays.0.selector          | {}                      | selector is empty and would make a relay of every pod
            isolation   | spec.relays.0.kind              | Pigeon                  | spec.relays[0].kind: Unsupported value
            isolation   | spec.breakGlass.0.flow.to.zone  | nowhere                 | spec.breakGlass: flow names a zone that spec.zones does not have
            isolation   | spec.moves                      | [{namespace: shop, to: nowhere, reason: r}] | spec.moves: to names a zone that spec.zones does not have
            isolation   | spec.moves                      | [{namespace: Shop, to: app, reason: r}] | spec.moves[0].namespace
            isolation   | spec.moves                      | [{namespace: shop, to: app}] | spec.moves[0].reason: Required value
            isolation   | spec.breakGlass.0.notAfter      | tomorrow                | spec.breakGlass[0].notAfter
            isolation   | spec.breakGlass.0.ticket        | -                       | spec.breakGlass[0].ticket: Required value
            isolation   | spec.probes                     | {every: 4m}             | every is below 5m or above 24h
            isolation   | spec.probes                     | {every: 25h}            | every is below 5m or above 24h
            isolation   | spec.probes                     | {every: hourly}         | spec.probes.every
            isolation   | spec.probes                     | {outside: [203.0.113.7]} | spec.probes.outside[0]
            isolation   | spec.probes                     | {outside: ["203.0.113.7:65536"]} | outside: a port is above 65535
            isolation   | spec.breakGlass.0.reason        | -                       | spec.breakGlass[0].reason: Required value
            attestation | spec.envelope                   | -                       | spec.envelope: Required value
            attestation | spec.envelope.signatures        | []                      | spec.envelope.signatures
            attestation | spec.envelope.payload           | -                       | spec.envelope.payload: Required value
            """)
    void whatIsWrongIsRefusedWithTheFieldNamed(String file, String path, String value, String message)
            throws IOException {
        var tree = tree(file);
        set(tree, List.of(path.split("\\.")), value == null ? null : YAML.readValue(value, Object.class));
        var result = kubectl.apply(YAML.writeValueAsString(tree), "--dry-run=server");
        assertThat(result.succeeded()).as(result.out()).isFalse();
        assertThat(result.err()).contains(message);
    }

    @Test
    void twoBlindSpotsOfOneRuleAreRefused() throws IOException {
        var tree = tree("residency");
        var spots = list(at(tree, List.of("spec", "acceptedBlindSpots")));
        spots.add(spots.getFirst());
        assertThat(kubectl.apply(YAML.writeValueAsString(tree), "--dry-run=server")
                        .err())
                .contains("spec.acceptedBlindSpots[1]: Duplicate value");
    }

    @Test
    void anUnknownFieldIsNamed() throws IOException {
        var tree = tree("residency");
        set(tree, List.of("spec", "colour"), "red");
        var yaml = YAML.writeValueAsString(tree);
        assertThat(kubectl.apply(yaml, "--dry-run=server").err()).contains("unknown field \"spec.colour\"");
        var lenient = kubectl.apply(yaml, "--dry-run=server", "--validate=warn");
        assertThat(lenient.succeeded()).isTrue();
        assertThat(lenient.err()).contains("unknown field \"spec.colour\"");
    }

    @Test
    void theLargestBoundaryThatTheBoundsAllowCanBeStored() throws IOException {
        var tree = tree("boundary");
        var spec = at(tree, List.of("spec"));
        var sites = list(at(tree, List.of("spec", "sites")));
        var site = sites.getFirst();
        for (int i = sites.size(); i < 64; i++) {
            var copy = new HashMap<>(object(site));
            copy.put("id", "site-" + i);
            sites.add(copy);
        }
        object(spec).put("endpoints", numbered(512, "host"));
        object(spec).put("domains", numbered(256, "suffix"));
        object(spec).put("registries", numbered(256, "host"));
        assertThat(kubectl.apply(YAML.writeValueAsString(tree), "--dry-run=server")
                        .err())
                .isEmpty();
    }

    @Test
    void kubectlKnowsTheKinds() throws IOException {
        kubectl.apply(yaml("boundary").replace("crds-it", "stored")).orThrow();
        kubectl.apply(yaml("residency").replace("crds-it", "stored")).orThrow();
        assertThat(kubectl.run("get", "onshore").out())
                .contains("onshoreboundary.onshore.vn/stored", "dataresidency.onshore.vn/stored");
        assertThat(kubectl.run("get", "residency").out())
                .contains("NAME", "READY", "COMPLIANT", "MODE", "VIOLATIONS")
                .containsSubsequence("READY", "COMPLIANT", "MODE", "VERIFIED", "AGE");
        assertThat(kubectl.run("explain", "dataresidency.spec.evict").out()).contains("Eviction API");
        assertThat(kubectl.run("explain", "onshoreboundary").out()).contains("Where inside is");
    }

    private static List<Object> numbered(int count, String key) {
        return new ArrayList<>(IntStream.range(0, count)
                .<Object>mapToObj(i -> Map.of(key, "h" + i + ".example.vn", "site", "hn-01"))
                .toList());
    }

    private static String yaml(String file) throws IOException {
        return YAML.writeValueAsString(tree(file));
    }

    private static Map<String, Object> tree(String file) throws IOException {
        try (var in = CrdsIT.class.getResourceAsStream(file + ".yaml")) {
            return YAML.readValue(in, new TypeReference<>() {});
        }
    }

    /** Sets what stands at the path; null removes it. */
    private static void set(Object tree, List<String> path, Object value) {
        var parent = at(tree, path.subList(0, path.size() - 1));
        if (value == null) {
            object(parent).remove(path.getLast());
        } else {
            object(parent).put(path.getLast(), value);
        }
    }

    private static Object at(Object tree, List<String> path) {
        var here = tree;
        for (var step : path) {
            here = here instanceof List<?> list
                    ? list.get(Integer.parseInt(step))
                    : object(here).get(step);
        }
        return here;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Collections.emptyMap();
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }
}
