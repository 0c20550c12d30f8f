package vn.onshore.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.cli.Run;

/** NetworkIsolations in files, read as the API server and the operator would. */
class ZonesCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Path WORLD = Path.of(
            System.getProperty("onshore.root"), "operator/src/test/resources/vn/onshore/residency/exits/world.yaml");

    private static final String BOUNDARY = """
            apiVersion: onshore.vn/v1alpha1
            kind: OnshoreBoundary
            metadata: {name: vietnam}
            spec:
              jurisdiction: VN
              sites:
              - {id: hcm-01, province: {scheme: QD19-2025, code: "79"}, nodes: {zones: [vn-south-1a]}, cidrs: [198.51.100.0/25]}
              - {id: dn-01, province: {scheme: QD19-2025, code: "48"}, nodes: {zones: [vn-mid-1a]}}
            ---
            """;

    private static final String ZONES = """
            apiVersion: onshore.vn/v1alpha1
            kind: NetworkIsolation
            metadata: {name: archive}
            spec:
              boundaryRef: {name: vietnam}
              mode: Enforce
              level: 3
              zones:
              - {name: storage, role: DatabaseServer, namespaceSelector: {matchLabels: {zone: storage}}}
              - {name: app, role: InternalServer, namespaceSelector: {matchLabels: {zone: app}}}
              - {name: edge, role: DMZ, namespaceSelector: {matchLabels: {zone: edge}}, internet: Onshore}
              - {name: mgmt, role: Management, namespaceSelector: {matchLabels: {zone: mgmt}}, internet: Deny}
              flows:
              - {from: {zone: app}, to: {zone: storage}, ports: [TCP/5432]}
              - {from: {zone: storage}, to: {site: hcm-01}, ports: [TCP/443, SCTP/1-100]}
              - {from: {cidrs: [203.162.4.0/24]}, to: {zone: edge}, ports: [TCP/443]}
              relays: [{selector: {podSelector: {matchLabels: {app: proxy}}}, kind: Proxy}]
              breakGlass:
              - flow: {from: {zone: mgmt}, to: {zone: storage}, ports: [TCP/22]}
                reason: restore
                ticket: OPS-1
                notAfter: "2026-11-30T14:00:00Z"
              elsewhere:
              - {role: Internal, reason: offices}
              - {role: Perimeter, reason: firewalls}
              - {role: WAN, reason: routers}
              - {role: LogStore, reason: a cluster of its own}
              - {role: Backup, reason: a site of its own}
            """;

    @TempDir
    Path folder;

    private Run check(String zones, String... options) throws IOException {
        Files.writeString(folder.resolve("zones.yaml"), zones);
        var arguments = new ArrayList<>(List.of(options));
        arguments.add(folder.toString());
        return Run.of("", streams -> new Check(streams, InstantSource.fixed(NOW)), arguments.toArray(String[]::new));
    }

    @Test
    void soundZonesNeedNoDataResidency() throws IOException {
        var run = check(BOUNDARY + ZONES);
        assertThat(run.err()).startsWith("warning: ").contains("no usable DataResidency");
        assertThat(run.out()).contains("Zones and flows that can be used: archive.");
        assertThat(run.code()).isZero();
        var both = check(ZONES, "--policy", WORLD.toString());
        assertThat(both.err()).contains("OnshoreBoundary vietnam has no site hcm-01");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            to: {zone: storage}, ports: [TCP/5432] | to: {zone: store}, ports: [TCP/5432] | spec.flows[0].to.zone: spec.zones has no zone store; correct the name
            site: hcm-01     | site: hue-01      | spec.flows[1].to.site: OnshoreBoundary vietnam has no site hue-01; it has
            site: hcm-01     | site: dn-01       | spec.flows[1].to.site: site dn-01 of OnshoreBoundary vietnam lists no networks
            {zone: edge}}, i | {zone: app}}, i   | spec.zones[2].namespaceSelector: (zone=app) and that of zone app (zone=app) select the same
            {zone: edge}}, i | {kubernetes.io/metadata.name: shop}}, i | spec.zones[2].namespaceSelector: [shop] are in zone app as well
            {matchLabels: {zone: edge}}, i | {}, i | spec.zones[2].namespaceSelector: is empty and would put every namespace
            internet: Deny   | internet: Any     | spec.zones[3].internet: a zone of role Management must have no Internet
            role: DMZ        | role: Internal    | spec.zones: no zone has the role DMZ
            role: DatabaseServer | role: LogStore | spec.zones: no zone has the role DatabaseServer
            203.162.4.0/24   | 203.162.4.1/24    | spec.flows[2].from.cidrs[0]: 203.162.4.1/24 is no address range
            203.162.4.0/24   | 203.162.4.0/24, "2001:db8::/32" | spec.flows[2].from.cidrs: holds IPv4 and IPv6
            203.162.4.0/24   | 1::/24.1          | spec.flows[2].from.cidrs[0]: does not look like
            {cidrs: [203.162.4.0/24]} | {cidrs: [203.162.4.0/24], site: hcm-01} | spec.flows[2].from: needs exactly one of zone, site and cidrs
            {cidrs: [203.162.4.0/24]}, to: {zone: edge} | {cidrs: [203.162.4.0/24]}, to: {site: hcm-01} | spec.flows[2]: neither from nor to is a zone
            TCP/443, SCTP    | TCP/65536, SCTP   | spec.flows[1].ports[0]: TCP/65536 is no port
            SCTP/1-100       | SCTP/100-1        | spec.flows[1].ports[1]: SCTP/100-1 is no port
            SCTP/1-100       | ICMP/1            | spec.flows[1].ports[1]: does not look like
            {podSelector: {matchLabels: {app: proxy}}} | {} | spec.relays[0].selector: is empty and would make a relay of every pod
            2026-11-30T14    | 2026-11-30T11     | spec.breakGlass[0].notAfter: 2026-11-30T11:00:00Z is in the past
            2026-11-30T14    | 2026-12-01T14     | spec.breakGlass[0].notAfter: 2026-12-01T14:00:00Z is more than 24 hours ahead
            name: archive    | name: a.b         | metadata.name: becomes part of labels
            name: vietnam}\\n  mode | name: laos}\\n  mode | spec.boundaryRef.name: names the boundary laos, which is not in the input
            level: 3         | level: 6          | spec.level: is more than 5
            mode: Enforce    | mode: Warn        | spec.mode: is none of Audit, Shadow, Enforce
            """)
    void whatIsWrongIsNamedWithFileFieldAndRemedy(String right, String wrong, String problem) throws IOException {
        var before = right.replace("\\n", "\n");
        assertThat(ZONES).contains(before);
        var yaml = BOUNDARY + ZONES.replace(before, wrong.replace("\\n", "\n")) + """
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {zone: app}}}
                """;
        var run = check(yaml);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .containsOnlyOnce("error: ")
                .contains("warning: " + folder + ": it has no usable DataResidency");
        var name = wrong.equals("name: a.b") ? "a.b" : "archive";
        assertThat(run.err())
                .containsPattern("error: .*zones.yaml:10: NetworkIsolation " + name + ": " + Pattern.quote(problem));
        var said = problem.substring(0, problem.indexOf(':'));
        assertThat(check(yaml, "-o", "sarif").out()).contains("\"level\" : \"error\"", said);
        assertThat(check(yaml, "-o", "junit").out()).contains("type=\"Unusable\"", said);
        assertThat(check(yaml, "-o", "github").out()).contains("::error file=", "unusable input", said);
    }

    @Test
    void rolesThatOneClusterSeldomHasAreWarnedOf() throws IOException {
        var run = check(BOUNDARY + ZONES.replace("  - {role: LogStore, reason: a cluster of its own}\n", ""));
        assertThat(run.code()).isZero();
        assertThat(run.err())
                .contains(
                        "spec.zones: no zone has the role LogStore (QCVN 12:2026/BCA 3.9.2.2.5); Compliant stays Unknown;"
                                + " add one");
    }
}
