package vn.onshore.isolation.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.isolation.attempt.AttemptInputs.Place;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Operator;
import vn.onshore.isolation.model.Selector.Requirement;
import vn.onshore.manifest.Tree;

class AttemptPlanTest {
    private static final Selector STORAGE = Selector.of(Map.of("zone", "storage"));

    @Test
    void eachZoneIsTriedAndWhatGuardsThemAll() {
        var plan = AttemptPlan.of(new AttemptInputs(
                "archive",
                List.of(
                        new Place("storage", STORAGE, "db"),
                        new Place("app", Selector.of(Map.of("zone", "app")), null),
                        new Place("edge", Selector.of(Map.of("zone", "edge")), "front"))));
        assertThat(plan.attempts())
                .extracting(attempt -> attempt.refusal().orElse("must pass") + ": " + attempt.path())
                .containsExactly(
                        "onshore-archive-storage-openings: /apis/networking.k8s.io/v1/namespaces/db/networkpolicies",
                        "must pass: /apis/networking.k8s.io/v1/namespaces/db/networkpolicies",
                        "onshore-archive-edge-openings: /apis/networking.k8s.io/v1/namespaces/front/networkpolicies",
                        "must pass: /apis/networking.k8s.io/v1/namespaces/front/networkpolicies",
                        "onshore-archive-managed: /apis/networking.k8s.io/v1/namespaces/db/networkpolicies/"
                                + "onshore-archive-default-deny",
                        "onshore-archive-labels: /api/v1/namespaces/db");
        assertThat(plan.untried()).containsExactly("zone app has no namespace to try its guard in");
        assertThat(plan.attempts())
                .allSatisfy(attempt -> assertThat(attempt.body().toString()).contains("onshore.vn/canary=archive"));
    }

    @Test
    void withoutNamespacesNothingCanBeTried() {
        var plan = AttemptPlan.of(new AttemptInputs("archive", List.of(new Place("storage", STORAGE, null))));
        assertThat(plan.attempts()).isEmpty();
        assertThat(plan.untried()).hasSize(2);
    }

    /** What the attempt does to the labels takes the namespace out of its zone, whatever the selector asks. */
    @ParameterizedTest
    @CsvSource({"In, x", "Exists, x", "NotIn, other", "DoesNotExist, "})
    void theLabelThatIsTriedTakesTheNamespaceOut(Operator operator, String value) {
        var values = operator == Operator.In || operator == Operator.NotIn ? List.of("x", "y") : List.<String>of();
        var selector = new Selector(List.of(
                new Requirement("k", operator, values),
                new Requirement(Namespace.NAME_LABEL, Operator.In, List.of("db"))));
        var labels = new HashMap<String, String>();
        if (value != null) {
            labels.put("k", value);
        }
        assertThat(selector.matches(new Namespace("db", labels).labels())).isTrue();
        var attempt = AttemptPlan.of(new AttemptInputs("archive", List.of(new Place("storage", selector, "db"))))
                .attempts()
                .getLast();
        assertThat(attempt.refusal()).contains("onshore-archive-labels");
        new Tree(attempt.body()).at("metadata", "labels").fields().forEach((key, label) -> {
            labels.remove(key);
            if (label != null) {
                labels.put(key, label.toString());
            }
        });
        assertThat(selector.matches(new Namespace("db", labels).labels())).isFalse();
    }
}
