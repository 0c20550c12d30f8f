package vn.onshore.cli.isolation;

import java.util.Locale;
import java.util.Optional;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;

/** A protocol and a port. */
record PortNumber(Protocol protocol, int number) {

    /** Reads {@code tcp/443}, in either case; empty if the text is none. */
    static Optional<PortNumber> parse(String text) {
        var slash = text.indexOf('/');
        for (var protocol : Protocol.values()) {
            if (slash > 0 && protocol.name().equals(text.substring(0, slash).toUpperCase(Locale.ROOT))) {
                var number = number(text.substring(slash + 1));
                return number < PortSet.FIRST || number > PortSet.LAST
                        ? Optional.empty()
                        : Optional.of(new PortNumber(protocol, number));
            }
        }
        return Optional.empty();
    }

    private static int number(String text) {
        var plain = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Integer.parseInt(text) : 0;
    }
}
