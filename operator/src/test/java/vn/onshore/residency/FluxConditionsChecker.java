package vn.onshore.residency;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.Condition;

/**
 * What Flux expects of conditions ({@code fluxcd/pkg/runtime/conditions/check}), and how kstatus reads them. The numbers
 * are those of the checker; there is no FAIL10.
 */
final class FluxConditionsChecker {
    private static final List<String> NEGATIVE_BY_PRIORITY = List.of("Stalled", "Reconciling");

    /** What {@code kubectl wait} of a GitOps tool makes of an object. */
    enum Kstatus {
        InProgress,
        Failed,
        Current
    }

    private final long generation;
    private final long observed;
    private final List<Condition> conditions;
    private final List<String> complaints = new ArrayList<>();

    private FluxConditionsChecker(long generation, @Nullable Long observed, List<Condition> conditions) {
        this.generation = generation;
        this.observed = observed == null ? -1 : observed;
        this.conditions = conditions;
    }

    /** One line for each broken expectation. */
    static List<String> complaints(long generation, @Nullable Long observed, List<Condition> conditions) {
        var checker = new FluxConditionsChecker(generation, observed, conditions);
        checker.fail();
        checker.warn();
        return checker.complaints;
    }

    static Kstatus kstatus(long generation, @Nullable Long observed, List<Condition> conditions) {
        var checker = new FluxConditionsChecker(generation, observed, conditions);
        if (observed != null && observed != generation || checker.is("Reconciling", "True")) {
            return Kstatus.InProgress;
        }
        if (checker.is("Stalled", "True")) {
            return Kstatus.Failed;
        }
        return checker.is("Ready", "False") || checker.is("Ready", "Unknown") ? Kstatus.InProgress : Kstatus.Current;
    }

    private void fail() {
        var ready = find("Ready").map(Condition::status).orElse("");
        expect("FAIL1", !ready.equals("True") || NEGATIVE_BY_PRIORITY.stream().noneMatch(type -> is(type, "True")));
        expect("FAIL2", !ready.isEmpty());
        expect("FAIL3", !is("Reconciling", "True") || !ready.equals("True"));
        expect("FAIL4", !is("Stalled", "True") || ready.equals("False"));
        expect("FAIL5", !(is("Reconciling", "True") && is("Stalled", "True")));
        expect("FAIL6", observed <= generation && conditions.stream().allMatch(c -> observedOf(c) <= generation));
        expect("FAIL7", observed >= generation || !ready.equals("True"));
        expect("FAIL8", !ready.equals("True") || conditions.stream().allMatch(c -> observedOf(c) >= generation));
        expect("FAIL9", !ready.equals("True") || conditions.stream().allMatch(c -> observedOf(c) == observed));
        expect("FAIL11", !ready.equals("Unknown") || is("Reconciling", "True"));
    }

    private void warn() {
        expect(
                "WARN1",
                !is("Ready", "True")
                        || NEGATIVE_BY_PRIORITY.stream()
                                .noneMatch(type -> find(type).isPresent()));
        expect(
                "WARN2",
                NEGATIVE_BY_PRIORITY.stream()
                        .flatMap(type -> find(type).stream())
                        .filter(condition -> condition.status().equals("True"))
                        .findFirst()
                        .map(this::isMirrored)
                        .orElse(true));
        expect("WARN3", !is("Reconciling", "False"));
        expect("WARN4", !is("Stalled", "False"));
        expect("WARN5", conditions.stream().allMatch(condition -> condition.observedGeneration() != null));
    }

    private boolean isMirrored(Condition negative) {
        return find("Ready")
                .filter(ready -> ready.reason().equals(negative.reason())
                        && ready.message().equals(negative.message()))
                .isPresent();
    }

    private void expect(String rule, boolean holds) {
        if (!holds) {
            complaints.add(rule + " of " + conditions);
        }
    }

    private Optional<Condition> find(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    private boolean is(String type, String status) {
        return find(type).filter(condition -> condition.status().equals(status)).isPresent();
    }

    private static long observedOf(Condition condition) {
        return condition.observedGeneration() == null ? -1 : condition.observedGeneration();
    }
}
