package vn.onshore.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;

/** {@code onshore demo} as a process of its own, with the built jar as the operator. */
class DemoIT {
    private static final Path ROOT =
            Path.of(System.getProperty("onshore.root", "..")).toAbsolutePath().normalize();
    private static final Pattern SERVER = Pattern.compile("The API server answers at (\\S+) ");
    private static final Pattern OPERATOR = Pattern.compile("process (\\d+)");

    @TempDir
    private Path folder;

    private record Told(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        String first(Pattern pattern) {
            Matcher matcher = pattern.matcher(out);
            assertThat(matcher.find()).as("%s in %s", pattern, out).isTrue();
            return matcher.group(1);
        }
    }

    @Test
    void theStoryPlaysToItsEndAndLeavesNothingBehind() throws Exception {
        Told told = demo();
        assertThat(told.exitCode()).as(told.toString()).isZero();
        assertThat(told.err()).isEmpty();
        assertThat(told.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(told.out()).doesNotContain("\033").doesNotContain("Skipped");
        assertThat(told.out().replaceAll("\\s+", " "))
                .containsSubsequence(
                        "1 The cluster as it is today",
                        "1 on bkk-node-1",
                        "1 on sgp-node-1",
                        "2 What is wrong",
                        "Compliant=False Violations",
                        "E42 NotMet Service citizens/exports",
                        "Node liar-node-1 is Inconsistent",
                        "3 Who stands where",
                        "Ready=True Verified",
                        "Ready=False BadSignature",
                        "Ready=False Expired",
                        "4 Enforce",
                        "Ready=True EnforcedAndProved",
                        "5 Ways around",
                        "node 'bkk-node-1' is not eligible under DataResidency citizen-data",
                        "the target kind of a Binding must be Node",
                        "the legacy bindings endpoint is closed",
                        "Pod traveller runs on hcm-node-1",
                        "'s3.hn.example.vn.attacker.example' is not in the boundary",
                        "6 An administrator switches guards off",
                        "put back after",
                        "Event GuardRestored (Warning)",
                        "put back after",
                        "7 A node's identity changes",
                        "Ready=False IdentityChanged",
                        "Event AttestationVoid (Warning)",
                        "8 pods run: 4 on hcm-node-1, 4 on hcm-node-2",
                        "Compliant=True NoViolations",
                        "8 Zones that must not reach each other",
                        "Ready=True Audited",
                        "storage to Internet is a LEAK",
                        "Ready=True Enforced",
                        "storage to Internet is a LEAK",
                        "isolation explain --from records-db/",
                        "backup-to-cloud",
                        "storage to Internet is ISOLATED",
                        "No packet was sent",
                        "opens more than NetworkIsolation archive declares for zone storage",
                        "9 Where everything stands",
                        "Compliant=True NoViolations",
                        "last proof:",
                        "nothing is unknown that nobody answers for",
                        "blind spots that somebody answers for");
        assertThat(ProcessHandle.of(Long.parseLong(told.first(OPERATOR)))
                        .filter(ProcessHandle::isAlive)
                        .filter(left -> left.info().commandLine().orElse("").contains("onshore.jar")))
                .isEmpty();
        URI server = URI.create(told.first(SERVER));
        assertThatThrownBy(() -> new Socket(server.getHost(), server.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aGivenClusterIsLeftAsItWasFound() throws Exception {
        try (ControlPlane plane = ControlPlane.start(Settings.full())) {
            List<String> before = everything(plane);
            Told told = demo("--kubeconfig", plane.kubeconfig().toString());
            assertThat(told.exitCode()).as(told.toString()).isZero();
            assertThat(told.out())
                    .contains("Skipped: nodes in eight places", "Skipped: statements", "Skipped: this changes a node")
                    .contains("What the story made is removed again.");
            assertThat(everything(plane)).isEqualTo(before);
        }
    }

    @Test
    void whatOthersHaveIsNotTouched() throws Exception {
        try (ControlPlane plane = ControlPlane.start(Settings.full())) {
            plane.client()
                    .namespaces()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("citizens")
                            .endMetadata()
                            .build())
                    .create();
            List<String> before = everything(plane);
            Told told = demo("--kubeconfig", plane.kubeconfig().toString());
            assertThat(told.exitCode()).isEqualTo(1);
            assertThat(told.err()).contains("This cluster has /api/v1/namespaces/citizens already");
            assertThat(everything(plane)).isEqualTo(before);
        }
    }

    @Test
    void aMissingKubeconfigIsToldInOneSentence() throws Exception {
        Told told = demo("--kubeconfig", folder.resolve("none").toString());
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.err().lines())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).startsWith("onshore: --kubeconfig ").endsWith("cannot be read."));
    }

    /** The names of all objects that the story makes or has made, of every kind that it touches. */
    private static List<String> everything(ControlPlane plane) {
        String kinds = "customresourcedefinitions,namespaces,clusterroles,clusterrolebindings,storageclasses,"
                + "persistentvolumes,validatingadmissionpolicies,validatingadmissionpolicybindings,"
                + "mutatingadmissionpolicies,mutatingadmissionpolicybindings,validatingwebhookconfigurations,"
                + "services,networkpolicies,deployments,pods,roles,rolebindings,serviceaccounts";
        return plane.kubectl()
                .run("get", kinds, "-A", "-o", "name")
                .orThrow()
                .out()
                .lines()
                .sorted()
                .toList();
    }

    private Told demo(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Donshore.root=" + ROOT,
                "-cp",
                ROOT.resolve("sandbox/target/onshore-sandbox.jar").toString(),
                "vn.onshore.sandbox.Main",
                "demo"));
        line.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(line)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroy();
        }
        return new Told(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
