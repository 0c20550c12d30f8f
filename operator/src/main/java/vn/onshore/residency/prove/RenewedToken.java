package vn.onshore.residency.prove;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The token in use, renewed when half of its life is over. Safe for use by several threads. */
final class RenewedToken {
    /** The shortest life that the API server grants. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private final TokenSource source;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable BearerToken token;
    private Instant renewAt = Instant.EPOCH;

    RenewedToken(TokenSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** A token that is valid for at least half of its life. */
    BearerToken current() {
        lock.lock();
        try {
            var now = clock.instant();
            var held = token;
            if (held == null || !now.isBefore(renewAt)) {
                held = source.request(LIFE);
                token = held;
                renewAt = now.plus(Duration.between(now, held.expiresAt()).dividedBy(2));
            }
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** The server does not accept the token any more: the next one to ask gets a new one. */
    void discard(BearerToken refused) {
        lock.lock();
        try {
            if (refused.equals(token)) {
                token = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
