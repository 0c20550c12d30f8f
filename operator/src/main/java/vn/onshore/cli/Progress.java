package vn.onshore.cli;

import java.io.PrintStream;
import java.time.Duration;

/** One line on a terminal that says what takes so long; wiped at the end. Nothing in a pipe, nothing for short work. */
public final class Progress implements AutoCloseable {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration TICK = Duration.ofMillis(500);

    private final PrintStream err;
    private final Thread ticker;
    private volatile String what = "";

    private Progress(PrintStream err, boolean shown) {
        this.err = err;
        this.ticker = Thread.ofVirtual().unstarted(this::tick);
        if (shown) {
            ticker.start();
        }
    }

    /** On standard error, if a person reads it. */
    public static Progress on(PrintStream err) {
        return new Progress(err, Terminal.showsProgress());
    }

    /** Says what is done from now on: {@code judging 1000 objects}. */
    public void doing(String work) {
        what = work;
    }

    private void tick() {
        var began = System.nanoTime();
        try {
            Thread.sleep(SHORT);
            while (true) {
                err.printf(
                        "\r\033[K%s … %d s",
                        what, Duration.ofNanos(System.nanoTime() - began).toSeconds());
                err.flush();
                Thread.sleep(TICK);
            }
        } catch (InterruptedException over) {
            err.print("\r\033[K");
            err.flush();
        }
    }

    @Override
    public void close() {
        if (ticker.isAlive()) {
            ticker.interrupt();
            try {
                ticker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
