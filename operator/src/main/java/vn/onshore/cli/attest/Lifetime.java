package vn.onshore.cli.attest;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** When a statement ends, as people write it: {@code 90d}, {@code 12h}, {@code 2027-06-30}, or an RFC 3339 instant. */
final class Lifetime {
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,4})([hdw])");

    private Lifetime() {}

    /** The end; a date ends with its last second in UTC. */
    static Instant end(String text, Instant now) throws Unusable {
        var end = read(text, now);
        if (!end.isAfter(now)) {
            throw new Unusable("--expires " + text + " lies in the past; name a later time");
        }
        return end;
    }

    private static Instant read(String text, Instant now) throws Unusable {
        var span = SPAN.matcher(text);
        if (span.matches()) {
            var count = Long.parseLong(span.group(1));
            return now.plus(
                    switch (span.group(2)) {
                        case "h" -> Duration.ofHours(count);
                        case "d" -> Duration.ofDays(count);
                        default -> Duration.ofDays(7 * count);
                    });
        }
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new Unusable("--expires " + text + " is neither a span such as 90d, 12h or 8w, nor a date such as"
                    + " 2027-06-30, nor an instant such as 2027-06-30T12:00:00Z");
        }
    }
}
