package vn.onshore.residency.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.onshore.residency.prove.CanaryLabels.Answer;

class CanaryLabelsTest {
    private static final Map<String, String> FIXED = Map.of("kubernetes.io/metadata.name", "onshore-canary-a");
    private static final List<String> KEYS = List.of("kubernetes.io/metadata.name", "team", "stage");
    private static final List<String> VALUES = List.of("onshore-canary-a", "x", "canary", "canary-1");

    @Test
    void takesTheFirstOfSeveralValuesAndMakesUpOneWhereAnyWillDo() {
        var selector = new LabelSelectorBuilder()
                .addToMatchLabels("onshore.vn/residency", "vietnam")
                .addToMatchExpressions(new LabelSelectorRequirement("stage", "In", List.of("prod", "test")))
                .addToMatchExpressions(new LabelSelectorRequirement("team", "Exists", List.of()))
                .addToMatchExpressions(new LabelSelectorRequirement("legacy", "DoesNotExist", List.of()))
                .addToMatchExpressions(new LabelSelectorRequirement("zone", "NotIn", List.of("x")))
                .build();
        assertThat(CanaryLabels.satisfying(selector, FIXED, Map.of("legacy", "no", "psa", "privileged")))
                .isEqualTo(new Answer.Labels(Map.of(
                        "kubernetes.io/metadata.name",
                        "onshore-canary-a",
                        "onshore.vn/residency",
                        "vietnam",
                        "stage",
                        "prod",
                        "team",
                        "canary",
                        "psa",
                        "privileged")));
    }

    @Test
    void saysWhyASelectorCannotBeSatisfied() {
        assertThat(reason(new LabelSelectorBuilder()
                        .addToMatchLabels("kubernetes.io/metadata.name", "shop")
                        .build()))
                .contains("kubernetes.io/metadata.name is always onshore-canary-a");
        assertThat(reason(new LabelSelectorBuilder()
                        .addToMatchLabels("a", "1")
                        .addToMatchExpressions(new LabelSelectorRequirement("a", "NotIn", List.of("1")))
                        .build()))
                .contains("no value of label a");
        assertThat(reason(new LabelSelectorBuilder()
                        .addToMatchExpressions(new LabelSelectorRequirement("a", "Exists", List.of()))
                        .addToMatchExpressions(new LabelSelectorRequirement("a", "DoesNotExist", List.of()))
                        .build()))
                .contains("no value of label a");
    }

    @Test
    void whatItFindsIsSelectedAndWhatItDoesNotFindIsNotThere() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            var selector = random(random);
            var answer = CanaryLabels.satisfying(selector, FIXED, Map.of("stage", "x"));
            if (answer instanceof Answer.Labels(var labels)) {
                assertThat(selects(selector, labels))
                        .as("seed %d: %s by %s", seed, selector, labels)
                        .isTrue();
                assertThat(labels).containsAllEntriesOf(FIXED);
            } else {
                assertThat(exhaustive(selector))
                        .as("seed %d: %s", seed, selector)
                        .isFalse();
            }
        }
    }

    private static String reason(LabelSelector selector) {
        return CanaryLabels.satisfying(selector, FIXED, Map.of()) instanceof Answer.Unsatisfiable(var reason)
                ? reason
                : "";
    }

    private static LabelSelector random(Random random) {
        var selector = new LabelSelectorBuilder();
        if (random.nextInt(3) == 0) {
            selector.addToMatchLabels(any(random, KEYS), any(random, VALUES));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            var operator = any(random, List.of("In", "NotIn", "Exists", "DoesNotExist"));
            var values = new ArrayList<String>();
            if (operator.endsWith("In")) {
                values.add(any(random, VALUES));
                values.add(any(random, VALUES));
            }
            selector.addToMatchExpressions(new LabelSelectorRequirement(any(random, KEYS), operator, values));
        }
        return selector.build();
    }

    private static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Whether any labels over the test's keys and values are selected; keys are independent of each other. */
    private static boolean exhaustive(LabelSelector selector) {
        var values = new ArrayList<>(VALUES);
        values.add("canary-2");
        for (var team : withAbsent(values)) {
            for (var stage : withAbsent(values)) {
                var labels = new HashMap<>(FIXED);
                if (!team.isEmpty()) {
                    labels.put("team", team);
                }
                if (!stage.isEmpty()) {
                    labels.put("stage", stage);
                }
                if (selects(selector, labels)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<String> withAbsent(List<String> values) {
        var all = new ArrayList<>(values);
        all.add("");
        return all;
    }

    private static boolean selects(LabelSelector selector, Map<String, String> labels) {
        return selector.getMatchLabels().entrySet().stream()
                        .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())))
                && selector.getMatchExpressions().stream().allMatch(expression -> matches(expression, labels));
    }

    private static boolean matches(LabelSelectorRequirement expression, Map<String, String> labels) {
        var value = labels.get(expression.getKey());
        return switch (expression.getOperator()) {
            case "In" -> value != null && expression.getValues().contains(value);
            case "NotIn" -> value == null || !expression.getValues().contains(value);
            case "Exists" -> value != null;
            default -> value == null;
        };
    }
}
