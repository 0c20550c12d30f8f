package vn.onshore.isolation.address;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.onshore.isolation.address.SourceReaderTest.APNIC;
import static vn.onshore.isolation.address.SourceReaderTest.set;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.verify.Circumstance;
import vn.onshore.isolation.verify.Pairs;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;

/** What ConfigMaps with address data make of a zone that may go onshore. */
class OnshoreDataTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final Pairs EDGE_OUT = new Pairs.Between(new Party.OfZone("edge"), new Party.Internet());

    private static Manifest configMap(String text, String accepted) {
        var indented = text.lines().collect(Collectors.joining("\n    ", "    ", "\n"));
        return ManifestReader.read("cm.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: vn, namespace: onshore-system, annotations: {onshore.vn/accept-addresses: "%s"}}
                        data:
                          apnic: |
                        %s""".formatted(accepted, indented))
                .manifests()
                .getFirst();
    }

    private static List<Circumstance> judge(Manifest configMap, LocalDate today, String... sites) {
        var networks = set(sites);
        var data = OnshoreData.of(List.of(configMap), "VN", networks);
        return data.judge(List.of("edge"), networks, AddressSet.NONE, data.refusals(Optional.empty(), today));
    }

    @Test
    void sitesThatAreRegisteredThereAreRemarkedUpon() {
        assertThat(judge(configMap(APNIC, ""), TODAY, "203.0.113.0/24", "10.0.0.0/8"))
                .allSatisfy(each -> assertThat(each).isInstanceOf(Circumstance.Remark.class))
                .extracting(Circumstance::sentence)
                .contains(
                        "zone edge: all destinations are registered in VN or declared (apnic 20261101 of 2026-10-31).");
    }

    @Test
    void aSiteThatIsRegisteredElsewhereIsALeak() {
        assertThat(judge(configMap(APNIC, ""), TODAY, "203.0.113.0/24", "192.0.2.0/24"))
                .filteredOn(Circumstance.Leak.class::isInstance)
                .singleElement()
                .satisfies(leak -> {
                    assertThat(((Circumstance.Leak) leak).pairs()).isEqualTo(EDGE_OUT);
                    assertThat(leak.sentence())
                            .contains(
                                    "zone edge may reach more than it ought to: 192.0.2.0-192.0.2.255 is not registered in VN",
                                    "apnic registers 192.0.2.0-192.0.2.255 to SG");
                });
        var sites = set("192.0.2.0/24");
        var data = OnshoreData.of(List.of(configMap(APNIC, "")), "VN", sites);
        assertThat(data.judge(List.of("edge"), sites, sites, List.of())).noneMatch(Circumstance.Leak.class::isInstance);
    }

    @Test
    void dataThatIsRefusedLeavesADoubtUnlessSomebodyAcceptsIt() {
        var late = TODAY.plusDays(365);
        assertThat(judge(configMap(APNIC, ""), late, "203.0.113.0/24"))
                .filteredOn(Circumstance.Doubt.class::isInstance)
                .singleElement()
                .extracting(Circumstance::sentence)
                .asString()
                .contains("what zone edge may reach is not checked", "days ago");
        assertThat(judge(configMap(APNIC, "old"), late, "203.0.113.0/24"))
                .allSatisfy(each -> assertThat(each).isInstanceOf(Circumstance.Remark.class));
        var data = OnshoreData.of(List.of(configMap(APNIC, "Shrunk, unheard-of")), "VN", AddressSet.NONE);
        assertThat(data.overrides()).isEqualTo(Set.of(AddressOverride.Shrunk));
        assertThat(data.refusals(Optional.of(new AddressCounts(99_999, 0)), TODAY))
                .isEmpty();
    }

    @Test
    void withoutConfigMapsNothingIsChecked() {
        var data = OnshoreData.of(List.of(), "VN", AddressSet.NONE);
        assertThat(data.judge(
                        List.of("edge"), AddressSet.NONE, AddressSet.NONE, data.refusals(Optional.empty(), TODAY)))
                .anyMatch(Circumstance.Doubt.class::isInstance);
    }
}
