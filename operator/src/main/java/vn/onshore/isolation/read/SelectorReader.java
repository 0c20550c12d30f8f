package vn.onshore.isolation.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Operator;
import vn.onshore.isolation.model.Selector.Requirement;
import vn.onshore.manifest.Quoted;

/**
 * Reads label selectors (meta/v1 LabelSelector) of policies as they stand in files, and refuses what the API server would,
 * by its rules for policies. It is stricter than the definitions of onshore.vn, for which a selector is any strings, and so
 * no reader for them.
 */
final class SelectorReader {
    private static final Set<String> SELECTOR = Set.of("matchLabels", "matchExpressions");
    private static final Set<String> EXPRESSION = Set.of("key", "operator", "values");
    private static final Set<String> PODS = Set.of("namespaceSelector", "podSelector");

    private SelectorReader() {}

    /** An absent selector selects everything, as an empty one does. */
    static Selector selector(Field field) throws Unfit {
        if (field.object().isEmpty()) {
            return Selector.EVERYTHING;
        }
        field.only(SELECTOR);
        var requirements = new ArrayList<Requirement>();
        var labels = field.at("matchLabels");
        for (var key : labels.object().keySet()) {
            var label = labels.at(key.toString());
            requirements.add(new Requirement(key(label, key.toString()), Operator.In, List.of(value(label))));
        }
        for (var expression : field.at("matchExpressions").items()) {
            requirements.add(requirement(expression));
        }
        return requirements.isEmpty() ? Selector.EVERYTHING : new Selector(requirements);
    }

    /**
     * The subject or peer {@code pods} of the tiered kinds. An absent podSelector is taken for an empty one, as everywhere
     * else; the schemas ask for it, and examples that people copy lack it.
     */
    static PodSelection pods(Field field, boolean namespaceRequired) throws Unfit {
        field.only(PODS);
        var namespaces = namespaceRequired ? field.required("namespaceSelector") : field.at("namespaceSelector");
        return PodSelection.across(selector(namespaces), selector(field.at("podSelector")));
    }

    private static Requirement requirement(Field expression) throws Unfit {
        expression.only(EXPRESSION);
        var named = expression.required("key");
        var key = key(named, named.text());
        var values = new ArrayList<String>();
        for (var item : expression.at("values").items()) {
            values.add(value(item));
        }
        var operator = operator(expression.required("operator"));
        var wanted = operator == Operator.In || operator == Operator.NotIn;
        if (wanted == values.isEmpty()) {
            throw Unfit.refused(
                    expression.at("values"), operator + (wanted ? " needs at least one value" : " takes no values"));
        }
        return new Requirement(key, operator, values);
    }

    private static Operator operator(Field field) throws Unfit {
        return switch (field.text()) {
            case "In" -> Operator.In;
            case "NotIn" -> Operator.NotIn;
            case "Exists" -> Operator.Exists;
            case "DoesNotExist" -> Operator.DoesNotExist;
            default -> throw Unfit.refused(field, "it must be In, NotIn, Exists or DoesNotExist");
        };
    }

    private static String key(Field field, String key) throws Unfit {
        if (!Syntax.isLabelKey(key)) {
            throw Unfit.refused(field, "\"" + Quoted.shortened(key) + "\" is no key of a label");
        }
        return key;
    }

    private static String value(Field field) throws Unfit {
        var value = field.text();
        if (!Syntax.isLabelValue(value)) {
            throw Unfit.refused(field, "\"" + Quoted.shortened(value) + "\" is no value of a label");
        }
        return value;
    }
}
