package vn.onshore.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.Condition;

class ConditionSetTest {
    private static final Instant FIRST = Instant.parse("2026-11-22T03:00:00.123Z");
    private static final Instant LATER = Instant.parse("2026-11-22T04:00:00Z");

    private enum Reason {
        One,
        Other
    }

    private static Condition only(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theTimeIsThatOfTheLastChangeOfStatus() {
        var before = ConditionSet.from(List.of(), 1, FIRST)
                .set(ConditionSet.READY, true, Reason.One, "m")
                .build();
        assertThat(only(before, "Ready").lastTransitionTime()).isEqualTo("2026-11-22T03:00:00Z");

        var same = ConditionSet.from(before, 2, LATER)
                .set(ConditionSet.READY, true, Reason.Other, "n")
                .build();
        assertThat(only(same, "Ready"))
                .isEqualTo(new Condition("Ready", "True", 2L, "2026-11-22T03:00:00Z", "Other", "n"));

        var changed = ConditionSet.from(same, 2, LATER)
                .set(ConditionSet.READY, false, Reason.Other, "n")
                .build();
        assertThat(only(changed, "Ready").lastTransitionTime()).isEqualTo("2026-11-22T04:00:00Z");
    }

    @Test
    void whatIsNotSetIsGone() {
        var before = ConditionSet.from(List.of(), 1, FIRST)
                .progressing(Reason.One, "m")
                .build();
        assertThat(before).extracting(Condition::type).containsExactlyInAnyOrder("Ready", "Reconciling");
        var after = ConditionSet.from(before, 1, LATER)
                .set(ConditionSet.READY, true, Reason.One, "m")
                .build();
        assertThat(after).extracting(Condition::type).containsExactly("Ready");
    }

    @Test
    void stalledAndReconcilingMirrorReady() {
        for (var set : List.of(
                ConditionSet.from(List.of(), 3, FIRST)
                        .stalled(Reason.One, "why")
                        .build(),
                ConditionSet.from(List.of(), 3, FIRST)
                        .progressing(Reason.One, "why")
                        .build())) {
            assertThat(only(set, "Ready").status()).isEqualTo("False");
            assertThat(set).extracting(Condition::reason).containsOnly("One");
            assertThat(set).extracting(Condition::message).containsOnly("why");
            assertThat(set).extracting(Condition::observedGeneration).containsOnly(3L);
        }
    }

    @Test
    void messagesAreBounded() {
        var set = ConditionSet.from(List.of(), 1, FIRST)
                .set(ConditionSet.READY, true, Reason.One, "x".repeat(100_000))
                .build();
        assertThat(only(set, "Ready").message()).hasSize(1_024).endsWith("…");
    }
}
