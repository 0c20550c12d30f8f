package vn.onshore.compliance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.api.v1alpha1.Condition;

/**
 * Conditions as kstatus and Flux read them: decided anew in each pass, keeping the transition time where the status
 * stayed. A type that is not set is gone; {@code Reconciling} and {@code Stalled} are only set while true.
 */
public final class ConditionSet {
    /** Spec accepted, everything applied, and the guard proved. Never means compliant. */
    public static final String READY = "Ready";

    public static final String COMPLIANT = "Compliant";
    public static final String RECONCILING = "Reconciling";
    public static final String STALLED = "Stalled";

    private static final int MESSAGE_LIMIT = 1_024;

    private final List<Condition> previous;
    private final long generation;
    private final Instant now;
    private final Map<String, Condition> decided = new LinkedHashMap<>();

    private ConditionSet(List<Condition> previous, long generation, Instant now) {
        this.previous = previous;
        this.generation = generation;
        this.now = now;
    }

    /** The condition of a type; empty if it is not set. */
    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** @param generation the {@code metadata.generation} that is being judged */
    public static ConditionSet from(List<Condition> previous, long generation, Instant now) {
        return new ConditionSet(previous, generation, now);
    }

    /** @param status True, False or Unknown */
    public ConditionSet set(String type, String status, Enum<?> reason, String message) {
        var since = find(previous, type)
                .filter(condition -> condition.status().equals(status))
                .map(Condition::lastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        var bounded = StatusText.within(MESSAGE_LIMIT, message);
        decided.put(type, new Condition(type, status, generation, since, reason.name(), bounded));
        return this;
    }

    public ConditionSet set(String type, boolean status, Enum<?> reason, String message) {
        return set(type, status ? "True" : "False", reason, message);
    }

    /** Not ready because work is under way. */
    public ConditionSet progressing(Enum<?> reason, String message) {
        return set(READY, false, reason, message).set(RECONCILING, true, reason, message);
    }

    /** Not ready until a person changes something. */
    public ConditionSet stalled(Enum<?> reason, String message) {
        return set(READY, false, reason, message).set(STALLED, true, reason, message);
    }

    public List<Condition> build() {
        return new ArrayList<>(decided.values());
    }
}
