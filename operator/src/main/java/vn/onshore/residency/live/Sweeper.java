package vn.onshore.residency.live;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.kube.ServerApis;

/** Sweeps at the interval, and soon after a policy is new. One sweep at a time, for all policies. */
public final class Sweeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    /** Several policies that arrive together are swept together. */
    private static final long GATHERING_MILLIS = 200;

    private final Sweep sweep;
    private final Judge judge;
    private final Supplier<ServerApis> discovery;
    private final Duration interval;
    private final Consumer<String> swept;
    private final Semaphore wanted = new Semaphore(1);
    private final Thread thread = Thread.ofVirtual().name("sweep").unstarted(this::work);

    /** @param swept told the name of each policy for which a sweep ended */
    public Sweeper(
            Sweep sweep, Judge judge, Supplier<ServerApis> discovery, Duration interval, Consumer<String> swept) {
        this.sweep = sweep;
        this.judge = judge;
        this.discovery = discovery;
        this.interval = interval;
        this.swept = swept;
    }

    public void start() {
        thread.start();
    }

    public Duration interval() {
        return interval;
    }

    /** Do not wait for the interval. */
    public void soon() {
        if (wanted.availablePermits() == 0) {
            wanted.release();
        }
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (wanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(GATHERING_MILLIS);
                    wanted.drainPermits();
                }
                var watches = judge.watches().toList();
                watches.forEach(PolicyWatch::lookBegins);
                var result = sweep.run(discovery.get(), watches);
                watches.forEach(watch -> watch.lookEnded(result));
                watches.forEach(watch -> swept.accept(watch.name()));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("sweep failed, the next one follows in {}", interval, e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
