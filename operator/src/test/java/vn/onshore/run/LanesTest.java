package vn.onshore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LanesTest {
    @Test
    void noMoreRunAtOnceThanThereArePlaces() throws InterruptedException {
        var lanes = opened(4);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(400);
        for (int i = 0; i < 400; i++) {
            lanes.execute(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                Thread.yield();
                now.decrementAndGet();
                done.countDown();
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(2, 4);
    }

    private static Lanes opened(int width) {
        var lanes = new Lanes(width);
        lanes.open();
        return lanes;
    }

    @Test
    void anEditOvertakesWhatWaitsSinceTheStart() throws InterruptedException {
        var lanes = new Lanes(1);
        var release = new CountDownLatch(1);
        var order = new LinkedBlockingQueue<String>();
        lanes.execute(() -> {
            awaitQuietly(release);
            order.add("running");
        });
        lanes.execute(() -> order.add("start-1"));
        lanes.execute(() -> order.add("start-2"));
        assertThat(lanes.running()).isZero();
        lanes.open();
        lanes.execute(() -> order.add("edit-1"));
        lanes.execute(() -> order.add("edit-2"));
        assertThat(lanes.running()).isEqualTo(1);
        assertThat(lanes.waiting()).isEqualTo(4);
        release.countDown();
        lanes.shutdown();
        assertThat(lanes.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("running", "edit-1", "edit-2", "start-1", "start-2");
    }

    @Test
    void whatWaitsForTheStartIsDroppedByAStop() throws InterruptedException {
        var lanes = new Lanes(1);
        var ran = new AtomicInteger();
        lanes.execute(ran::incrementAndGet);
        lanes.shutdown();
        assertThat(lanes.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).hasValue(0);
    }

    @Test
    void whatWasTakenInIsFinishedAndNothingMoreIsTakenIn() throws InterruptedException {
        var lanes = opened(1);
        var release = new CountDownLatch(1);
        var finished = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            lanes.execute(() -> {
                awaitQuietly(release);
                finished.incrementAndGet();
            });
        }
        lanes.shutdown();
        assertThatThrownBy(() -> lanes.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(lanes.awaitTermination(20, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(lanes.isTerminated()).isFalse();
        release.countDown();
        assertThat(lanes.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lanes.isTerminated()).isTrue();
        assertThat(finished).hasValue(3);
    }

    @Test
    void aTaskThatFailsLeavesItsPlace() throws InterruptedException {
        var lanes = opened(1);
        var ran = new CountDownLatch(1);
        var failing = lanes.submit(() -> {
            throw new IllegalStateException("meant to fail");
        });
        lanes.execute(ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(failing::get).hasMessageContaining("meant to fail");
    }

    @Test
    void stoppingAtOnceHandsBackWhatDidNotRun() throws InterruptedException {
        var lanes = opened(1);
        var release = new CountDownLatch(1);
        lanes.execute(() -> awaitQuietly(release));
        Runnable waiting = () -> {};
        lanes.execute(waiting);
        assertThat(lanes.shutdownNow()).isEqualTo(List.of(waiting));
        release.countDown();
        assertThat(lanes.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** As {@code ExecutorService} has it: only a shutdown ends it. */
    @Test
    void beforeAShutdownTerminationIsWaitedFor() throws InterruptedException {
        var lanes = opened(1);
        var began = System.nanoTime();
        assertThat(lanes.awaitTermination(50, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
