package vn.onshore.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AttestTest {
    private static final Instant NOW = Instant.parse("2026-09-01T00:00:00Z");
    private static final String NODE = """
            apiVersion: v1
            kind: Node
            metadata: {name: hn-1, uid: uid-1}
            status: {nodeInfo: {systemUUID: 4C4C4544-0042, machineID: f00d, kubeletVersion: v1.36.3}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private record Outcome(int code, String out, String err) {}

    private static Outcome run(Instant now, List<String> args) {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var factory = CommandLine.defaultFactory();
        var command = new CommandLine(new Attest(), new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == Sign.class) {
                    return type.cast(new Sign(clock));
                }
                return type == Verify.class ? type.cast(new Verify(clock)) : factory.create(type);
            }
        });
        var out = new StringWriter();
        var err = new StringWriter();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        var code = command.execute(args.toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    private static Outcome run(String... args) {
        return run(NOW, List.of(args));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String keygen(String name, String... more) {
        var out = folder.resolve(name).toString();
        var args = new ArrayList<>(List.of("keygen", "--out", out));
        args.addAll(List.of(more));
        assertThat(run(NOW, args).code()).isZero();
        return out;
    }

    private String boundary(String site, String key) throws IOException {
        return file("boundary.yaml", """
                apiVersion: onshore.vn/v1alpha1
                kind: OnshoreBoundary
                metadata: {name: vietnam}
                spec:
                  sites:
                  - id: %s
                    province: {scheme: QD19-2025, code: "01"}
                    attestors:
                    - name: dc-team
                      publicKey: |
                %s
                """.formatted(
                        site, Files.readString(Path.of(key + ".pub")).indent(8)));
    }

    private Outcome sign(String key, String... more) throws IOException {
        var args = new ArrayList<>(List.of(
                "sign",
                "--key",
                key + ".key",
                "--site",
                "hn-01",
                "--boundary",
                "vietnam",
                "--from-node",
                file("node.yaml", NODE)));
        args.addAll(List.of(more));
        return run(NOW, args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "p256"})
    void keysAreMadeUsedAndTrusted(String algorithm) throws IOException {
        var key = keygen("dc", "--algorithm", algorithm);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(key + ".key"))))
                .isEqualTo("rw-------");
        var signed = sign(key, "--expires", "2027-06-30");
        assertThat(signed.code()).as(signed.err()).isZero();
        var attestation = file("attestation.yaml", signed.out());
        var boundary = boundary("hn-01", key);
        var held = run("verify", attestation, "--boundary", boundary, "--from-node", file("node.yaml", NODE));
        assertThat(held.out())
                .contains("holds", "hn-1", "dc-team", "2027-07-01T00:00:00Z")
                .doesNotContain("does not");
        assertThat(held.code()).as(held.err()).isZero();
        assertThat(run("verify", attestation, "--boundary", boundary).code()).isZero();
    }

    @Test
    void whatDoesNotHoldEndsWithOne() throws IOException {
        var key = keygen("dc");
        var attestation = file("attestation.yaml", sign(key).out());
        var boundary = boundary("hn-01", key);
        var late = run(Instant.parse("2027-09-01T00:00:00Z"), List.of("verify", attestation, "--boundary", boundary));
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.out()).contains("Expired");
        var replaced = file("other.yaml", NODE.replace("uid-1", "uid-2"));
        assertThat(run("verify", attestation, "--boundary", boundary, "--from-node", replaced)
                        .out())
                .contains("NodeReplaced");
        var moved = boundary("hn-02", key);
        assertThat(run("verify", attestation, "--boundary", moved).out()).contains("does not hold: WrongSite");
        var stranger = boundary("hn-01", keygen("stranger"));
        assertThat(run("verify", attestation, "--boundary", stranger).out()).contains("does not hold: UntrustedKey");
    }

    @Test
    void whatCannotBeUsedEndsWithTwoAndNamesTheOption() throws IOException {
        var key = keygen("dc");
        var secret = Files.readAllLines(Path.of(key + ".key")).get(1);
        unusable(run("keygen", "--out", key), "--out", secret);
        unusable(sign(folder.resolve("missing").toString()), "missing.key does not exist", secret);
        Files.writeString(
                folder.resolve("junk.key"),
                "-----BEGIN PRIVATE KEY-----\n" + secret.substring(4) + "\n-----END PRIVATE KEY-----");
        unusable(sign(folder.resolve("junk").toString()), "--key", secret.substring(4));
        unusable(sign(key, "--node", "hn-2"), "--node", secret);
        unusable(sign(key, "--expires", "soon"), "--expires", secret);
        unusable(sign(key, "--expires", "2020-01-01"), "past", secret);
        unusable(
                run("sign", "--key", key + ".key", "--site", "hn-01", "--boundary", "vietnam", "--node", "hn-1"),
                "--system-uuid",
                secret);
        unusable(
                run(
                        "sign",
                        "--key",
                        key + ".key",
                        "--site",
                        "a\nb",
                        "--boundary",
                        "vietnam",
                        "--node",
                        "n",
                        "--system-uuid",
                        "u",
                        "--machine-id",
                        "m"),
                "--site",
                secret);
        unusable(
                run("verify", file("node.yaml", NODE), "--boundary", boundary("hn-01", key)),
                "SiteAttestation",
                secret);
        var broken = file(
                "broken.yaml", Files.readString(Path.of(boundary("hn-01", key))).replace("\"01\"", "\"99\""));
        unusable(run("verify", file("a.yaml", sign(key).out()), "--boundary", broken), "province.code", secret);
        unusable(run("sign"), "--key", secret);
        unusable(run(), "keygen", secret);
    }

    private static void unusable(Outcome outcome, String named, String secret) {
        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(named).doesNotContain(secret);
        assertThat(outcome.out()).doesNotContain("apiVersion");
    }

    @ParameterizedTest
    @CsvSource({
        "12h, 2026-09-01T12:00:00Z",
        "90d, 2026-11-30T00:00:00Z",
        "8w, 2026-10-27T00:00:00Z",
        "2026-09-01, 2026-09-02T00:00:00Z",
        "2027-06-30T12:00:00Z, 2027-06-30T12:00:00Z",
    })
    void lifetimes(String text, Instant end) throws Unusable {
        assertThat(Lifetime.end(text, NOW)).isEqualTo(end);
    }

    @Test
    void helpNamesEveryOption() {
        for (var command : List.of("keygen", "sign", "verify")) {
            var help = run(command, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("Usage:", "Exit codes:");
        }
    }
}
