package vn.onshore.sandbox.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import vn.onshore.sandbox.SandboxException;

/** {@code onshore sandbox down}. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Ends the sandbox, with all its processes, and removes its data. Does nothing when none is up.")
final class DownCommand implements Runnable {
    private static final Duration GRACE = Duration.ofSeconds(20);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        StateDirectory state = StateDirectory.of(System.getenv());
        if (!Files.exists(state.path())) {
            spec.commandLine().getOut().println("No sandbox is up.");
            return;
        }
        state.exclusively(() -> {
            boolean wasUp =
                    state.running().flatMap(Running::process).map(this::end).orElse(false);
            remove(state);
            spec.commandLine().getOut().println(wasUp ? "The sandbox is gone." : "No sandbox is up.");
        });
    }

    private boolean end(ProcessHandle keeper) {
        keeper.destroy();
        if (!ended(keeper)) {
            // Its watchdog ends what it leaves behind.
            keeper.destroyForcibly();
            if (!ended(keeper)) {
                throw new SandboxException("Process %d does not end; end it by hand.".formatted(keeper.pid()));
            }
        }
        return true;
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void remove(StateDirectory state) {
        try {
            for (Path file : List.of(state.record(), state.log())) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
