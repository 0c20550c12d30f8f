package vn.onshore.standing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.GuardChanges;
import vn.onshore.api.v1alpha1.GuardChanges.GuardChange;
import vn.onshore.manifest.Manifest;

/**
 * What others did to guards: when it was noticed, and what became of it, until a status tells of it. A status is the only
 * place where it lasts, and a status may be superseded before it is written. Safe for use by several threads.
 */
public final class Tampering {
    private static final int LAST = 5;
    private static final Comparator<GuardChange> NEWEST_FIRST = Comparator.comparing(GuardChange::at)
            .reversed()
            .thenComparing(GuardChange::kind)
            .thenComparing(GuardChange::name);

    private final String rule;
    private final InstantSource clock;
    private final Map<String, Instant> noticed = new ConcurrentHashMap<>();
    private final Map<String, GuardChanges> untold = new ConcurrentHashMap<>();
    private final LongAdder restored = new LongAdder();

    /** @param rule the rule by which it is a finding */
    public Tampering(String rule, InstantSource clock) {
        this.rule = rule;
        this.clock = clock;
    }

    /** Something changed about a guard, by whomever. */
    public void noticed(String owner) {
        noticed.putIfAbsent(owner, clock.instant());
    }

    /** When something was noticed first since this was asked last; now, if nothing was. */
    public Instant since(String owner) {
        var at = noticed.remove(owner);
        return at == null ? clock.instant() : at;
    }

    /**
     * A guard is as it was.
     *
     * @return how long it was not, as far as the operator saw
     */
    public Duration restored(String owner, Manifest guard, OutOfBand what, Instant since) {
        restored.increment();
        var took = Duration.between(since, clock.instant());
        var entry = new GuardChange(
                rule,
                guard.kind(),
                guard.name(),
                what.change(),
                what.manager(),
                since.truncatedTo(ChronoUnit.MILLIS).toString(),
                took.toMillis());
        var one = new GuardChanges(1L, List.of(entry));
        untold.merge(owner, one, Tampering::merged);
        return took;
    }

    /** For people. */
    public static String sentence(Manifest guard, OutOfBand what, Duration took) {
        return guard.kind() + " " + guard.name() + " " + what + " and was put back within " + took.toMillis() + " ms";
    }

    /** What no status tells of yet. */
    public @Nullable GuardChanges untold(String owner) {
        return untold.get(owner);
    }

    /** A status that tells of all this was written. */
    public void told(String owner, @Nullable GuardChanges changes) {
        if (changes != null) {
            untold.remove(owner, changes);
        }
    }

    public void forget(String owner) {
        noticed.remove(owner);
        untold.remove(owner);
    }

    /** Guards that were put back since the start. */
    public long total() {
        return restored.sum();
    }

    /** All of both, as a status shows it; null if there was nothing. */
    public static @Nullable GuardChanges merged(@Nullable GuardChanges one, @Nullable GuardChanges other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new GuardChanges(
                one.total() + other.total(),
                Stream.concat(one.last().stream(), other.last().stream())
                        .sorted(NEWEST_FIRST)
                        .limit(LAST)
                        .toList());
    }
}
