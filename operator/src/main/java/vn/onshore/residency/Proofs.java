package vn.onshore.residency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.onshore.residency.prove.CanaryPlan;
import vn.onshore.residency.prove.Proof;
import vn.onshore.residency.prove.ResidencyProver;

/**
 * Attacks the guard of every policy again and again: at once when it changed, then at the policy's interval. A changed
 * guard takes a second or two to bite, so that a first failure is only believed after {@link #PATIENCE}.
 */
final class Proofs {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration TICK = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final ResidencyProver prover;
    private final Clock clock;
    private final Consumer<String> proved;
    private final Map<String, Rounds> policies = new ConcurrentHashMap<>();

    /** @param proved told the name of a policy after each round that says something new */
    Proofs(ResidencyProver prover, Clock clock, Consumer<String> proved) {
        this.prover = prover;
        this.clock = clock;
        this.proved = proved;
    }

    private static final class Rounds {
        final AtomicBoolean running = new AtomicBoolean();
        volatile CanaryPlan plan;
        volatile String digest;
        volatile Duration interval;
        volatile Instant changedAt;
        volatile Instant due;
        volatile @Nullable Proof last;

        Rounds(CanaryPlan plan, String digest, Duration interval, Instant now) {
            this.plan = plan;
            this.digest = digest;
            this.interval = interval;
            this.changedAt = now;
            this.due = now;
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
        rounds.plan = plan;
        rounds.interval = interval;
        if (!rounds.digest.equals(digest)) {
            rounds.digest = digest;
            rounds.changedAt = now;
            rounds.due = now;
            rounds.last = null;
        }
    }

    void forget(String policy) {
        policies.remove(policy);
    }

    /** The last round that counts, if the guards are still what was proved. */
    Optional<Proof> last(String policy) {
        return Optional.ofNullable(policies.get(policy)).map(rounds -> rounds.last);
    }

    /** A guard was put back: do not wait for the interval, but give it the time it takes to bite. */
    void hurry(String policy) {
        Optional.ofNullable(policies.get(policy)).ifPresent(rounds -> {
            rounds.changedAt = clock.instant();
            rounds.due = rounds.changedAt;
        });
    }

    /** Starts what is due. Called every {@link #TICK}. */
    void tick() {
        policies.forEach((policy, rounds) -> {
            if (!rounds.due.isAfter(clock.instant()) && rounds.running.compareAndSet(false, true)) {
                Thread.ofVirtual().name("prove-" + policy).start(() -> round(policy, rounds));
            }
        });
    }

    private void round(String policy, Rounds rounds) {
        try {
            var digest = rounds.digest;
            var proof = prover.prove(rounds.plan);
            if (!digest.equals(rounds.digest)) {
                return;
            }
            var now = clock.instant();
            var holds = proof.verdict() instanceof Proof.Verdict.Holds;
            if (!holds && now.isBefore(rounds.changedAt.plus(PATIENCE))) {
                rounds.due = now.plus(AGAIN);
                return;
            }
            rounds.due = now.plus(rounds.interval);
            rounds.last = proof;
            proved.accept(policy);
        } finally {
            rounds.running.set(false);
        }
    }
}
