package vn.onshore.sandbox.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;

/** The process in the background that keeps a sandbox, until it is asked to end or one of its programs dies. */
@Command(name = "serve", hidden = true, description = "Keeps a sandbox in the foreground; used by \"up\".")
final class ServeCommand implements Runnable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    @Option(names = "--nodes", defaultValue = NodeChoice.VIETNAM)
    private String nodes = NodeChoice.VIETNAM;

    @Override
    public void run() {
        StateDirectory state = StateDirectory.of(System.getenv());
        Settings settings = Settings.full().withDirectory(state.cluster()).withProgress(Progress.quiet());
        try (ControlPlane plane = ControlPlane.start(settings)) {
            new NodeChoice(nodes).applyTo(plane.client());
            Running.here(
                            plane.url(),
                            plane.kubeconfig(),
                            plane.directory().resolve("bin").resolve("kubectl"))
                    .write(state.record());
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK_EVERY);
                plane.requireAlive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(state);
        }
    }

    private static void forget(StateDirectory state) {
        try {
            Files.deleteIfExists(state.record());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
