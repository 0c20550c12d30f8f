package vn.onshore;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them ({@code 15s}, {@code 5m}) or ISO 8601. */
final class DurationOption implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            var duration = text.startsWith("P") ? Duration.parse(text) : Duration.parse("PT" + text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below, with the remedy
        }
        throw new TypeConversionException("'" + text + "' is no duration; write it like 15s, 5m or 1h");
    }
}
