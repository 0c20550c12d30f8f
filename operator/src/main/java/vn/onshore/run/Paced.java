package vn.onshore.run;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Passes news on at once, but for each name not more often than the pace: what comes sooner is passed on together. */
public final class Paced implements Consumer<String>, AutoCloseable {
    private final Consumer<String> target;
    private final long paceNanos;
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("paced").factory());

    public Paced(Consumer<String> target, Duration pace) {
        this.target = target;
        this.paceNanos = pace.toNanos();
    }

    @Override
    public void accept(String name) {
        var now = System.nanoTime();
        var since = now - last.getOrDefault(name, now - paceNanos);
        if (since >= paceNanos) {
            last.put(name, now);
            target.accept(name);
        } else if (waiting.add(name)) {
            later.schedule(() -> pass(name), paceNanos - since, TimeUnit.NANOSECONDS);
        }
    }

    private void pass(String name) {
        waiting.remove(name);
        last.put(name, System.nanoTime());
        target.accept(name);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
