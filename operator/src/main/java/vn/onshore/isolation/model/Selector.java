package vn.onshore.isolation.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A label selector (meta/v1 LabelSelector) in canonical form: every {@code matchLabels} entry is an {@code In} of one value,
 * requirements and values are sorted, so that selectors which are written differently are equal. Without requirements it
 * selects everything.
 */
public final class Selector {
    public static final Selector EVERYTHING = new Selector(List.of());

    private final List<Requirement> requirements;
    private final int hash;

    public Selector(List<Requirement> requirements) {
        this.requirements = requirements.stream()
                .distinct()
                .sorted(Comparator.comparing(Requirement::key)
                        .thenComparing(Requirement::operator)
                        .thenComparing(r -> r.values().toString()))
                .toList();
        hash = this.requirements.hashCode();
    }

    /** Sorted, each once. */
    public List<Requirement> requirements() {
        return requirements;
    }

    /** The operators of a requirement. {@code NotIn} and {@code DoesNotExist} hold where the key is absent. */
    public enum Operator {
        In,
        NotIn,
        Exists,
        DoesNotExist
    }

    /** @param values sorted; empty for {@code Exists} and {@code DoesNotExist} */
    public record Requirement(String key, Operator operator, List<String> values) {
        public Requirement {
            values = List.copyOf(new TreeSet<>(values));
        }

        /** @param value the label's; null where it is absent */
        public boolean holds(@Nullable String value) {
            return switch (operator) {
                case In -> value != null && values.contains(value);
                case NotIn -> value == null || !values.contains(value);
                case Exists -> value != null;
                case DoesNotExist -> value == null;
            };
        }

        /** Whether each value, or absence, for which this holds is one for which the other one does. */
        public boolean implies(Requirement other) {
            if (!key.equals(other.key)) {
                return false;
            }
            return switch (other.operator) {
                case In -> operator == Operator.In && other.values.containsAll(values);
                case NotIn ->
                    switch (operator) {
                        case In -> values.stream().noneMatch(other.values::contains);
                        case NotIn -> values.containsAll(other.values);
                        case DoesNotExist -> true;
                        case Exists -> false;
                    };
                case Exists -> operator == Operator.In || operator == Operator.Exists;
                case DoesNotExist -> operator == Operator.DoesNotExist;
            };
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || other instanceof Requirement(var name, var how, var some)
                            && key.equals(name)
                            && operator == how
                            && values.equals(some);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * key.hashCode() + operator.ordinal()) + values.hashCode();
        }

        @Override
        public String toString() {
            return switch (operator) {
                case In ->
                    values.size() == 1 ? key + "=" + values.getFirst() : key + " in (" + String.join(",", values) + ")";
                case NotIn -> key + " notin (" + String.join(",", values) + ")";
                case Exists -> key;
                case DoesNotExist -> "!" + key;
            };
        }
    }

    public static Selector of(Map<String, String> matchLabels) {
        return of(matchLabels, List.of());
    }

    public static Selector of(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
        var all = new ArrayList<>(matchExpressions);
        matchLabels.forEach((key, value) -> all.add(new Requirement(key, Operator.In, List.of(value))));
        return all.isEmpty() ? EVERYTHING : new Selector(all);
    }

    public boolean selectsEverything() {
        return requirements.isEmpty();
    }

    /** Whether whatever this one selects, the other one does too, as far as single requirements show it. */
    public boolean implies(Selector other) {
        for (var wanted : other.requirements) {
            if (!impliesOne(wanted)) {
                return false;
            }
        }
        return true;
    }

    private boolean impliesOne(Requirement wanted) {
        for (var own : requirements) {
            if (own.implies(wanted)) {
                return true;
            }
        }
        return false;
    }

    public boolean matches(Map<String, String> labels) {
        // Without an iterator: nothing is asked more often.
        for (var i = 0; i < requirements.size(); i++) {
            var requirement = requirements.get(i);
            if (!requirement.holds(labels.get(requirement.key()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Selector selector
                        && hash == selector.hash
                        && requirements.equals(selector.requirements);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As kubectl writes selectors: {@code app=web,tier in (a,b),!legacy}; empty if it selects everything. */
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
