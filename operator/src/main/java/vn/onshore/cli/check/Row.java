package vn.onshore.cli.check;

import java.util.Comparator;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Manifest;

/** A judgement of one object by one rule, and the place in the input that it is about. */
record Row(Finding finding, Manifest.Source source) implements Comparable<Row> {
    private static final Comparator<Row> ORDER = Comparator.comparing((Row row) -> row.source.file())
            .thenComparingInt(row -> row.source.line())
            .thenComparing(row -> row.finding.subject())
            .thenComparing(Row::finding);

    @Override
    public int compareTo(Row other) {
        return ORDER.compare(this, other);
    }

    Verdict verdict() {
        return finding.verdict();
    }

    boolean is(Verdict verdict) {
        return finding.verdict() == verdict;
    }
}
