package vn.onshore.sandbox.command;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * A sandbox that runs, as written down for later commands.
 *
 * @param pid the process that keeps it
 * @param since when that process began, which tells it from a later one with the same pid
 * @param url where the API server answers
 * @param kubeconfig the administrator's
 * @param kubectl the program
 */
record Running(long pid, Instant since, String url, Path kubeconfig, Path kubectl) {

    /** What the current process would be written down as. */
    static Running here(String url, Path kubeconfig, Path kubectl) {
        ProcessHandle self = ProcessHandle.current();
        return new Running(self.pid(), startOf(self), url, kubeconfig, kubectl);
    }

    static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    static Optional<Running> read(Path file) {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return Optional.of(new Running(
                    Long.parseLong(values.getProperty("pid")),
                    Instant.parse(values.getProperty("since")),
                    values.getProperty("url"),
                    Path.of(values.getProperty("kubeconfig")),
                    Path.of(values.getProperty("kubectl"))));
        } catch (IOException | RuntimeException e) {
            // Missing, or not written by us: either way nothing is known to run.
            return Optional.empty();
        }
    }

    /** Writes it so that a reader sees all of it or nothing. */
    void write(Path file) {
        Properties values = new Properties();
        values.setProperty("pid", Long.toString(pid));
        values.setProperty("since", since.toString());
        values.setProperty("url", url);
        values.setProperty("kubeconfig", kubeconfig.toString());
        values.setProperty("kubectl", kubectl.toString());
        Path fresh = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                values.store(writer, "a running sandbox");
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, if it is still the same one. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startOf(process).equals(since));
    }
}
