package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import vn.onshore.sandbox.SandboxException;

/** One run of the operator's jar, with the flags that the image ships and the memory that the chart allows. */
final class OperatorRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Long enough to write an AOT cache at the end. */
    private static final Duration GRACE = Duration.ofSeconds(90);
    /** Ends the operator when this JVM ends, however it does: its input is a pipe from here. */
    private static final String LIFELINE = "trap '' INT TERM HUP; read -r nothing; kill \"$1\"";

    private final Process process;
    private final Process lifeline;
    private final Path log;
    private final long began;
    private final HttpClient http = HttpClient.newHttpClient();

    private OperatorRun(Process process, Process lifeline, Path log, long began) {
        this.process = process;
        this.lifeline = lifeline;
        this.log = log;
        this.began = began;
    }

    /**
     * Starts it and does not wait.
     *
     * @param flags for the JVM, beside the shipped ones
     * @param log made anew
     */
    static OperatorRun start(Shipped shipped, List<String> flags, PodAccount account, Path log) {
        List<String> line = new ArrayList<>(shipped.java());
        line.addAll(flags);
        line.addAll(List.of("-jar", shipped.jar().toString(), "operator"));
        line.addAll(List.of("--port", "0", "--instance", "bench"));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(account.environment());
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        try {
            long began = System.nanoTime();
            Process process = builder.start();
            Process lifeline =
                    new ProcessBuilder("/bin/sh", "-c", LIFELINE, "sh", Long.toString(process.pid())).start();
            return new OperatorRun(process, lifeline, log, began);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Reading of {@link System#nanoTime} when its JVM was started. */
    long began() {
        return began;
    }

    /** Waits until {@code /readyz} says so. */
    OperatorRun awaitReady() {
        Await.that("the operator to be ready; its log ends:\n" + lastLines(), PATIENCE, () -> {
            requireAlive();
            return port().filter(port -> ask(port, "readyz").statusCode() == 200)
                    .isPresent();
        });
        return this;
    }

    private Optional<Integer> port() {
        return lines("health and metrics").stream()
                .flatMap(line -> StreamSupport.stream(line.path("kvpList").spliterator(), false))
                .filter(pair -> pair.has("port"))
                .map(pair -> pair.path("port").asInt())
                .findFirst();
    }

    private HttpResponse<String> ask(int port, String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/%s".formatted(port, path)))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted.", e);
        }
    }

    /**
     * The sum over all series of a metric.
     *
     * @param start of the lines that count: a name, and labels if only some are wanted
     */
    double metric(String start) {
        return ask(port().orElseThrow(), "metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Log lines with this message, oldest first: JSON with {@code timestamp} in milliseconds since 1970. */
    List<JsonNode> lines(String message) {
        String wanted = "\"formattedMessage\":\"" + message + "\"";
        try (var all = Files.lines(log)) {
            return all.filter(line -> line.contains(wanted) && line.endsWith("}"))
                    .map(Api::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws SandboxException with the last lines of its log when it has ended */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new SandboxException("The operator ended by itself with %d; its log ends:\n%s"
                    .formatted(process.exitValue(), lastLines()));
        }
    }

    private String lastLines() {
        try {
            List<String> all = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return String.join("\n", all.subList(Math.max(0, all.size() - 5), all.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end and waits. */
    @Override
    public void close() {
        http.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            lifeline.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            lifeline.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
