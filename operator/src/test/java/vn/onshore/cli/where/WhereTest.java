package vn.onshore.cli.where;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Questions that files answer; no cluster is asked. */
class WhereTest {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("onshore.root", "..")).resolve("examples/residency");
    private static final String BOUNDARY = EXAMPLES.resolve("01-boundary.yaml").toString();
    private static final String POLICY =
            EXAMPLES.resolve("03-policy-enforce.yaml").toString();
    private static final String NODE = """
            apiVersion: v1
            kind: Node
            metadata:
              name: %s
              labels: {topology.kubernetes.io/region: vn-north, topology.kubernetes.io/zone: vn-north-1a}
            spec: {providerID: "%s"}
            status: {nodeInfo: {kubeletVersion: v1.36.3}}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "host, s3.hn.example.vn,              0, site hn-01",
        "host, S3.HN.example.vn.,             0, site hn-01",
        "host, records.example.gov.vn,        0, site hn-01",
        "host, s3.hn.example.vn.attacker.io,  1, outside",
        "ip,   10.20.3.4,                     0, site hcm-01",
        "ip,   198.51.100.7,                  1, outside"
    })
    void hostsAndAddresses(String what, String name, int exitCode, String place) {
        assertThat(where("", what, name, "--boundary-file", BOUNDARY)).isEqualTo(exitCode);
        assertThat(out.toString()).contains(place, "boundary               vietnam");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aNodeFromStandardInputAndWhatThePolicyMakesOfIt() {
        var exitCode = where(
                NODE.formatted("hn-9", "openstack://hn/9"),
                "node",
                "-",
                "--boundary-file",
                BOUNDARY,
                "--boundary-file",
                POLICY);
        assertThat(out.toString())
                .contains("node hn-9              site hn-01")
                .contains("evidence               Provider")
                .contains("policy citizen-data")
                .doesNotContain("eligible\n");
        assertThat(exitCode).isZero();
    }

    @Test
    void theWorstOfSeveralNodesCounts(@TempDir Path folder) throws IOException {
        var nodes = Files.writeString(
                folder.resolve("nodes.yaml"),
                NODE.formatted("hn-9", "openstack://hn/9") + "---\n"
                        + NODE.formatted("liar", "aws:///ap-southeast-1a/i-0abc"));
        assertThat(where("", "node", nodes.toString(), "--boundary-file", BOUNDARY, "-o", "json"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("\"contradiction\"").contains("hn-9", "liar");
    }

    @Test
    void whatCannotBeUsedIsTold(@TempDir Path folder) throws IOException {
        var broken = Files.writeString(
                folder.resolve("broken.yaml"),
                Files.readString(Path.of(BOUNDARY)).replace("10.10.0.0/16", "10.20.0.0/8"));
        assertThat(where("", "ip", "10.10.1.1", "--boundary-file", broken.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("error: " + broken + ":").contains("cidrs");
        var namespace = EXAMPLES.resolve("workloads/00-namespace.yaml").toString();
        assertThat(where("", "node", namespace, "--boundary-file", BOUNDARY)).isEqualTo(2);
        assertThat(err.toString()).contains("there is no Node in " + namespace);
        assertThat(where("", "ip", "10.10.1.1", "--boundary-file", POLICY)).isEqualTo(2);
        assertThat(err.toString()).contains("which is not in the input");
        assertThat(where("", "pod", "no-slash")).isEqualTo(2);
    }

    private int where(String in, String... arguments) {
        return new CommandLine(new Where(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8))))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
