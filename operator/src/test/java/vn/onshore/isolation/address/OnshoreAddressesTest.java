package vn.onshore.isolation.address;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.onshore.isolation.address.SourceReaderTest.APNIC;
import static vn.onshore.isolation.address.SourceReaderTest.read;
import static vn.onshore.isolation.address.SourceReaderTest.set;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.address.OnshoreAddresses.Refusal;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.ManifestReader;

/** When a set of registered addresses may be used, and what it says of destinations. */
class OnshoreAddressesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final OnshoreAddresses SAMPLE = OnshoreAddresses.of("VN", List.of(read(APNIC)));

    private static List<String> refusals(
            OnshoreAddresses addresses, AddressCounts before, AddressOverride... overrides) {
        return addresses.refusals(Optional.of(before), TODAY, Set.of(overrides)).stream()
                .map(Refusal::sentence)
                .toList();
    }

    @Test
    void aSetThatShrinksIsRefusedByFamily() {
        assertThat(refusals(SAMPLE, new AddressCounts(1_024, 32_768))).isEmpty();
        assertThat(refusals(SAMPLE, new AddressCounts(1_077, 34_492))).isEmpty();
        assertThat(refusals(SAMPLE, new AddressCounts(1_078, 32_768)))
                .singleElement()
                .asString()
                .contains("lost 5.0 % of its IPv4 addresses, from 1,078 to 1,024");
        assertThat(refusals(SAMPLE, new AddressCounts(1_024, 65_536)))
                .singleElement()
                .asString()
                .contains("IPv6 networks /48");
        assertThat(refusals(SAMPLE, new AddressCounts(9_999, 65_536), AddressOverride.Shrunk))
                .isEmpty();
    }

    @Test
    void anOldSetIsRefusedAndSoIsOneWithoutADate() {
        var last = LocalDate.of(2027, 1, 29);
        assertThat(SAMPLE.refusals(Optional.empty(), last, Set.of())).isEmpty();
        assertThat(SAMPLE.refusals(Optional.empty(), last.plusDays(1), Set.of()))
                .singleElement()
                .extracting(Refusal::sentence)
                .asString()
                .contains("91 days ago");
        var list = OnshoreAddresses.of("VN", List.of(read("203.0.113.0/24")));
        assertThat(list.refusals(Optional.empty(), TODAY, Set.of()))
                .singleElement()
                .extracting(Refusal::sentence)
                .asString()
                .contains("# date: 2026-11-22");
        assertThat(list.refusals(Optional.empty(), TODAY, Set.of(AddressOverride.Old)))
                .isEmpty();
    }

    @Test
    void anEmptySetIsRefusedWhateverSomebodyAccepts() {
        assertThat(refusals(OnshoreAddresses.of("VN", List.of()), new AddressCounts(0, 0), AddressOverride.values()))
                .singleElement()
                .asString()
                .contains("nothing that is registered in VN");
    }

    @Test
    void missingRegistriesAreTold() {
        assertThat(SAMPLE.missing())
                .containsExactlyInAnyOrder(Registry.AFRINIC, Registry.ARIN, Registry.LACNIC, Registry.RIPENCC);
        assertThat(SAMPLE.remarks()).singleElement().asString().contains("ripencc");
        var combined = OnshoreAddresses.of("VN", List.of(read("2|nro|20261101|0|19830613|20261031|+0000\n")));
        assertThat(combined.missing()).isEmpty();
    }

    @Test
    void destinationsAreHeldAgainstTheSet() {
        var asked = set("203.0.113.0/24", "192.0.2.0/25");
        var addresses =
                OnshoreAddresses.of("VN", List.of(read("sample", APNIC.getBytes(StandardCharsets.UTF_8), asked)));
        var finding = addresses.check(asked, AddressSet.NONE);
        assertThat(finding.isWithin()).isFalse();
        assertThat(finding.offending()).isEqualTo(set("192.0.2.0/25"));
        assertThat(finding.sentence())
                .isEqualTo(
                        "192.0.2.0-192.0.2.127 is not registered in VN (apnic 20261101 of 2026-10-31): apnic registers"
                                + " 192.0.2.0-192.0.2.255 to SG");
        assertThat(addresses.check(asked, set("192.0.2.0/24")).isWithin()).isTrue();
        assertThat(addresses.check(set("2001:db8::/33"), AddressSet.NONE).isWithin())
                .isTrue();
        assertThat(addresses.check(set("2001:db8::/32"), AddressSet.NONE).isWithin())
                .isFalse();
    }

    @Test
    void privateNetworksLeadAnywhere() {
        var finding = SAMPLE.check(set("10.1.0.0/16"), AddressSet.NONE);
        assertThat(finding.isWithin()).isFalse();
        assertThat(finding.offending().isEmpty()).isTrue();
        assertThat(finding.placeless()).isEqualTo(set("10.1.0.0/16"));
        assertThat(SAMPLE.check(set("10.1.0.0/16"), set("10.0.0.0/8")).isWithin())
                .isTrue();
    }

    @Test
    void noSentenceSaysLocated() {
        for (var destinations : List.of(set("8.8.8.0/24"), set("10.0.0.0/8"), set("203.0.113.0/24"))) {
            assertThat(SAMPLE.check(destinations, AddressSet.NONE).sentence())
                    .contains("registered")
                    .doesNotContain("located");
        }
    }

    @Test
    void rangesBecomeTheFewestCidrs() {
        assertThat(cidrs("203.0.113.1", "203.0.113.6"))
                .containsExactly("203.0.113.1/32", "203.0.113.2/31", "203.0.113.4/31", "203.0.113.6/32");
        assertThat(cidrs("0.0.0.0", "255.255.255.255")).containsExactly("0.0.0.0/0");
        assertThat(cidrs("0.0.0.1", "255.255.255.255")).hasSize(32);
        assertThat(cidrs("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).containsExactly("::/0");
        assertThat(cidrs("2001:db8::", "2001:db8:0:1::")).containsExactly("2001:db8::/64", "2001:db8:0:1::/128");
    }

    private static List<String> cidrs(String first, String last) {
        var range = new AddressRange(
                IpAddress.parse(first).orElseThrow(), IpAddress.parse(last).orElseThrow());
        assertThat(AddressSet.ofCidrs(range.cidrs())).isEqualTo(AddressSet.of(range));
        return range.cidrs().stream().map(Cidr::toString).toList();
    }

    @Test
    void networksThatTwoRangesShareCountOnce() {
        assertThat(AddressCounts.of(set("2001:db8::/64", "2001:db8:0:2::/64", "2001:db8:1::/48")))
                .isEqualTo(new AddressCounts(0, 2));
        assertThat(AddressCounts.of(AddressSet.ALL)).isEqualTo(new AddressCounts(1L << 32, 1L << 48));
    }

    /** What is written into a ConfigMap is what was read, plain or packed. */
    @Test
    void aConfigMapHoldsTheSameAgain() throws Exception {
        var again = ConfigMapSources.read(AddressList.configMap("onshore-system", "vn", SAMPLE), "VN", AddressSet.NONE);
        assertThat(again.problems()).isEmpty();
        var read = OnshoreAddresses.of("VN", again.sources());
        assertThat(read.addresses()).isEqualTo(SAMPLE.addresses());
        assertThat(read.missing()).isEqualTo(SAMPLE.missing());
        assertThat(read.quoted()).isEqualTo(SAMPLE.quoted());

        var many = new StringBuilder("# date: 2026-11-01\n");
        for (var i = 0; i < 60_000; i++) {
            many.append("2001:db8:").append(Integer.toHexString(i)).append(":1::/64\n");
        }
        var large = OnshoreAddresses.of("VN", List.of(read(many.toString())));
        var packed = AddressList.configMap("onshore-system", "vn", large);
        assertThat(packed.tree().at("binaryData").fields()).hasSize(1);
        assertThat(packed.tree().at("binaryData").fields().values().toString().length())
                .isLessThan(1024 * 1024);
        assertThat(OnshoreAddresses.of(
                                "VN",
                                ConfigMapSources.read(packed, "VN", AddressSet.NONE)
                                        .sources())
                        .addresses())
                .isEqualTo(large.addresses());
    }

    @Test
    void keysThatCannotBeReadAreNamed() {
        var reading = ManifestReader.read("cm.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: vn, namespace: onshore-system}
                data: {list: "203.0.113.0/24"}
                binaryData: {broken.gz: H4sBAgM=}
                """);
        var found = ConfigMapSources.read(reading.manifests().getFirst(), "VN", AddressSet.NONE);
        assertThat(found.sources())
                .singleElement()
                .extracting(AddressSource::name)
                .isEqualTo("ConfigMap onshore-system/vn list");
        assertThat(found.problems()).singleElement().asString().contains("broken.gz", "gzip");
    }
}
