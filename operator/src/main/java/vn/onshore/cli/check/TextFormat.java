package vn.onshore.cli.check;

import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import vn.onshore.compliance.Verdict;

/** For people: what needs attention, file by file, violations first, and a summary. */
record TextFormat(boolean colours) implements Format.Form {
    private static final String RED = "31";
    private static final String YELLOW = "33";
    private static final String BOLD = "1";
    private static final String FAINT = "2";

    @Override
    public void write(Verdicts verdicts, Writer out) throws IOException {
        Map<String, List<Row>> files = verdicts.rows().stream()
                .filter(row -> row.verdict().needsAttention())
                .collect(Collectors.groupingBy(row -> row.source().file(), TreeMap::new, Collectors.toList()));
        for (var file : files.entrySet()) {
            out.write(paint(BOLD, file.getKey()) + "\n");
            file.getValue().sort(Comparator.comparing((Row row) -> !row.is(Verdict.NotMet)));
            for (var row : file.getValue()) {
                row(row, out);
            }
            out.write("\n");
        }
        summary(verdicts, out);
    }

    private void row(Row row, Writer out) throws IOException {
        var finding = row.finding();
        var word = row.is(Verdict.NotMet) ? paint(RED, "violation") : paint(YELLOW, "unknown  ");
        out.write("  %s  %s  line %d, %s%n"
                .formatted(word, finding.rule(), row.source().line(), finding.subject()));
        out.write("      " + finding.message() + "\n");
        if (!finding.remediation().isEmpty()) {
            out.write(paint(FAINT, "      " + finding.remediation()) + "\n");
        }
    }

    private void summary(Verdicts verdicts, Writer out) throws IOException {
        var judged = verdicts.rows().stream()
                .map(row -> row.source() + row.finding().subject().toString())
                .distinct()
                .count();
        out.write("%d violations, %d unknown, %d met: %d of %d objects judged by %s.%n"
                .formatted(
                        verdicts.count(Verdict.NotMet),
                        verdicts.count(Verdict.Unknown),
                        verdicts.count(Verdict.Met),
                        judged,
                        verdicts.objects(),
                        verdicts.policies().isEmpty() ? "no policy" : String.join(", ", verdicts.policies())));
        if (!verdicts.isolations().isEmpty()) {
            out.write("Zones and flows that can be used: %s.%n".formatted(String.join(", ", verdicts.isolations())));
        }
        if (!verdicts.problems().isEmpty()) {
            out.write("%d problems with the input (above).%n"
                    .formatted(verdicts.problems().size()));
        }
        out.write("Not judged offline: " + Verdicts.notJudgedOffline() + ".\n");
    }

    private String paint(String colour, String text) {
        return colours ? "\u001B[" + colour + "m" + text + "\u001B[0m" : text;
    }
}
