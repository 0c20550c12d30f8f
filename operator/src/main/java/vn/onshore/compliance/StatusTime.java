package vn.onshore.compliance;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times in a status, RFC 3339 in UTC, which alone are not worth a write more often than {@link #RENEWAL}. */
public final class StatusTime {
    public static final Duration RENEWAL = Duration.ofMinutes(5);

    private StatusTime() {}

    /**
     * The new time, or the old one while it is young enough; one that lies ahead, somebody else wrote.
     *
     * @param before as the status has it; null if it has none
     * @param after when it was renewed; null if it was not
     */
    public static @Nullable String renewed(@Nullable String before, @Nullable Instant after) {
        if (after == null) {
            return before;
        }
        return Optional.ofNullable(before)
                .filter(text -> isYoung(text, after))
                .orElse(after.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static boolean isYoung(String before, Instant now) {
        try {
            var then = Instant.parse(before);
            return !then.isAfter(now) && then.plus(RENEWAL).isAfter(now);
        } catch (DateTimeParseException somebodyElseWroteIt) {
            return false;
        }
    }
}
