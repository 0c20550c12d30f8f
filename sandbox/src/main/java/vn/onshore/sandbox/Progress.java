package vn.onshore.sandbox;

import java.io.PrintStream;
import java.time.Duration;

/** Tells a waiting person what takes so long: one line that counts the time on a terminal, nothing in a pipe. */
public interface Progress {

    /** A piece of work under way; closing it says that it is over. */
    interface Step extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins a piece of work.
     *
     * @param what the work, as a person would call it: "building the control plane"
     */
    Step begin(String what);

    /** Says nothing. */
    static Progress quiet() {
        return what -> () -> {};
    }

    /** One line when work begins and none after, for build logs. */
    static Progress lines(PrintStream out) {
        return what -> {
            out.println("onshore: " + what);
            return () -> {};
        };
    }

    /** One line that is drawn again every second and wiped at the end. */
    static Progress terminal(PrintStream out) {
        return what -> {
            long began = System.nanoTime();
            Thread ticker = Thread.ofVirtual().start(() -> tick(out, what, began));
            return () -> {
                ticker.interrupt();
                join(ticker);
                out.print("\r\033[K");
                out.flush();
            };
        };
    }

    /** The one that fits where this program's messages go; the launcher looks, because Java cannot. */
    static Progress detect() {
        return Boolean.getBoolean("onshore.terminal") ? terminal(System.err) : quiet();
    }

    private static void tick(PrintStream out, String what, long began) {
        while (true) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
            out.printf("\r\033[K%s … %d:%02d", what, elapsed.toMinutes(), elapsed.toSecondsPart());
            out.flush();
            try {
                Thread.sleep(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
