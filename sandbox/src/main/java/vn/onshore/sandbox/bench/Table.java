package vn.onshore.sandbox.bench;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows for people, each printed as soon as it is measured. */
record Table(PrintWriter out) {
    private static final String FORMAT = "%-21s %9s %9s %13s %12s  %-6s %10s %6s %5s  %s%n";

    void head() {
        out.printf(FORMAT, "", "P50", "P99", "VALUE", "BAR", "", "BASELINE", "RATIO", "LOAD", "WHAT");
        out.flush();
    }

    void row(Row row) {
        Row.Spread spread = row.spread();
        Bar bar = row.bar();
        out.printf(
                FORMAT,
                row.name(),
                spread == null ? "" : number(spread.p50()),
                spread == null ? "" : number(spread.p99()),
                number(row.value()) + " " + row.unit(),
                bar == null ? "" : bar.sign() + " " + number(bar.limit()),
                bar == null ? "" : row.ok() ? "ok" : "MISSED",
                number(row.baseline()),
                number(row.ratio()),
                number(row.load()),
                "%s, %,d samples".formatted(row.what(), row.count()));
    }

    /** Three digits that mean something. */
    private static String number(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        double size = Math.abs(value);
        String format = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
