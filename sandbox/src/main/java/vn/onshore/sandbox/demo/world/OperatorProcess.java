package vn.onshore.sandbox.demo.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.onshore.sandbox.SandboxException;
import vn.onshore.sandbox.demo.cluster.Await;

/** The operator, started from its jar with the flags that the image ships. */
public final class OperatorProcess implements AutoCloseable {
    /** Its input is a pipe that ends when this JVM does, however it does; then the operator is asked to end. */
    private static final String WITH_THIS_JVM = "trap '' INT TERM HUP; read -r nothing; kill \"$1\"";

    private static final String WITH_THE_KEEPER =
            "while kill -0 \"$1\"; do kill -0 \"$2\" || exit 0; sleep 1; done; kill \"$2\"";
    private static final String DETACHED =
            "command -v setsid >/dev/null && exec setsid nohup \"$@\"; exec nohup \"$@\"";
    private static final Path NOTHING = Path.of("/dev/null");

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(15);
    /** To write an AOT cache at the end. */
    private static final Duration TRAINING_GRACE = Duration.ofSeconds(90);

    private final OnshoreProgram program;
    private final Process process;
    private final Process guard;
    private final OperatorLog log;
    private final boolean stays;
    private final boolean training;

    private OperatorProcess(
            OnshoreProgram program, Process process, Process guard, OperatorLog log, boolean stays, boolean training) {
        this.program = program;
        this.process = process;
        this.guard = guard;
        this.log = log;
        this.stays = stays;
        this.training = training;
    }

    /**
     * Starts it. The first run of a new jar also trains its AOT cache, if it is not to stay.
     *
     * @param program runs it
     * @param kubeconfig of its own account
     */
    public static OperatorProcess start(OnshoreProgram program, World world, Path kubeconfig, String namespace) {
        Path log = world.scratch().resolve("operator.log");
        boolean stays = world.keeper().isPresent();
        boolean training = !stays && !program.isTrained();
        List<String> line = new ArrayList<>(training ? program.training() : program.server());
        line.addAll(List.of("operator", "--namespace", namespace, "--instance", "demo", "--port", "0"));
        line.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        try {
            Process process = new ProcessBuilder(stays ? detached(line) : line)
                    .redirectInput(NOTHING.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new OperatorProcess(program, process, guard(world, process), new OperatorLog(log), stays, training);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process guard(World world, Process operator) throws IOException {
        String pid = Long.toString(operator.pid());
        List<String> line = world.keeper().isPresent()
                ? detached(List.of(
                        "/bin/sh",
                        "-c",
                        WITH_THE_KEEPER,
                        "sh",
                        Long.toString(world.keeper().getAsLong()),
                        pid))
                : List.of("/bin/sh", "-c", WITH_THIS_JVM, "sh", pid);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (world.keeper().isPresent()) {
            builder.redirectInput(NOTHING.toFile());
        }
        return builder.start();
    }

    private static List<String> detached(List<String> line) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", DETACHED, "sh"));
        all.addAll(line);
        return all;
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Waits until it says on {@code /readyz} that it is ready.
     *
     * @throws SandboxException when it ends before, or takes too long; with its last lines
     */
    public void awaitReady() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            boolean ready = Await.value(PATIENCE, () -> {
                        requireAlive();
                        return log.port().filter(port -> isReady(client, port));
                    })
                    .isPresent();
            if (!ready) {
                throw new SandboxException("The operator is not ready after %d s. Its last lines:\n%s"
                        .formatted(PATIENCE.toSeconds(), log.lastLines()));
            }
        }
    }

    /**
     * Checks that it runs.
     *
     * @throws SandboxException with its last lines when it does not
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new SandboxException("The operator ended by itself with %d. Its last lines:\n%s"
                    .formatted(process.exitValue(), log.lastLines()));
        }
    }

    private static boolean isReady(HttpClient client, int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether its end takes some seconds longer, because the JVM then writes its AOT cache. */
    public boolean isTraining() {
        return training;
    }

    /** What it complained of, for error messages. */
    public String complaints() {
        return log.complaints();
    }

    /** Asks it to end, and waits; does nothing when it is to stay. */
    @Override
    public void close() {
        if (stays) {
            return;
        }
        try {
            guard.getOutputStream().close();
            Duration patience = training ? TRAINING_GRACE : GRACE;
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            guard.waitFor();
            if (training) {
                program.keepCache();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
