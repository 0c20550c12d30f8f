package vn.onshore.isolation.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.AddressSet;

/** What registries and lists say, line by line. The samples are made up. */
class SourceReaderTest {
    static final String APNIC = """
            # a comment
            2|apnic|20261101|6|19830613|20261031|+1000
            apnic|*|asn|*|1|summary
            apnic|*|ipv4|*|4|summary
            apnic|*|ipv6|*|1|summary
            apnic|VN|asn|131072|1|20100101|allocated|A1
            apnic|VN|ipv4|203.0.112.0|768|20100101|allocated|A1
            apnic|VN|ipv4|198.51.100.0|256|20100101|assigned|A2
            apnic|SG|ipv4|192.0.2.0|256|20100101|allocated|A3
            apnic||ipv4|198.18.0.0|131072||available|
            apnic|VN|ipv6|2001:db8::|33|20100101|allocated|A1
            """;

    static AddressSource read(String text) {
        return read("sample", text.getBytes(StandardCharsets.UTF_8), AddressSet.NONE);
    }

    static AddressSource read(String name, byte[] bytes, AddressSet asked) {
        try {
            return new SourceReader("VN", asked).read(name, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static AddressSet set(String... cidrs) {
        return AddressSet.ofCidrs(List.of(cidrs).stream()
                .map(cidr -> Cidr.parse(cidr).orElseThrow())
                .toList());
    }

    @Test
    void aDelegatedFile() {
        var source = read(APNIC);
        assertThat(source.addresses().cidrs())
                .extracting(Cidr::toString)
                .containsExactly("198.51.100.0/24", "203.0.112.0/23", "203.0.114.0/24", "2001:db8::/33");
        assertThat(AddressCounts.of(source.addresses())).isEqualTo(new AddressCounts(1_024, 32_768));
        assertThat(source.registries()).containsExactly(Registry.APNIC);
        assertThat(source.date()).isEqualTo(LocalDate.of(2026, 10, 31));
        assertThat(source.quoted()).isEqualTo("apnic 20261101 of 2026-10-31");
        assertThat(source.sha256()).hasSize(64);
        assertThat(source.incomplete()).isEmpty();
        assertThat(source.unusable()).isZero();
    }

    @Test
    void recordsOfOthersAreKeptWhereTheyAreAskedFor() {
        var source = read("sample", APNIC.getBytes(StandardCharsets.UTF_8), set("192.0.2.128/25"));
        assertThat(source.foreign()).singleElement().hasToString("apnic registers 192.0.2.0-192.0.2.255 to SG");
    }

    @Test
    void whatIsMissingIsTold() {
        var cut = APNIC.substring(0, APNIC.indexOf("apnic|VN|ipv6"));
        assertThat(read(cut).incomplete())
                .containsExactly("it says 6 records, and has 5", "it says 1 ipv6 records, and has 0");
    }

    @Test
    void garbageIsToldWithItsLineAndTheRestIsRead() {
        var source = read("""
                2|apnic|20261101|3|19830613|20261031|+1000
                hello
                apnic|VN|ipv4|203.0.113.0|0|20100101|allocated|A1
                apnic|VN|ipv4|255.255.255.0|512|20100101|allocated|A1
                apnic|VN|ipv6|2001:db8::1|32|20100101|allocated|A1
                apnic|VN
                %s
                203.0.113.0/24
                """.formatted("x".repeat(600)));
        assertThat(source.problems()).extracting(problem -> problem.line()).containsExactly(2, 3, 4, 5, 6, 7);
        assertThat(source.addresses()).isEqualTo(set("203.0.113.0/24"));
        var many = read("garbage\n".repeat(1_000));
        assertThat(many.problems()).hasSize(AddressSource.MOST_PROBLEMS);
        assertThat(many.unusable()).isEqualTo(1_000);
    }

    @Test
    void aListOfCidrsAsOtherSystemsWriteIt() {
        var source = read("\uFEFF# date: 2026-11-01\r\n# serial: 7\r\n203.0.113.0/24 # partner\r\n\r\n2001:db8::/32\r\n"
                + "198.51.100.7\r\n203.0.113.9/24");
        assertThat(source.addresses()).isEqualTo(set("203.0.113.0/24", "198.51.100.7/32", "2001:db8::/32"));
        assertThat(source.date()).isEqualTo(LocalDate.of(2026, 11, 1));
        assertThat(source.quoted()).isEqualTo("sample 7 of 2026-11-01");
        assertThat(source.problems()).singleElement().extracting(p -> p.line()).isEqualTo(7);
    }

    @Test
    void gzipIsUnpackedOnlySoFar() throws IOException {
        var packed = gzip(APNIC.getBytes(StandardCharsets.UTF_8));
        assertThat(read("packed", packed, AddressSet.NONE).addresses())
                .isEqualTo(read(APNIC).addresses());
        var bomb = gzip(new byte[SourceReader.MOST_BYTES + 1]);
        assertThat(read("bomb", bomb, AddressSet.NONE).incomplete())
                .singleElement()
                .asString()
                .contains("128 MiB");
        assertThatThrownBy(() -> new SourceReader("VN", AddressSet.NONE)
                        .read("broken", new ByteArrayInputStream(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3})))
                .isInstanceOf(IOException.class);
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    /** As many prefixes as Vietnam has: read and asked within a blink. */
    @Test
    void twoThousandPrefixesAreReadAndIndexed() {
        var text = new StringBuilder();
        for (var i = 0; i < 1_246; i++) {
            text.append("apnic|VN|ipv4|")
                    .append(i / 64 + 1)
                    .append('.')
                    .append(i % 64 * 4)
                    .append(".0.0|768|20100101|allocated|A\n");
        }
        for (var i = 0; i < 931; i++) {
            text.append("apnic|VN|ipv6|2400:")
                    .append(Integer.toHexString(2 * i + 1))
                    .append("::|32|20100101|allocated|A\n");
        }
        var addresses = OnshoreAddresses.of("VN", List.of(read(text.toString())));
        assertThat(addresses.counts()).isEqualTo(new AddressCounts(1_246 * 768L, 931 * 65_536L));
        assertThat(addresses.addresses().cidrs()).hasSize(2 * 1_246 + 931);
        assertThat(addresses.check(addresses.addresses(), AddressSet.NONE).isWithin())
                .isTrue();
    }
}
