package vn.onshore.residency.prove;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds labels for a namespace so that a selector selects it. */
final class CanaryLabels {
    private static final String ANY = "canary";

    private CanaryLabels() {}

    /** What a selector asks of one key. */
    private static final class Demand {
        /** Null while every value will do. */
        private @Nullable List<String> allowed;

        private final Set<String> denied = new HashSet<>();
        private boolean present;
        private boolean absent;

        void allow(List<String> values) {
            present = true;
            if (allowed == null) {
                allowed = List.copyOf(values);
            } else {
                allowed = allowed.stream().filter(values::contains).toList();
            }
        }

        boolean admits(String value) {
            return !absent && !denied.contains(value) && (allowed == null || allowed.contains(value));
        }

        /** A value, or nothing if none satisfies it. */
        Optional<String> value() {
            var candidates = allowed == null
                    ? IntStream.rangeClosed(0, denied.size()).mapToObj(i -> i == 0 ? ANY : ANY + "-" + i)
                    : allowed.stream();
            return candidates.filter(this::admits).findFirst();
        }
    }

    /** Labels, or why there are none. */
    sealed interface Answer {
        record Labels(Map<String, String> labels) implements Answer {}

        record Unsatisfiable(String reason) implements Answer {}
    }

    /**
     * Labels with which the selector selects a namespace.
     *
     * @param fixed labels that the namespace has whatever the selector asks
     * @param preferred labels that it has unless the selector asks for others
     */
    static Answer satisfying(LabelSelector selector, Map<String, String> fixed, Map<String, String> preferred) {
        var labels = new TreeMap<>(preferred);
        labels.putAll(fixed);
        for (var demand : demands(selector).entrySet()) {
            var key = demand.getKey();
            var wanted = demand.getValue();
            var here = labels.get(key);
            if (here == null ? !wanted.present : wanted.admits(here)) {
                continue;
            }
            if (fixed.containsKey(key)) {
                return new Answer.Unsatisfiable("spec.namespaceSelector cannot select a canary namespace: its label "
                        + key + " is always " + fixed.get(key));
            }
            labels.remove(key);
            if (!wanted.present) {
                continue;
            }
            var value = wanted.value();
            if (value.isEmpty()) {
                return new Answer.Unsatisfiable(
                        "spec.namespaceSelector selects nothing: no value of label " + key + " satisfies it");
            }
            labels.put(key, value.get());
        }
        return new Answer.Labels(labels);
    }

    private static Map<String, Demand> demands(LabelSelector selector) {
        var demands = new TreeMap<String, Demand>();
        if (selector.getMatchLabels() != null) {
            selector.getMatchLabels().forEach((key, value) -> of(demands, key).allow(List.of(value)));
        }
        for (LabelSelectorRequirement requirement : orEmpty(selector.getMatchExpressions())) {
            var demand = of(demands, requirement.getKey());
            var values = orEmpty(requirement.getValues());
            switch (requirement.getOperator()) {
                case "In" -> demand.allow(values);
                case "NotIn" -> demand.denied.addAll(values);
                case "Exists" -> demand.present = true;
                case "DoesNotExist" -> demand.absent = true;
                // An operator that nobody knows selects nothing.
                default -> demand.allow(List.of());
            }
        }
        return demands;
    }

    private static Demand of(Map<String, Demand> demands, String key) {
        return demands.computeIfAbsent(key, ignored -> new Demand());
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
