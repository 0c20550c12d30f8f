package vn.onshore.cli.check;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Problem;
import vn.onshore.residency.verify.ExitCatalogue;
import vn.onshore.residency.verify.Verifier;

/**
 * All that a check found.
 *
 * @param rows one for each judged rule and object, sorted
 * @param problems input that could not be used, sorted
 * @param warnings what is odd but used, sorted
 * @param policies names of the policies that were judged by
 * @param declaresZones whether the input holds NetworkIsolations, of whatever use
 * @param isolations names of the NetworkIsolations that can be used
 * @param objects how many objects the input holds
 */
record Verdicts(
        List<Row> rows,
        List<Problem> problems,
        List<Problem> warnings,
        List<String> policies,
        boolean declaresZones,
        List<String> isolations,
        int objects) {
    static final int CLEAN = 0;
    static final int VIOLATIONS = 1;
    static final int UNUSABLE = 2;
    static final int UNKNOWN = 3;

    long count(Verdict verdict) {
        return rows.stream().filter(row -> row.is(verdict)).count();
    }

    /** 2 for unusable input, else 1 for violations, else 3 if anything judged came out Unknown, else 0. */
    int exitCode() {
        if (!problems.isEmpty()) {
            return UNUSABLE;
        }
        if (rows.stream().anyMatch(row -> row.is(Verdict.NotMet))) {
            return VIOLATIONS;
        }
        return rows.stream().anyMatch(row -> row.verdict().needsAttention()) ? UNKNOWN : CLEAN;
    }

    /** The exits that only a live cluster shows, as ranges: {@code E01-E04, E06}. */
    static String notJudgedOffline() {
        var missing = new TreeSet<Integer>();
        for (var exit : ExitCatalogue.exits()) {
            if (!Verifier.offlineRules().contains(exit.id())) {
                missing.add(Integer.valueOf(exit.id().substring(1)));
            }
        }
        return ranges(missing);
    }

    private static String ranges(Collection<Integer> sorted) {
        var text = new StringBuilder();
        var first = -1;
        var last = -1;
        for (var number : sorted) {
            if (number != last + 1) {
                append(text, first, last);
                first = number;
            }
            last = number;
        }
        append(text, first, last);
        return text.toString();
    }

    private static void append(StringBuilder text, int first, int last) {
        if (first < 0) {
            return;
        }
        text.append(text.isEmpty() ? "" : ", ").append("E%02d".formatted(first));
        if (last > first) {
            text.append(last == first + 1 ? ", " : "-").append("E%02d".formatted(last));
        }
    }
}
