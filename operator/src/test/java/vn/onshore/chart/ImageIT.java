package vn.onshore.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.world.LiveCluster;

/** The file system of the image, put together by the script that the Dockerfile runs. */
class ImageIT {
    @TempDir
    static Path image;

    /** Becoming root in a user namespace is enough, where we are not root. */
    private static List<String> asRoot;

    @BeforeAll
    static void assemble() throws Exception {
        boolean root = run(List.of("id", "-u"), Map.of()).out().strip().equals("0");
        asRoot = root ? List.of() : List.of("unshare", "--map-root-user");
        assumeTrue(
                run(prefixed("chroot", "/", "/bin/true"), Map.of()).exitCode() == 0,
                "the image can only be put together where chroot is allowed");
        Outcome assembled = run(
                prefixed(
                        ChartFiles.ROOT
                                .resolve("image/assemble")
                                .toAbsolutePath()
                                .toString(),
                        image.toString(),
                        LiveCluster.vietnam().plane().kubeconfig().toString()),
                Map.of());
        assertThat(assembled.exitCode()).as(assembled.out()).isZero();
    }

    @Test
    void programRunsThereWithItsCache() throws Exception {
        Outcome outcome = inImage("-XX:AOTMode=on", "--help");
        assertThat(outcome.exitCode()).as(outcome.out()).isZero();
        assertThat(outcome.out()).contains("onshore");
    }

    @Test
    void nothingElseIsInIt() throws IOException {
        try (Stream<Path> files = Files.walk(image)) {
            assertThat(files.filter(Files::isExecutable)
                            .filter(Files::isRegularFile)
                            .map(file -> image.relativize(file).toString())
                            .filter(file -> !file.contains(".so")))
                    .allMatch(file -> file.startsWith("app/jre/"));
        }
        assertThat(image.resolve("app/examples")).doesNotExist();
        assertThat(image.resolve("app/training.kubeconfig")).doesNotExist();
    }

    /** What only a run of the operator needs is in the cache, too. */
    @Test
    void operatorsClassesAreInItsCache() throws Exception {
        Outcome outcome = inImage("-Xlog:class+load", "operator", "--port", "-1");
        assertThat(outcome.out()).containsPattern("OperatorProcess source: shared objects file");
    }

    private record Outcome(int exitCode, String out) {}

    /** Runs the program as the image does, with one more option of the JVM. */
    private static Outcome inImage(String option, String... arguments) throws Exception {
        List<String> line = prefixed(
                "chroot",
                image.toString(),
                "/app/jre/bin/java",
                "@/app/jvm.options",
                "-XX:AOTCache=/app/onshore.aot",
                option,
                "-jar",
                "/app/onshore.jar");
        line.addAll(List.of(arguments));
        return run(line, Map.of("LD_LIBRARY_PATH", "/app/jre/lib"));
    }

    private static List<String> prefixed(String... line) {
        var all = new ArrayList<>(asRoot);
        all.addAll(List.of(line));
        return all;
    }

    private static Outcome run(List<String> line, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("ONSHORE_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(), out);
    }
}
