package vn.onshore.sandbox.command;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.SandboxException;
import vn.onshore.sandbox.controlplane.Programs;
import vn.onshore.sandbox.controlplane.Settings;

/** {@code onshore sandbox up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts the sandbox in the background and prints how to reach it.")
final class UpCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String DETACH = "command -v setsid >/dev/null && exec setsid nohup \"$@\"; exec nohup \"$@\"";
    private static final String SAID_BY_US = "onshore: ";

    @Option(
            names = "--nodes",
            paramLabel = "vietnam|N",
            defaultValue = NodeChoice.VIETNAM,
            description =
                    "Nodes to begin with: ten in telling places, or N ordinary ones, 0 for none. Default: vietnam.")
    private String nodes = NodeChoice.VIETNAM;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        new NodeChoice(nodes).scenario();
        StateDirectory state = StateDirectory.of(System.getenv());
        // Here, where somebody watches, rather than in the background: a first build takes minutes.
        List<String> notes =
                Programs.locate(Settings.full().withProgress(Progress.detect())).notes();
        notes.forEach(note -> spec.commandLine().getErr().println(SAID_BY_US + note));
        state.exclusively(() -> {
            if (state.running().isEmpty()) {
                start(state);
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println("export KUBECONFIG=" + state.requireRunning().kubeconfig());
    }

    private void start(StateDirectory state) {
        try (Progress.Step step = Progress.detect().begin("starting the control plane")) {
            Files.deleteIfExists(state.record());
            Process keeper = launch(state);
            ProcessHandle handle = keeper.toHandle();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (state.running().isEmpty()) {
                if (keeper.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new SandboxException(lastWords(state.log()));
                }
                if (System.nanoTime() > deadline) {
                    handle.destroy();
                    throw new SandboxException("The sandbox is not up after %d minutes; see %s."
                            .formatted(PATIENCE.toMinutes(), state.log()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted while the sandbox was starting.", e);
        }
    }

    /**
     * Starts the process that keeps the sandbox, in a session of its own where the system has such, so that it
     * outlives this terminal and the interrupts typed into it.
     */
    private Process launch(StateDirectory state) throws IOException {
        return new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        DETACH,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Donshore.root=" + System.getProperty("onshore.root", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "vn.onshore.sandbox.Main",
                        "sandbox",
                        "serve",
                        "--nodes=" + nodes)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(state.log().toFile())
                .start();
    }

    /** Why it ended: its own sentence, and what follows it. */
    private static String lastWords(Path log) throws IOException {
        String all = Files.readString(log);
        return Optional.of(all.indexOf(SAID_BY_US))
                .filter(at -> at >= 0)
                .map(at -> all.substring(at + SAID_BY_US.length()).strip())
                .orElse("The sandbox ended while starting; see " + log + ".");
    }
}
