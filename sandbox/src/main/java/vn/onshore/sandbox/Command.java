package vn.onshore.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and keeps what it said. */
public record Command(List<String> line, Path directory, Map<String, String> environment, Duration patience) {
    private static final Executor READERS = task -> Thread.ofVirtual().start(task);

    /**
     * How it ended.
     *
     * @param exitCode zero when all went well
     * @param out standard output
     * @param err standard error
     */
    public record Outcome(int exitCode, String out, String err) {}

    /**
     * Runs it.
     *
     * @param input standard input, may be empty
     * @throws IllegalStateException when it takes longer than it may; it is killed then
     */
    public Outcome run(String input) {
        try {
            ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            var out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), READERS);
            var err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), READERS);
            var in = CompletableFuture.runAsync(() -> write(process.getOutputStream(), input), READERS);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("%s took longer than %s".formatted(line, patience));
            }
            in.join();
            return new Outcome(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + line, e);
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream stream, String input) {
        try (stream) {
            stream.write(input.getBytes(UTF_8));
        } catch (IOException e) {
            // It ended before it had read everything; its exit code says more than this broken pipe.
            return;
        }
    }
}
