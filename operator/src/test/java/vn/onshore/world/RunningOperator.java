package vn.onshore.world;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import vn.onshore.kube.Json;
import vn.onshore.sandbox.controlplane.ControlPlane;

/** The shipped jar as a process of its own, with exactly the rights that the chart gives. Closing it ends the process. */
public final class RunningOperator implements AutoCloseable {
    /** Where the chart puts it. */
    public static final String NAMESPACE = "onshore-system";

    /** Its account, and how the API server calls it. */
    public static final String ACCOUNT = "onshore";

    public static final String USER = "system:serviceaccount:" + NAMESPACE + ":" + ACCOUNT;

    /** How the API server calls the canaries. */
    public static final String CANARY = "system:serviceaccount:" + NAMESPACE + ":onshore-canary";

    private static final Path JAR =
            Path.of(System.getProperty("onshore.root", "..")).resolve("operator/target/onshore.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LAST_LINES = 40;

    /** Its input is a pipe that ends when this JVM does, however it does; then the operator ends as well. */
    private static final String WITH_THIS_JVM = "trap '' INT TERM HUP; read -r nothing; kill -KILL \"$1\"";

    private final Process process;
    private final Process guard;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private RunningOperator(Process process, Process guard, Path log) {
        this.process = process;
        this.guard = guard;
        this.log = log;
    }

    /**
     * Starts it and returns at once.
     *
     * @param options of {@code onshore operator}, beside namespace, kubeconfig and a free port
     */
    static RunningOperator start(ControlPlane plane, String... options) {
        if (!Files.isRegularFile(JAR)) {
            throw new IllegalStateException(JAR + " is missing; the package phase makes it");
        }
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                JAR.toString(),
                "operator",
                "--namespace",
                NAMESPACE,
                "--port",
                "0",
                "--kubeconfig",
                plane.kubeconfigFor(NAMESPACE, ACCOUNT).toString()));
        command.addAll(List.of(options));
        try {
            var log = Files.createTempFile(plane.directory(), "operator-", ".log");
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var guard = new ProcessBuilder("/bin/sh", "-c", WITH_THIS_JVM, "sh", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new RunningOperator(process, guard, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it is ready. */
    public RunningOperator awaitReady() {
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("the operator ended", () -> !process.isAlive())
                    .until(this::isReady);
        } catch (RuntimeException e) {
            throw new IllegalStateException("the operator does not become ready:\n" + lastWords(), e);
        }
        return this;
    }

    public boolean isReady() {
        return answers("/readyz");
    }

    public boolean isLive() {
        return answers("/livez");
    }

    private boolean answers(String path) {
        return ask(path).filter(answer -> answer.statusCode() == 200).isPresent();
    }

    private Optional<HttpResponse<String>> ask(String path) {
        var port = port();
        if (port.isEmpty()) {
            return Optional.empty();
        }
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum of the series of a metric. */
    public double metric(String name) {
        return ask("/metrics")
                .orElseThrow(() -> new IllegalStateException("no metrics:\n" + lastWords()))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Where it serves its pages; empty until it says so. */
    private OptionalInt port() {
        return lines().stream()
                .filter(line -> line.contains("\"port\""))
                .flatMap(line -> Json.read(line).at("kvpList").items().stream())
                .mapToInt(pair -> Integer.parseInt("0" + pair.at("port").text()))
                .filter(port -> port > 0)
                .findFirst();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Warnings and errors that it wrote so far. */
    public List<String> complaints() {
        return lines().stream()
                .filter(line -> line.contains("\"level\":\"WARN\"") || line.contains("\"level\":\"ERROR\""))
                .toList();
    }

    /** The end of its log, for failures. */
    public String lastWords() {
        var lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /**
     * As a kubelet ends a pod: SIGTERM, and time to finish.
     *
     * @return its exit code
     */
    public int terminate() {
        process.destroy();
        awaitEnd();
        return process.exitValue();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end:\n" + lastWords());
            }
            guard.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
