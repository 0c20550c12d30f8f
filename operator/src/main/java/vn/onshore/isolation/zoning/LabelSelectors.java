package vn.onshore.isolation.zoning;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Operator;
import vn.onshore.isolation.model.Selector.Requirement;

/** Selectors as users write them, as the model has them, and as policies carry them. */
public final class LabelSelectors {
    private LabelSelectors() {}

    /**
     * Reads what the API server, or the check of files, has accepted. What nobody has accepted yet, such as policies in
     * files, has no class of the client's and is refused field by field, which is another reader's work.
     *
     * @param selector null selects everything
     * @throws IllegalArgumentException if an operator is none of the four, which the definition of the resource refuses
     */
    public static Selector read(@Nullable LabelSelector selector) {
        if (selector == null) {
            return Selector.EVERYTHING;
        }
        var labels = selector.getMatchLabels() == null ? Map.<String, String>of() : selector.getMatchLabels();
        var expressions = selector.getMatchExpressions() == null
                ? List.<LabelSelectorRequirement>of()
                : selector.getMatchExpressions();
        return Selector.of(
                labels,
                expressions.stream()
                        .map(each -> new Requirement(
                                each.getKey(),
                                Operator.valueOf(each.getOperator()),
                                each.getValues() == null ? List.of() : each.getValues()))
                        .toList());
    }

    /** The same in the client's class. */
    public static LabelSelector write(Selector selector) {
        var builder = new LabelSelectorBuilder();
        selector.requirements()
                .forEach(each -> builder.addNewMatchExpression()
                        .withKey(each.key())
                        .withOperator(each.operator().name())
                        .withValues(each.values())
                        .endMatchExpression());
        return builder.build();
    }

    /** A {@code LabelSelector} of the API: what asks for one value is a label, everything else an expression. */
    public static Map<String, Object> tree(Selector selector) {
        var labels = new TreeMap<String, Object>();
        var expressions = new ArrayList<Map<String, Object>>();
        for (var requirement : selector.requirements()) {
            if (isLabel(requirement) && !labels.containsKey(requirement.key())) {
                labels.put(requirement.key(), requirement.values().getFirst());
            } else {
                expressions.add(expression(requirement));
            }
        }
        var tree = new LinkedHashMap<String, Object>();
        if (!expressions.isEmpty()) {
            tree.put("matchExpressions", expressions);
        }
        if (!labels.isEmpty()) {
            tree.put("matchLabels", labels);
        }
        return tree;
    }

    private static Map<String, Object> expression(Requirement requirement) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("key", requirement.key());
        tree.put("operator", requirement.operator().name());
        if (!requirement.values().isEmpty()) {
            tree.put("values", requirement.values());
        }
        return tree;
    }

    private static boolean isLabel(Requirement requirement) {
        return requirement.operator() == Operator.In && requirement.values().size() == 1;
    }
}
