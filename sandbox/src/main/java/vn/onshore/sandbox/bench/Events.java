package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import vn.onshore.sandbox.SandboxException;

/** A watch that remembers when each of its events came. */
final class Events implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Event> seen = new ArrayList<>();
    private final AutoCloseable watch;

    /**
     * A watch event.
     *
     * @param at reading of {@link System#nanoTime} when it came
     * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
     */
    record Event(long at, String type, JsonNode object) {
        boolean is(String kindOfEvent, String name) {
            return type.equals(kindOfEvent)
                    && object.path("metadata").path("name").asText().equals(name);
        }
    }

    Events(Api api, String path) {
        watch = api.watch(path, this::accept);
    }

    private synchronized void accept(JsonNode event) {
        seen.add(new Event(System.nanoTime(), event.path("type").asText(), event.path("object")));
        notifyAll();
    }

    /** How far it has come; what came before can be passed over. */
    synchronized int mark() {
        return seen.size();
    }

    /**
     * The first event after a mark that fits, now or when it comes.
     *
     * @throws SandboxException when none comes in time
     */
    synchronized Event after(int mark, String what, Predicate<Event> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int next = mark;
        while (true) {
            for (; next < seen.size(); next++) {
                if (wanted.test(seen.get(next))) {
                    return seen.get(next);
                }
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SandboxException("Waited %d s for %s.".formatted(PATIENCE.toSeconds(), what));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SandboxException("Interrupted.", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot end a watch", e);
        }
    }
}
