package vn.onshore.sandbox.controlplane;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One running program of the control plane: its process, its log, its pid file. */
final class Component {
    /** The shell leaves its own pid behind before it becomes the program, so there is no moment without a record. */
    private static final String RECORD_PID_AND_BECOME = "echo $$ >\"$1\"; shift; exec \"$@\"";

    private static final int LAST_LINES = 12;
    private static final int LONGEST_LINE = 400;

    private final Program program;
    private final Path log;
    private final Path pidFile;
    private final Process process;

    private Component(Program program, Path log, Path pidFile, Process process) {
        this.program = program;
        this.log = log;
        this.pidFile = pidFile;
        this.process = process;
    }

    /** Starts the program; its output is appended to its log. */
    static Component start(Layout layout, Program program, List<String> arguments) {
        Path log = layout.logs().resolve(program.command() + ".log");
        Path pidFile = layout.pids().resolve(program.command() + ".pid");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", RECORD_PID_AND_BECOME, "sh"));
        command.add(pidFile.toString());
        command.add(layout.program(program).toString());
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(layout.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new Component(program, log, pidFile, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Program program() {
        return program;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Whether its last words were that somebody else has its port. */
    boolean lostItsPort() {
        return !alive() && lastLines().contains("address already in use");
    }

    /** What it wrote last, for error messages. */
    String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log, ISO_8859_1);
            return String.join(
                    "\n",
                    lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                            .map(line -> "  " + line.substring(0, Math.min(LONGEST_LINE, line.length())))
                            .toList());
        } catch (IOException e) {
            return "  (no log at " + log + ")";
        }
    }

    /** Asks it to end, and ends it when it does not. */
    void stop(Duration patience) {
        process.destroy();
        if (!ended(patience)) {
            kill();
        }
        forget();
    }

    /** Ends it at once (SIGKILL). */
    void kill() {
        process.destroyForcibly();
        if (!ended(Duration.ofSeconds(10))) {
            throw new IllegalStateException("%s (process %d) does not end".formatted(program.command(), process.pid()));
        }
        forget();
    }

    private boolean ended(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
