package vn.onshore.cli.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import vn.onshore.cli.Streams;

class AddressesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String apnic = "";
    private String ripe = "";

    @BeforeEach
    void files() throws IOException {
        apnic = file("apnic", """
                2|apnic|20261101|2|19830613|20261031|+1000
                apnic|VN|ipv4|203.0.112.0|768|20100101|allocated|A1
                apnic|SG|ipv4|192.0.2.0|256|20100101|allocated|A3
                """);
        ripe = file("ripe", """
                2|ripencc|1793491199|1|19830613|20261031|+0100
                ripencc|VN|ipv6|2a0c:b840::|29|20100101|allocated|R1
                """);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        var streams = new Streams(
                new ByteArrayInputStream(new byte[0]), out, new PrintStream(err, true, StandardCharsets.UTF_8));
        return new CommandLine(new Addresses(CLOCK, streams))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String warned() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSetIsCountedAndQuoted() {
        assertThat(run(apnic, ripe)).isZero();
        assertThat(told())
                .contains("apnic 20261101 of 2026-10-31, 768 IPv4 addresses")
                .contains("registered in VN: 768 IPv4 addresses and 524,288 IPv6 networks /48, in 3 prefixes");
        assertThat(warned()).contains("no file of afrinic, arin, lacnic");
        assertThat(run(apnic, ripe, "-o", "cidr")).isZero();
        assertThat(told()).isEqualTo("203.0.112.0/23\n203.0.114.0/24\n2a0c:b840::/29\n");
        assertThat(run(apnic, "--country", "sg", "-o", "json")).isZero();
        assertThat(told()).contains("\"cidrs\":[\"192.0.2.0/24\"]", "\"missingRegistries\":[\"afrinic\"");
    }

    @Test
    void destinationsAreChecked() {
        assertThat(run(apnic, "--check", "203.0.113.0/24")).isZero();
        assertThat(run(apnic, "--check", "203.0.113.0/24,192.0.2.0/25")).isEqualTo(1);
        assertThat(told()).contains("192.0.2.0-192.0.2.127", "apnic registers 192.0.2.0-192.0.2.255 to SG");
        assertThat(run(apnic, "--check", "203.0.113.1/24")).isEqualTo(2);
        assertThat(warned()).contains("--check");
    }

    @Test
    void aConfigMapIsReadAgain() throws IOException {
        assertThat(run(apnic, ripe, "--configmap", "vn")).isZero();
        assertThat(told()).startsWith("---\n").contains("namespace: onshore-system", "kind: ConfigMap");
        var map = file("cm.yaml", told());
        assertThat(run(map, "-o", "cidr")).isZero();
        assertThat(told()).isEqualTo("203.0.112.0/23\n203.0.114.0/24\n2a0c:b840::/29\n");
    }

    @Test
    void whatSpeaksAgainstASetIsTold() throws IOException {
        assertThat(run(ripe, "--previous", apnic, "--previous", ripe)).isEqualTo(1);
        assertThat(warned()).contains("lost 100.0 % of its IPv4 addresses", "--accept Shrunk");
        assertThat(run(ripe, "--previous", apnic, "--accept", "shrunk")).isZero();
        assertThat(run(file("list", "203.0.113.0/24\n"))).isEqualTo(1);
        assertThat(run(folder.resolve("absent").toString())).isEqualTo(2);
    }
}
