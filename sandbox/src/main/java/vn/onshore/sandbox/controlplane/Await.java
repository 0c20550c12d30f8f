package vn.onshore.sandbox.controlplane;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition that can only be asked for. */
final class Await {
    private static final Duration PAUSE = Duration.ofMillis(40);

    private Await() {}

    /**
     * Asks until the answer is yes.
     *
     * @return whether it became true in time
     */
    static boolean until(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !pause()) {
                return false;
            }
        }
        return true;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
