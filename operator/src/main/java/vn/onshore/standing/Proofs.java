package vn.onshore.standing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has the guard of every owner attacked again and again: soon after it changed, then at the owner's interval, or every
 * {@link #PATIENCE} while it does not hold. A changed guard takes a second or two to bite, so that a first failure is
 * only believed after {@link #PATIENCE}.
 *
 * <p>Guards change in two ways. If somebody wants something else, what was proved is another promise: the proof is void, and
 * the policy is not ready before the new one is proved. If the wish is the same and only the cluster moved, such as a node
 * that joined, then the literals in the guards follow it many times a day, compiled by the same compiler from the same
 * wish, and a policy that was not ready for seconds each time would tell nobody anything. So the last proof holds on while
 * the new guards are attacked, at once, but for one interval at most, as if the cluster had not moved: counted from the
 * first change that was not proved yet, so that a cluster that never rests cannot keep an old proof alive.
 *
 * @param <T> what is to be proved
 * @param <P> what a round showed
 */
public final class Proofs<T extends Proofs.Target, P extends Proofs.Shown> {
    public static final Duration PATIENCE = Duration.ofSeconds(10);
    public static final Duration TICK = Duration.ofMillis(100);
    /**
     * Before a guard that changed is attacked: an API server reads its policies anew within about a second, and attacks that come
     * sooner tell nothing and keep it from its work, such as taking in the next guard that is put back.
     */
    public static final Duration TO_BITE = Duration.ofMillis(500);

    private static final Duration AGAIN = Duration.ofMillis(250);
    /** For so long at most, guards that are being written go first. */
    private static final Duration GIVE_WAY = Duration.ofSeconds(5);

    private final Function<T, P> prover;
    private final BooleanSupplier writing;
    private final InstantSource clock;
    private final Consumer<String> proved;
    private final Map<String, Rounds<T, P>> policies = new ConcurrentHashMap<>();

    /**
     * @param prover tries everything once
     * @param writing whether guards are being written, of whichever policy
     * @param proved told the name of a policy after each round that counts, and when a proof no longer holds
     */
    public Proofs(Function<T, P> prover, BooleanSupplier writing, InstantSource clock, Consumer<String> proved) {
        this.prover = prover;
        this.writing = writing;
        this.clock = clock;
        this.proved = proved;
    }

    /** What is to be proved. */
    public interface Target {
        /** Changes whenever somebody wants something else. */
        String wish();

        /** Of the guards, which follow the wish and the cluster. */
        String digest();

        /** Between two rounds, at least {@link Proofs#PATIENCE}. */
        Duration interval();
    }

    /** What a round showed. */
    public interface Shown {
        /** When it began. */
        Instant at();

        /** Whether everything ended as it must. */
        boolean holds();
    }

    /** Guarded by itself. A round that was under way while something changed proves nothing of what is there now. */
    private static final class Rounds<T extends Target, P extends Shown> {
        T target;
        Instant changedAt;
        Instant due;
        long changes;
        boolean running;

        @Nullable
        P last;

        /** Until when {@link #last} holds although it is about the guards before; null if it is about those of now. */
        @Nullable
        Instant heldUntil;

        Rounds(T target, Instant now) {
            this.target = target;
            this.changedAt = now;
            this.due = now;
        }

        void aim(T next, Instant now) {
            var before = target;
            target = next;
            if (before.digest().equals(next.digest())) {
                return;
            }
            if (!before.wish().equals(next.wish()) || last == null || isOverdue(last, now)) {
                forget();
            } else if (heldUntil == null) {
                heldUntil = now.plus(next.interval());
            }
            changed(now);
        }

        private boolean isOverdue(P proof, Instant now) {
            return proof.at().plus(target.interval()).plus(PATIENCE).isBefore(now) && heldUntil == null;
        }

        void changed(Instant now) {
            changes++;
            changedAt = now;
            due = now.plus(TO_BITE);
        }

        boolean isHeldTooLong(Instant now) {
            return heldUntil != null && !now.isBefore(heldUntil);
        }

        void forget() {
            last = null;
            heldUntil = null;
        }
    }

    /** From now on this is proved. */
    public void keep(String policy, T target) {
        var now = clock.instant();
        var rounds = policies.computeIfAbsent(policy, name -> new Rounds<>(target, now));
        synchronized (rounds) {
            rounds.aim(target, now);
        }
    }

    public void forget(String policy) {
        policies.remove(policy);
    }

    /** The last round that counts, while it holds. */
    public Optional<P> last(String policy) {
        var now = clock.instant();
        return Optional.ofNullable(policies.get(policy)).flatMap(rounds -> {
            synchronized (rounds) {
                return rounds.isHeldTooLong(now) ? Optional.empty() : Optional.ofNullable(rounds.last);
            }
        });
    }

    /** A guard was put back: do not wait for the interval, but give it the time it takes to bite. */
    public void hurry(String policy) {
        Optional.ofNullable(policies.get(policy)).ifPresent(rounds -> {
            synchronized (rounds) {
                rounds.changed(clock.instant());
            }
        });
    }

    /** Starts what is due, and ends what held too long. Called every {@link #TICK}. */
    public void tick() {
        var now = clock.instant();
        var latest = writing.getAsBoolean() ? now.minus(GIVE_WAY) : now;
        policies.forEach((policy, rounds) -> {
            boolean ended;
            synchronized (rounds) {
                ended = rounds.isHeldTooLong(now);
                if (ended) {
                    rounds.forget();
                }
                if (!rounds.running && !rounds.due.isAfter(latest)) {
                    begin(policy, rounds, now);
                }
            }
            if (ended) {
                proved.accept(policy);
            }
        });
    }

    private void begin(String policy, Rounds<T, P> rounds, Instant now) {
        rounds.running = true;
        // Should the round fail, the next one is not busy.
        rounds.due = now.plus(AGAIN);
        var target = rounds.target;
        var changes = rounds.changes;
        Thread.ofVirtual().name("prove-" + policy).start(() -> round(policy, rounds, target, changes));
    }

    private void round(String policy, Rounds<T, P> rounds, T target, long changes) {
        var counts = false;
        try {
            var proof = prover.apply(target);
            synchronized (rounds) {
                counts = changes == rounds.changes && counts(rounds, proof, clock.instant());
            }
        } finally {
            synchronized (rounds) {
                rounds.running = false;
            }
        }
        if (counts) {
            proved.accept(policy);
        }
    }

    private static <T extends Target, P extends Shown> boolean counts(Rounds<T, P> rounds, P proof, Instant now) {
        if (!proof.holds() && now.isBefore(rounds.changedAt.plus(PATIENCE))) {
            rounds.due = now.plus(AGAIN);
            return false;
        }
        // A server that is busy takes longer than our patience: what was told too early is corrected soon.
        rounds.due = now.plus(proof.holds() ? rounds.target.interval() : PATIENCE);
        rounds.last = proof;
        rounds.heldUntil = null;
        return true;
    }
}
