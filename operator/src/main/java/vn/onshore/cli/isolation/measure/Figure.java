package vn.onshore.cli.isolation.measure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A measured number. Whether it is good enough is for the benchmarks to say.
 *
 * @param name short and stable
 * @param what was measured, for people
 * @param count how many samples the value was taken from
 * @param spread median and 99th percentile in the unit of the value, where there are many samples
 * @param baseline the same measured beside it in another way, in the same unit; null where there is none
 */
record Figure(
        String name,
        String what,
        int count,
        double value,
        String unit,
        @Nullable Spread spread,
        @Nullable Double baseline) {
    private static final double MILLIS = 1_000;

    record Spread(double p50, double p99) {}

    static Figure of(String name, String what, double value, String unit) {
        return new Figure(name, what, 1, value, unit, null, null);
    }

    /** The median, in seconds. */
    static Figure seconds(String name, String what, Samples samples) {
        return new Figure(name, what, samples.count(), samples.p50() / MILLIS, "s", null, null);
    }

    /** The 99th percentile, in milliseconds. */
    static Figure millis(String name, String what, Samples samples) {
        return of(name, what, samples, 1, "ms");
    }

    /** The 99th percentile, in microseconds. */
    static Figure micros(String name, String what, Samples samples) {
        return of(name, what, samples, MILLIS, "µs");
    }

    private static Figure of(String name, String what, Samples samples, double factor, String unit) {
        var spread = new Spread(samples.p50() * factor, samples.p99() * factor);
        return new Figure(name, what, samples.count(), spread.p99(), unit, spread, null);
    }

    Figure baseline(double other) {
        return new Figure(name, what, count, value, unit, spread, other);
    }

    /** One JSON object on one line; what does not apply is null. */
    String json() {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeNumberField("value", value);
            json.writeStringField("unit", unit);
            number(json, "baseline", baseline);
            number(json, "ratio", baseline == null ? null : Double.valueOf(value / baseline));
            json.writeStringField("what", what);
            json.writeNumberField("count", count);
            number(json, "p50", spread == null ? null : Double.valueOf(spread.p50()));
            number(json, "p99", spread == null ? null : Double.valueOf(spread.p99()));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void number(JsonGenerator json, String field, @Nullable Double number) throws IOException {
        if (number == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, number);
        }
    }

    /** {@code large.warm  0.412 s  100,000 pods …}. */
    String text() {
        return "%-22s %12.3f %-3s %s".formatted(name, value, unit, what);
    }
}
