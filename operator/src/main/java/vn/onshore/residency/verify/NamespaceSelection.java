package vn.onshore.residency.verify;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which namespaces a policy governs: a label selector as the Kubernetes API defines it, without the exempt ones. An
 * empty selector selects nothing, because the API server refuses such a policy. Selectors of NetworkIsolation are others:
 * there an empty one selects everything, and what has no such operator is refused.
 *
 * @param exempt names that are never governed
 */
public record NamespaceSelection(Map<String, String> matchLabels, List<Requirement> expressions, Set<String> exempt) {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    public NamespaceSelection {
        matchLabels = Map.copyOf(matchLabels);
        expressions = List.copyOf(expressions);
        exempt = Set.copyOf(exempt);
    }

    /** One of {@code matchExpressions}; an operator that does not exist matches nothing. */
    public record Requirement(String key, String operator, List<String> values) {
        public Requirement {
            values = List.copyOf(values);
        }

        boolean matches(Map<String, String> labels) {
            var value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> false;
            };
        }
    }

    public static NamespaceSelection of(LabelSelector selector, List<String> exempt) {
        var labels = selector.getMatchLabels() == null ? Map.<String, String>of() : selector.getMatchLabels();
        var expressions = selector.getMatchExpressions().stream()
                .map(e -> new Requirement(e.getKey(), e.getOperator(), e.getValues()))
                .toList();
        return new NamespaceSelection(labels, expressions, new HashSet<>(exempt));
    }

    /**
     * Whether the namespace is governed.
     *
     * @param labels of the namespace; the label with its name, which the API server adds to each, need not be among them
     */
    public boolean selects(String namespace, Map<String, String> labels) {
        if (exempt.contains(namespace) || matchLabels.isEmpty() && expressions.isEmpty()) {
            return false;
        }
        var all = new HashMap<>(labels);
        all.put(NAME_LABEL, namespace);
        return matchLabels.entrySet().stream().allMatch(e -> e.getValue().equals(all.get(e.getKey())))
                && expressions.stream().allMatch(requirement -> requirement.matches(all));
    }
}
