package vn.onshore.cli.status;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks again and again, and tells what changed. A server that is away for a while is told of, and asked again. */
final class Watching {
    private Watching() {}

    /** Waits for the next look; false ends the watching. */
    interface Pause {
        boolean next();
    }

    /** What is told. */
    interface Listener {
        /** The first look, or one that shows something else than the look before. */
        void changed(@Nullable Seen before, Seen now);

        /** The cluster cannot be asked, with the reason; null when it can be asked again. */
        void away(@Nullable String reason);
    }

    /** Asks by {@code look} until {@code pause} ends it. */
    static void run(Supplier<Seen> look, Listener listener, Pause pause) {
        Seen before = null;
        String away = null;
        do {
            try {
                var now = look.get();
                if (away != null) {
                    away = null;
                    listener.away(null);
                }
                if (!now.equals(before)) {
                    listener.changed(before, now);
                    before = now;
                }
            } catch (RuntimeException e) {
                var reason = String.valueOf(e.getMessage());
                if (!reason.equals(away)) {
                    away = reason;
                    listener.away(reason);
                }
            }
        } while (pause.next());
    }

    /** Draws the whole screen again. */
    static Listener redrawing(PrintWriter out, boolean colours) {
        return new Listener() {
            private String screen = "";

            @Override
            public void changed(@Nullable Seen before, Seen now) {
                screen = Screen.of(now, colours);
                draw("");
            }

            @Override
            public void away(@Nullable String reason) {
                draw(reason == null ? "" : "The cluster cannot be asked, this is how it was: " + reason + "\n");
            }

            private void draw(String note) {
                out.print("\033[H\033[2J\033[3J" + screen + note);
                out.flush();
            }
        };
    }

    /** A line for each change, with the time. */
    static Listener telling(PrintWriter out, Clock clock) {
        return new Listener() {
            @Override
            public void changed(@Nullable Seen before, Seen now) {
                Changes.between(before == null ? Seen.NOTHING : before, now).forEach(this::tell);
            }

            @Override
            public void away(@Nullable String reason) {
                tell(reason == null ? "the cluster answers again" : "the cluster cannot be asked: " + reason);
            }

            private void tell(String line) {
                out.println(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + line);
                out.flush();
            }
        };
    }

    /** All of it as one line of JSON at each change; that the cluster is away is for standard error. */
    static Listener writing(PrintWriter out, PrintWriter err) {
        return new Listener() {
            @Override
            public void changed(@Nullable Seen before, Seen now) {
                out.println(now.json());
                out.flush();
            }

            @Override
            public void away(@Nullable String reason) {
                err.println(reason == null ? "the cluster answers again" : "the cluster cannot be asked: " + reason);
                err.flush();
            }
        };
    }
}
