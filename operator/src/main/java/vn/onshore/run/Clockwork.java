package vn.onshore.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Things that are done again and again; a failure is logged and the next round comes all the same. */
public final class Clockwork implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Clockwork.class);

    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("clockwork").factory());

    /** Runs {@code work} on a virtual thread, {@code pause} after the last round ended. */
    public void every(Duration pause, String name, Runnable work) {
        ticks.schedule(() -> start(pause, name, work), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void start(Duration pause, String name, Runnable work) {
        Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                log.atError().addKeyValue("work", name).log("failed, next round in {}", pause, e);
            } finally {
                if (!ticks.isShutdown()) {
                    every(pause, name, work);
                }
            }
        });
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
