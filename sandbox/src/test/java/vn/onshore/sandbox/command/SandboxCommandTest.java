package vn.onshore.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person calls them, each in a process of its own. */
class SandboxCommandTest {
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path state = Path.of("");

    /** How a command ended. */
    private record Ended(int exitCode, String out) {}

    @Test
    void upStatusKubectlDown() throws Exception {
        Ended up = onshore("sandbox", "up", "--nodes=2");
        try {
            Path cluster = state.resolve("onshore/sandbox/cluster");
            assertThat(up.out()).startsWith("export KUBECONFIG=" + cluster);
            assertThat(up.exitCode()).isZero();
            assertThat(onshore("sandbox", "up").out()).isEqualTo(up.out());

            Ended status = onshore("sandbox", "status");
            assertThat(status.out()).contains("answers   ready", "https://127.0.0.1:");
            assertThat(status.exitCode()).isZero();

            assertThat(onshore("sandbox", "kubectl", "get", "nodes", "-o", "name")
                            .out())
                    .isEqualTo("node/fleet-00000\nnode/fleet-00001\n");
            assertThat(onshore("sandbox", "kubectl", "get", "--help").out()).contains("kubectl get");
            assertThat(onshore("sandbox", "kubectl", "get", "unicorns").exitCode())
                    .isEqualTo(1);
        } finally {
            assertThat(onshore("sandbox", "down").out()).isEqualTo("The sandbox is gone.\n");
        }
        assertThat(state.resolve("onshore/sandbox/cluster")).doesNotExist();
        assertThat(onshore("sandbox", "status").exitCode()).isEqualTo(3);
        assertThat(onshore("sandbox", "kubectl", "get", "nodes").out())
                .isEqualTo("onshore: No sandbox is up; start one with: ./onshore sandbox up\n");
    }

    @Test
    void aWrongOptionIsOneSentence() throws Exception {
        Ended ended = onshore("sandbox", "up", "--nodes=many");
        assertThat(ended.out()).isEqualTo("onshore: --nodes is \"vietnam\" or a number up to 10000, not \"many\".\n");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    private Ended onshore(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Donshore.root=" + System.getProperty("onshore.root"),
                "-cp",
                System.getProperty("java.class.path"),
                "vn.onshore.sandbox.Main"));
        line.addAll(List.of(arguments));
        Path out = state.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("XDG_STATE_HOME", state.toString());
        Process process = builder.start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }
}
