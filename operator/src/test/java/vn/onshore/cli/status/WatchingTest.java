package vn.onshore.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import vn.onshore.manifest.Manifest;

class WatchingTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T05:00:00.123Z"), ZoneOffset.UTC);
    private static final Seen CLEAN = seen(policy("a", "True", "NoViolations", "no violation"));
    private static final Seen BROKEN = seen(policy("a", "False", "Violations", "rules not met: E42"));
    private static final Seen WORSE = seen(policy("a", "False", "Violations", "rules not met: E42, E43"));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aPipeGetsOneLineForEachChangeAndNoneForALookThatShowsNothingNew() {
        watch(Watching.telling(new PrintWriter(out), NOON), CLEAN, CLEAN, BROKEN, WORSE, WORSE, Seen.NOTHING);
        assertThat(out.toString().lines())
                .containsExactly(
                        "2026-11-22T05:00:00Z DataResidency a Compliant - -> True NoViolations: no violation",
                        "2026-11-22T05:00:00Z DataResidency a Compliant True -> False Violations: rules not met: E42",
                        "2026-11-22T05:00:00Z DataResidency a Compliant False Violations: rules not met: E42, E43",
                        "2026-11-22T05:00:00Z DataResidency a is gone");
    }

    @Test
    void aServerThatIsAwayIsToldOfOnceAndAskedAgain() {
        watch(Watching.telling(new PrintWriter(out), NOON), CLEAN, "no answer", "no answer", CLEAN, BROKEN);
        assertThat(out.toString().lines().map(line -> line.substring("2026-11-22T05:00:00Z ".length())))
                .containsExactly(
                        "DataResidency a Compliant - -> True NoViolations: no violation",
                        "the cluster cannot be asked: no answer",
                        "the cluster answers again",
                        "DataResidency a Compliant True -> False Violations: rules not met: E42");
    }

    @Test
    void aTerminalKeepsTheLastScreenWhileTheServerIsAway() {
        watch(Watching.redrawing(new PrintWriter(out), false), CLEAN, CLEAN, "no answer", BROKEN);
        var screens = out.toString().split("\033\\[H\033\\[2J\033\\[3J", -1);
        assertThat(screens).hasSize(4 + 1);
        assertThat(screens[2]).contains("NoViolations", "The cluster cannot be asked, this is how it was: no answer");
        assertThat(screens[4]).contains("rules not met: E42").doesNotContain("cannot be asked");
    }

    @Test
    void programsGetOneObjectALineAndNothingElse() {
        watch(Watching.writing(new PrintWriter(out), new PrintWriter(err)), CLEAN, "no answer", CLEAN, BROKEN);
        assertThat(out.toString().lines())
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line).startsWith("{").endsWith("}").doesNotContain("managedFields"));
        assertThat(err.toString()).contains("no answer");
    }

    /** Shows one look after the other, and then no more; a string is a server that gives no answer. */
    private static void watch(Watching.Listener listener, Object... looks) {
        var left = new ArrayDeque<>(List.of(looks));
        Supplier<Seen> look = () -> {
            if (left.removeFirst() instanceof Seen seen) {
                return seen;
            }
            throw new IllegalStateException("no answer");
        };
        Watching.run(look, listener, () -> !left.isEmpty());
    }

    private static Seen seen(Manifest... policies) {
        return new Seen(List.of(), List.of(policies), List.of());
    }

    private static Manifest policy(String name, String compliant, String reason, String message) {
        var condition = Map.of("type", "Compliant", "status", compliant, "reason", reason, "message", message);
        return Manifest.of(Map.of(
                "apiVersion",
                "onshore.vn/v1alpha1",
                "kind",
                "DataResidency",
                "metadata",
                Map.of("name", name, "managedFields", List.of(Map.of("manager", "onshore-status"))),
                "spec",
                Map.of("mode", "Audit"),
                "status",
                Map.of("conditions", List.of(condition))));
    }
}
