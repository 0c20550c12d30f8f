package vn.onshore.isolation.zoning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.api.v1alpha1.ZoneRole;
import vn.onshore.boundary.Problem;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.zoning.Zoning.Side;
import vn.onshore.isolation.zoning.ZoningReader.Reading;
import vn.onshore.kube.Json;

class ZoningReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private static final List<Site> SITES = sites("""
            sites:
            - {id: hn-01, province: {scheme: QD19-2025, code: "01"}, cidrs: [203.0.113.0/24]}
            - {id: hcm-01, province: {scheme: QD19-2025, code: "79"}, cidrs: [198.51.100.0/25, "2001:db8:79::/48"]}
            - {id: dn-01, province: {scheme: QD19-2025, code: "48"}}
            """);

    private static final String SPEC = """
            boundaryRef: {name: vietnam}
            level: 3
            zones:
            - {name: storage, role: DatabaseServer, namespaceSelector: {matchLabels: {zone: storage}}}
            - {name: edge, role: DMZ, namespaceSelector: {matchLabels: {zone: edge}}, internet: Onshore}
            - {name: mgmt, role: Management, namespaceSelector: {matchLabels: {zone: mgmt}}, internet: Deny}
            flows:
            - {from: {zone: storage}, to: {site: hcm-01}, ports: [TCP/443, SCTP/1-100]}
            - {from: {cidrs: [203.162.4.0/24]}, to: {zone: edge}, ports: [TCP/443]}
            breakGlass:
            - flow: {from: {zone: mgmt}, to: {zone: storage}, ports: [TCP/22]}
              reason: restore
              ticket: OPS-1
              notAfter: 2026-11-30T14:00:00Z
            """;

    @Test
    void sitesBecomeTheirNetworks() {
        var zoning = sound(SPEC);
        assertThat(zoning.flows().getFirst().to())
                .isInstanceOfSatisfying(
                        Side.Outside.class,
                        outside -> assertThat(outside.cidrs())
                                .extracting(Object::toString)
                                .containsExactly("198.51.100.0/25", "2001:db8:79::/48"));
        assertThat(zoning.flows().getFirst().ports())
                .isEqualTo(PortSet.of(Protocol.TCP, 443).union(PortSet.of(Protocol.SCTP, 1, 100)));
        assertThat(zoning.onshore()).hasSize(3);
    }

    @Test
    void breakGlassIsOpenUntilItEndsAndNeverPartOfThePlan() {
        var zoning = sound(SPEC);
        assertThat(zoning.openFlows(NOW)).hasSize(3);
        assertThat(zoning.openFlows(Instant.parse("2026-11-30T14:00:00Z"))).hasSize(2);
        assertThat(zoning.plan(Optional.empty(), AddressSet.NONE).flows()).hasSize(2);
    }

    @Test
    void zonesReachWhatTheirInternetSays() {
        var plan = sound(SPEC).plan(Optional.empty(), AddressSet.NONE);
        assertThat(plan.zones().get(0).internet()).isEqualTo(AddressSet.NONE);
        assertThat(plan.zones().get(1).internet().toString()).contains("203.0.113.0-203.0.113.255");
        assertThat(plan.zones()).extracting(ZonePlan.Zone::name).containsExactly("storage", "edge", "mgmt");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hcm-01                    | hue-01                | spec.flows[0].to.site: OnshoreBoundary vietnam has no site hue-01
            hcm-01                    | dn-01                 | spec.flows[0].to.site: site dn-01 of OnshoreBoundary vietnam lists no networks
            203.162.4.0/24            | 203.162.4.1/24        | spec.flows[1].from.cidrs[0]: 203.162.4.1/24 is no address range
            SCTP/1-100                | SCTP/100-1            | spec.flows[0].ports[1]: SCTP/100-1 is no port
            2026-11-30T14:00:00Z      | 2026-11-30T11:59:59Z  | spec.breakGlass[0].notAfter: 2026-11-30T11:59:59Z is in the past
            2026-11-30T14:00:00Z      | 2026-12-01T12:00:01Z  | spec.breakGlass[0].notAfter: 2026-12-01T12:00:01Z is more than 24 hours ahead
            2026-11-30T14:00:00Z      | 2026-13-45T99:00:00Z  | spec.breakGlass[0].notAfter: 2026-13-45T99:00:00Z is no time
            breakGlass:               | 'moves: [{namespace: a, to: nowhere, reason: r}]\nbreakGlass:' | spec.moves[0].to: spec.zones has no zone nowhere
            breakGlass:               | 'moves: [{namespace: a, reason: r}, {namespace: a, to: edge, reason: r}]\nbreakGlass:' | spec.moves[1].namespace: a is moved twice
            '{zone: storage}, to: {site: hcm-01}' | '{zone: mgmt}, to: {cidrs: [8.8.8.0/24]}' | spec.flows[0].to.cidrs: leads from a zone of role Management to addresses of the Internet
            """)
    void whatTheDefinitionCannotSeeIsNamedWithItsField(String right, String wrong, String problem) {
        assertThat(SPEC).contains(right);
        assertThat(read(SPEC.replace(right, wrong.translateEscapes()), List.of()))
                .isInstanceOfSatisfying(
                        Reading.Flawed.class,
                        flawed -> assertThat(flawed.problems())
                                .extracting(Problem::toString)
                                .anySatisfy(each -> assertThat(each).startsWith(problem)));
    }

    @Test
    void aDeviceOfThePrivateNetworkMayBeManaged() {
        var spec = SPEC.replace("{zone: storage}, to: {site: hcm-01}", "{zone: mgmt}, to: {cidrs: [10.20.0.0/16]}");
        assertThat(read(spec, List.of())).isInstanceOf(Reading.Sound.class);
    }

    @Test
    void breakGlassThatWasOpenMayEnd() {
        var spec = SPEC.replace("2026-11-30T14:00:00Z", "2026-11-30T11:00:00Z");
        assertThat(read(spec, List.of(ZoningReader.identity("OPS-1", "2026-11-30T11:00:00Z"))))
                .isInstanceOf(Reading.Sound.class);
    }

    @Test
    void rolesThatNobodyAnswersForAreMissing() {
        var missing = RequiredRoles.missing(spec(SPEC));
        assertThat(missing)
                .extracting(RequiredRoles.Required::role)
                .containsExactly(
                        ZoneRole.Internal,
                        ZoneRole.Perimeter,
                        ZoneRole.InternalServer,
                        ZoneRole.WAN,
                        ZoneRole.LogStore,
                        ZoneRole.Backup);
        var told = SPEC + "elsewhere: [{role: WAN, reason: routers of the data centre}]\n";
        assertThat(RequiredRoles.missing(spec(told)))
                .extracting(RequiredRoles.Required::role)
                .doesNotContain(ZoneRole.WAN);
    }

    private static Zoning sound(String yaml) {
        assertThat(read(yaml, List.of())).isInstanceOf(Reading.Sound.class);
        return ((Reading.Sound) read(yaml, List.of())).zoning();
    }

    private static Reading read(String yaml, List<String> known) {
        return ZoningReader.read(spec(yaml), SITES, NOW, known);
    }

    private static NetworkIsolationSpec spec(String yaml) {
        return Json.convert(map(yaml), NetworkIsolationSpec.class);
    }

    private static List<Site> sites(String yaml) {
        return Json.convert(map(yaml), OnshoreBoundarySpec.class).sites();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(String yaml) {
        try {
            return new YAMLMapper().readValue(yaml, Map.class);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
