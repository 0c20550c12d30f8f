package vn.onshore.admission;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code matchConstraints} and {@code matchResources} as the API server stores them, with every default written out. */
final class Match {
    private Match() {}

    /**
     * The requests that a policy looks at.
     *
     * @param labels of the object, before or after; empty for any object
     */
    static Map<String, Object> constraints(List<Rule> rules, Map<String, String> labels) {
        var tree = resources(null);
        if (!labels.isEmpty()) {
            tree.put("objectSelector", Map.of("matchLabels", new TreeMap<>(labels)));
        }
        tree.put("resourceRules", rules.stream().map(Rule::tree).toList());
        return tree;
    }

    /** The namespaces in which a binding puts a policy to work; all of them, and cluster-scoped objects, if null. */
    static Map<String, Object> resources(@Nullable LabelSelector namespaces) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("matchPolicy", "Equivalent");
        tree.put("namespaceSelector", namespaces == null ? Map.of() : selector(namespaces));
        tree.put("objectSelector", Map.of());
        return tree;
    }

    private static Map<String, Object> selector(LabelSelector selector) {
        var tree = new LinkedHashMap<String, Object>();
        if (selector.getMatchExpressions() != null
                && !selector.getMatchExpressions().isEmpty()) {
            tree.put(
                    "matchExpressions",
                    selector.getMatchExpressions().stream()
                            .map(requirement -> {
                                var expression = new LinkedHashMap<String, Object>();
                                expression.put("key", requirement.getKey());
                                expression.put("operator", requirement.getOperator());
                                if (requirement.getValues() != null
                                        && !requirement.getValues().isEmpty()) {
                                    expression.put("values", List.copyOf(requirement.getValues()));
                                }
                                return expression;
                            })
                            .toList());
        }
        if (selector.getMatchLabels() != null && !selector.getMatchLabels().isEmpty()) {
            tree.put("matchLabels", new TreeMap<>(selector.getMatchLabels()));
        }
        return tree;
    }
}
