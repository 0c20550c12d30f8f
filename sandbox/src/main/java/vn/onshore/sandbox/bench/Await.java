package vn.onshore.sandbox.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import vn.onshore.sandbox.SandboxException;

/** Waiting for conditions, with an end. */
final class Await {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private Await() {}

    /**
     * @param what is waited for, as the sentence of the error goes on: "the operator to be ready"
     * @throws SandboxException when it does not come in time
     */
    static void that(String what, Duration patience, BooleanSupplier condition) {
        value(what, patience, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    static <T> T value(String what, Duration patience, Supplier<Optional<T>> source) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() > deadline) {
                throw new SandboxException("Waited %d s for %s.".formatted(patience.toSeconds(), what));
            }
            pause(LOOK_AGAIN);
        }
    }

    /** Lets time pass where time itself is what is measured. */
    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted.", e);
        }
    }
}
