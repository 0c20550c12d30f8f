package vn.onshore.residency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.helm.Helm;

/** The operator's jar as a process of its own, with exactly the rights that the chart gives it. */
final class RunningOperator implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("onshore.root", ".."));
    private static final String NAMESPACE = "onshore-system";

    private final Process process;
    private final Path log;

    private RunningOperator(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Installs the chart and starts the operator; does not wait. */
    static RunningOperator on(ControlPlane plane) throws IOException {
        Helm.locate(System.getenv(), Progress.lines(System.err))
                .install(plane.kubeconfig(), "onshore", NAMESPACE, ROOT.resolve("charts/onshore"), "")
                .orThrow();
        var log = plane.directory().resolve("operator.log");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-jar",
                        ROOT.resolve("operator/target/onshore.jar").toString(),
                        "operator",
                        "--kubeconfig",
                        plane.kubeconfigFor(NAMESPACE, "onshore").toString(),
                        "--port",
                        "0",
                        "--instance",
                        "test")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new RunningOperator(process, log);
    }

    /** The end of its log, for failures. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
