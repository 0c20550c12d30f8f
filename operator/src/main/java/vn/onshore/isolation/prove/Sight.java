package vn.onshore.isolation.prove;

import java.util.Optional;
import vn.onshore.isolation.prove.Attempt.Expected;

/**
 * One attempt and what became of it.
 *
 * @param from zone that was probed from
 * @param to zone of the destination; empty for one outside the cluster
 */
record Sight(String from, Optional<String> to, Attempt attempt, Outcome outcome) {
    boolean isTried() {
        return outcome != Outcome.Untried;
    }

    boolean isExpected(Expected expected) {
        return attempt.expected() == expected;
    }

    boolean isOpen() {
        return outcome == Outcome.Open;
    }

    boolean isAsDeclared() {
        return isOpen() == isExpected(Expected.Open);
    }

    boolean isLeak() {
        return isOpen() && isExpected(Expected.Blocked);
    }

    String sentence() {
        var target = "%s (%s)".formatted(to.map("zone "::concat).orElse("the outside"), attempt.to());
        return isOpen()
                ? "a probe in zone %s reached %s, which is not declared".formatted(from, target)
                : "a probe in zone %s did not reach %s, which is declared: %s".formatted(from, target, outcome);
    }
}
