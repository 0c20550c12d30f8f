package vn.onshore.sandbox.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A shell that outlives this JVM by a moment. Its standard input is a pipe that ends when the JVM does, however it
 * does, {@code kill -9} included; then it ends the processes whose pid files still lie there and removes the directory.
 */
final class Watchdog implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            read -r nothing
            for file in "$1"/*.pid; do
              [ -f "$file" ] && kill -KILL "$(cat "$file")"
            done
            tries=0
            until rm -rf "$2" || [ $((tries += 1)) -gt 20 ]; do sleep 0.1; done
            """;

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    static Watchdog over(Layout layout) {
        try {
            return new Watchdog(new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            SCRIPT,
                            "onshore-watchdog",
                            layout.pids().toString(),
                            layout.directory().toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return shell.pid();
    }

    /** Lets it do its duty now and waits for it. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
            shell.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
