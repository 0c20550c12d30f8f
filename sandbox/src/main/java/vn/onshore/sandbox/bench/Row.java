package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * One measured line.
 *
 * @param name short, for {@code --only} and for programs that compare runs
 * @param what was measured, for people
 * @param count how many samples the value was taken from
 * @param value what the bar is about
 * @param bar null where a line only explains another
 * @param spread median and 99th percentile in the same unit, where there are samples
 * @param baseline the same measured beside it without Onshore, in the same unit; null where there is none
 * @param ratio of the value to the baseline
 * @param load of the machine (one-minute average) when the measurement began: numbers taken under load are worthless
 */
record Row(
        String name,
        String what,
        long count,
        double value,
        String unit,
        @Nullable Bar bar,
        @Nullable Spread spread,
        @Nullable Double baseline,
        @Nullable Double ratio,
        double load) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Median and 99th percentile. */
    record Spread(double p50, double p99) {}

    static Row of(String name, String what, long count, double value, String unit) {
        return new Row(name, what, count, value, unit, null, null, null, null, Machine.load());
    }

    /** A row whose value is the 99th percentile. */
    static Row p99(String name, String what, Samples samples) {
        return of(name, what, samples.count(), samples.p99(), "ms").spread(samples);
    }

    /** A row that another process has measured; it says nothing of bars. */
    static Row parse(String line) {
        try {
            JsonNode row = JSON.readTree(line);
            Spread spread = row.path("p50").isNumber()
                    ? new Spread(row.path("p50").asDouble(), row.path("p99").asDouble())
                    : null;
            return new Row(
                    row.path("name").asText(),
                    row.path("what").asText(),
                    row.path("count").asLong(),
                    row.path("value").asDouble(Double.NaN),
                    row.path("unit").asText(),
                    null,
                    spread,
                    number(row.path("baseline")),
                    number(row.path("ratio")),
                    Machine.load());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("no row: " + line, e);
        }
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? Double.valueOf(node.asDouble()) : null;
    }

    Row bar(Bar limit) {
        return new Row(name, what, count, value, unit, limit, spread, baseline, ratio, load);
    }

    Row spread(Samples samples) {
        var both = new Spread(samples.p50(), samples.p99());
        return new Row(name, what, count, value, unit, bar, both, baseline, ratio, load);
    }

    Row baseline(double other) {
        return new Row(name, what, count, value, unit, bar, spread, other, value / other, load);
    }

    /** For rows whose value is no multiple of the baseline, such as a percentage. */
    Row baseline(double other, double ratioToIt) {
        return new Row(name, what, count, value, unit, bar, spread, other, ratioToIt, load);
    }

    Row load(double before) {
        return new Row(name, what, count, value, unit, bar, spread, baseline, ratio, before);
    }

    boolean ok() {
        return bar == null || bar.metBy(value);
    }

    /** One JSON object on one line; what does not apply is null. */
    String json() {
        ObjectNode row = JSON.createObjectNode().put("name", name).put("value", rounded(value));
        row.put("unit", unit).put("bar", bar == null ? null : Double.valueOf(bar.limit()));
        row.put("ok", ok()).put("baseline", rounded(baseline)).put("ratio", rounded(ratio));
        row.put("what", what).put("count", count);
        row.put("p50", spread == null ? null : rounded(spread.p50()));
        row.put("p99", spread == null ? null : rounded(spread.p99()));
        return row.put("load", rounded(load)).toString();
    }

    private static @Nullable Double rounded(@Nullable Double number) {
        return number == null || number.isNaN() || number.isInfinite()
                ? null
                : Double.valueOf(Math.round(number * 1000) / 1000.0);
    }
}
