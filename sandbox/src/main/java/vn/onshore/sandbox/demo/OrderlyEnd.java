package vn.onshore.sandbox.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets the thread that plays the story clear the stage when somebody types Ctrl-C, before this JVM ends. */
final class OrderlyEnd implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    private final CountDownLatch cleared = new CountDownLatch(1);
    private final Thread player = Thread.currentThread();

    OrderlyEnd() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interruptAndWait, "orderly-end"));
    }

    private void interruptAndWait() {
        if (cleared.getCount() == 0) {
            return;
        }
        player.interrupt();
        try {
            cleared.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        cleared.countDown();
    }
}
