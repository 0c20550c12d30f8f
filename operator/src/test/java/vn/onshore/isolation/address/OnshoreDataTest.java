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
import vn.onshore.isolation.address.OnshoreAddresses.Refusal;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;

/** What ConfigMaps with address data are read as. */
class OnshoreDataTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

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

    private static List<Refusal> refusals(OnshoreData data, LocalDate today) {
        return data.refusals(Optional.empty(), today);
    }

    @Test
    void eachKeyIsASource() {
        var data = OnshoreData.of(List.of(configMap(APNIC, "")), "VN", set("192.0.2.0/24"));
        assertThat(data.addresses().quoted()).isEqualTo("apnic 20261101 of 2026-10-31");
        assertThat(data.addresses().addresses().intersect(set("203.0.113.0/24")))
                .isEqualTo(set("203.0.113.0/24"));
        assertThat(refusals(data, TODAY)).isEmpty();
    }

    @Test
    void dataThatIsOldIsRefusedUnlessSomebodyAcceptsIt() {
        var late = TODAY.plusDays(365);
        assertThat(refusals(OnshoreData.of(List.of(configMap(APNIC, "")), "VN", AddressSet.NONE), late))
                .singleElement()
                .extracting(Refusal::sentence)
                .asString()
                .contains("days ago");
        assertThat(refusals(OnshoreData.of(List.of(configMap(APNIC, "old")), "VN", AddressSet.NONE), late))
                .isEmpty();
    }

    @Test
    void dataThatShrankIsRefusedUnlessSomebodyAcceptsIt() {
        var before = Optional.of(new AddressCounts(99_999, 0));
        assertThat(OnshoreData.of(List.of(configMap(APNIC, "")), "VN", AddressSet.NONE)
                        .refusals(before, TODAY))
                .isNotEmpty();
        var accepted = OnshoreData.of(List.of(configMap(APNIC, "Shrunk, unheard-of")), "VN", AddressSet.NONE);
        assertThat(accepted.overrides()).isEqualTo(Set.of(AddressOverride.Shrunk));
        assertThat(accepted.refusals(before, TODAY)).isEmpty();
    }

    @Test
    void withoutConfigMapsThereIsNothingToUse() {
        assertThat(refusals(OnshoreData.of(List.of(), "VN", AddressSet.NONE), TODAY))
                .isNotEmpty();
    }
}
