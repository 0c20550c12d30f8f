package vn.onshore.cli.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.cli.Streams;
import vn.onshore.cli.check.SpecReader;
import vn.onshore.manifest.ManifestReader;

class SuggestTest {
    private static final String CSV = """
            src_namespace,src_pod,dst_namespace,dst_pod,dst_ip,protocol,port,time,verdict
            app,web,storage,db,,TCP,5432,2026-11-20T08:00:00Z,
            app,web,storage,db,,TCP,5432,2026-11-20T09:00:00Z,
            app,web,,,198.51.100.7,TCP,443,,
            app,web,mgmt,ssh,,TCP,22,,dropped
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String in, String... args) {
        out.reset();
        err.reset();
        var streams = new Streams(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new CommandLine(new Suggest(streams)).execute(args);
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String warned() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** What is printed is what the API server would take, and it lets everything through that it was made from. */
    @Test
    void aSuggestionIsAResourceThatAllowsWhatWasSeen() throws IOException {
        assertThat(run(CSV, "-")).isZero();
        assertThat(warned()).contains("1 connections were dropped", "roles are guesses");
        var manifest = ManifestReader.read("suggested.yaml", told()).manifests().getFirst();
        assertThat(manifest.is("onshore.vn", "NetworkIsolation")).isTrue();
        assertThat(SpecReader.read(
                        NetworkIsolationSpec.class,
                        manifest.tree().at("spec"),
                        "spec",
                        (field, sentence) -> assertThat(field).as(sentence).isEmpty(),
                        (field, sentence) -> assertThat(field).as(sentence).isEmpty()))
                .isNotNull();
        var policy = file("policy.yaml", told());
        assertThat(run(CSV, "-", "--shadow", policy)).isZero();
        assertThat(told()).isEqualTo("---\ndropped: []\nundetermined: []\n");

        assertThat(run(CSV, "-", "--shadow", policy, "--include-dropped", "-o", "json"))
                .isEqualTo(1);
        assertThat(told()).contains("\"from\":{\"namespace\":\"app\"}", "\"port\":\"TCP/22\"", "\"line\":\"-:5\"");
        assertThat(run("app\n" + CSV.replace("5432,2026", "5433,2026"), "-", "--shadow", policy))
                .isEqualTo(1);
        assertThat(warned()).contains("-:1: it is no JSON");
        assertThat(told())
                .contains("TCP/5433", "count: 2", "firstSeen: 2026-11-20T08:00:00Z", "lastSeen: 2026-11-20T09:00:00Z");
    }

    @Test
    void addressesNeedPods() throws IOException {
        var line = "tcp 6 9 ESTABLISHED src=10.0.1.5 dst=172.16.0.10 sport=43210 dport=80 src=10.0.2.7 dst=10.0.1.5"
                + " sport=8080 dport=43210 mark=0\n";
        var pods = file("objects.yaml", """
                {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: app}, status: {podIP: 10.0.1.5}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: db, namespace: storage}, status: {podIP: 10.0.2.7}}
                """);
        assertThat(run(line, "-")).isEqualTo(2);
        assertThat(told()).isEmpty();
        assertThat(warned())
                .contains("no end is a known pod", "no zone to suggest; name files with Pods by --namespaces");
        assertThat(run(line, "-", "--namespaces", pods, "-o", "json")).isZero();
        assertThat(told()).contains("\"ports\":[\"TCP/8080\"]");
        assertThat(run(line, folder.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(warned()).contains("nowhere: there is no such file");
    }

    @Test
    void whatCannotBeUsedIsToldAndTheRestIsRead() throws IOException {
        assertThat(run("hello\n", "-")).isEqualTo(2);
        assertThat(warned()).contains("no connection was found");
        assertThat(run(CSV, "-", folder.resolve("absent").toString())).isEqualTo(2);
        assertThat(told()).contains("kind: NetworkIsolation");
        assertThat(run(CSV, "-", "--shadow", file("empty.yaml", "{apiVersion: v1, kind: Pod}")))
                .isEqualTo(2);
        assertThat(warned()).contains("holds no NetworkIsolation");
        assertThat(run(CSV, "-", "--shadow", file("flawed.yaml", """
                apiVersion: onshore.vn/v1alpha1
                kind: NetworkIsolation
                metadata: {name: a}
                spec:
                  boundaryRef: {name: vietnam}
                  level: 1
                  zones: [{name: a, role: DMZ, namespaceSelector: {matchLabels: {zone: a}}}]
                  flows: [{from: {zone: a}, to: {zone: b}, ports: [TCP/1]}]
                """))).isEqualTo(2);
        assertThat(warned()).contains("spec.flows[0].to.zone");
        assertThat(run(CSV, "-", "--shadow", file("alone.yaml", """
                apiVersion: onshore.vn/v1alpha1
                kind: NetworkIsolation
                metadata: {name: a}
                spec:
                  boundaryRef: {name: vietnam}
                  level: 1
                  zone: a
                  zones: [{name: a, role: DMZ, namespaceSelector: {matchLabels: {zone: a}}}]
                  flows: [{from: {zone: a}, to: {site: hcm-01}, ports: [TCP/1]}]
                """))).isEqualTo(2);
        assertThat(warned())
                .contains("warning: ", "spec.zone: is not a field of this resource; zones is")
                .contains("spec.boundaryRef.name: OnshoreBoundary vietnam is not in the input")
                .contains("error: ", "spec.flows[0].to.site");
        assertThat(run(CSV + "x\n".repeat(100), "-")).isZero();
        assertThat(warned()).contains("and 80 more lines that are no flows");
    }
}
