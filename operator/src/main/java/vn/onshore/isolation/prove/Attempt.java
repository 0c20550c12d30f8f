package vn.onshore.isolation.prove;

import java.util.Optional;

/** One connection that is tried, and what ought to become of it. Written as {@code blocked=10.0.0.1:443}. */
public record Attempt(Destination to, Expected expected) {
    /** What was declared. */
    public enum Expected {
        Open,
        Blocked
    }

    /** Empty for anything that {@link #toString} does not write. */
    public static Optional<Attempt> parse(String text) {
        var equals = text.indexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        var expected = switch (text.substring(0, equals)) {
            case "open" -> Expected.Open;
            case "blocked" -> Expected.Blocked;
            default -> null;
        };
        return expected == null
                ? Optional.empty()
                : Destination.parse(text.substring(equals + 1)).map(to -> new Attempt(to, expected));
    }

    @Override
    public String toString() {
        return (expected == Expected.Open ? "open=" : "blocked=") + to;
    }
}
