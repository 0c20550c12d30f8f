package vn.onshore.residency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.onshore.residency.prove.CanaryPlan;
import vn.onshore.residency.prove.Proof;

/**
 * Attacks the guard of every policy again and again: at once when it changed, then at the policy's interval. A changed
 * guard takes a second or two to bite, so that a first failure is only believed after {@link #PATIENCE}.
 */
final class Proofs {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration TICK = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final Function<CanaryPlan, Proof> prover;
    private final InstantSource clock;
    private final Consumer<String> proved;
    private final Map<String, Rounds> policies = new ConcurrentHashMap<>();

    /**
     * @param prover tries everything once
     * @param proved told the name of a policy after each round that counts
     */
    Proofs(Function<CanaryPlan, Proof> prover, InstantSource clock, Consumer<String> proved) {
        this.prover = prover;
        this.clock = clock;
        this.proved = proved;
    }

    /** Guarded by itself. A round that was under way while something changed proves nothing of what is there now. */
    private static final class Rounds {
        CanaryPlan plan;
        String digest;
        Duration interval;
        Instant changedAt;
        Instant due;
        long changes;
        boolean running;

        @Nullable
        Proof last;

        Rounds(CanaryPlan plan, String digest, Duration interval, Instant now) {
            this.plan = plan;
            this.digest = digest;
            this.interval = interval;
            this.changedAt = now;
            this.due = now;
        }

        void changed(Instant now) {
            changes++;
            changedAt = now;
            due = now;
        }
    }

    /**
     * From now on this is proved.
     *
     * @param digest of the guards; another one makes the last proof void
     */
    void keep(String policy, CanaryPlan plan, String digest, Duration interval) {
        var now = clock.instant();
        var rounds = policies.computeIfAbsent(policy, name -> new Rounds(plan, digest, interval, now));
        synchronized (rounds) {
            rounds.plan = plan;
            rounds.interval = interval;
            if (!rounds.digest.equals(digest)) {
                rounds.digest = digest;
                rounds.last = null;
                rounds.changed(now);
            }
        }
    }

    void forget(String policy) {
        policies.remove(policy);
    }

    /** The last round that counts, if the guards are still what was proved. */
    Optional<Proof> last(String policy) {
        return Optional.ofNullable(policies.get(policy)).flatMap(rounds -> {
            synchronized (rounds) {
                return Optional.ofNullable(rounds.last);
            }
        });
    }

    /** A guard was put back: do not wait for the interval, but give it the time it takes to bite. */
    void hurry(String policy) {
        Optional.ofNullable(policies.get(policy)).ifPresent(rounds -> {
            synchronized (rounds) {
                rounds.changed(clock.instant());
            }
        });
    }

    /** Starts what is due. Called every {@link #TICK}. */
    void tick() {
        var now = clock.instant();
        policies.forEach((policy, rounds) -> {
            synchronized (rounds) {
                if (!rounds.running && !rounds.due.isAfter(now)) {
                    rounds.running = true;
                    // Should the round fail, the next one is not busy.
                    rounds.due = now.plus(AGAIN);
                    var plan = rounds.plan;
                    var changes = rounds.changes;
                    Thread.ofVirtual().name("prove-" + policy).start(() -> round(policy, rounds, plan, changes));
                }
            }
        });
    }

    private void round(String policy, Rounds rounds, CanaryPlan plan, long changes) {
        var counts = false;
        try {
            var proof = prover.apply(plan);
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

    private static boolean counts(Rounds rounds, Proof proof, Instant now) {
        var holds = proof.verdict() instanceof Proof.Verdict.Holds;
        if (!holds && now.isBefore(rounds.changedAt.plus(PATIENCE))) {
            rounds.due = now.plus(AGAIN);
            return false;
        }
        rounds.due = now.plus(rounds.interval);
        rounds.last = proof;
        return true;
    }
}
