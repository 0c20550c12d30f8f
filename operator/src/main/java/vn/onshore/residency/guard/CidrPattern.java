package vn.onshore.residency.guard;

import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An IPv4 prefix as a regular expression over dotted decimals without leading zeros. */
final class CidrPattern {
    private static final String ANY_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    private CidrPattern() {}

    /** The pattern of a canonical IPv4 prefix such as {@code 10.10.0.0/16}. */
    static String of(String cidr) {
        var slash = cidr.indexOf('/');
        var octets = cidr.substring(0, slash).split("\\.");
        var bits = Integer.parseInt(cidr.substring(slash + 1));
        var patterns = new ArrayList<String>();
        for (var i = 0; i < octets.length; i++) {
            patterns.add(octet(Integer.parseInt(octets[i]), Math.clamp(bits - 8L * i, 0, 8)));
        }
        return String.join("\\.", patterns);
    }

    /** The octets whose first {@code bits} bits are those of {@code value}. */
    private static String octet(int value, int bits) {
        return switch (bits) {
            case 0 -> ANY_OCTET;
            case 8 -> Integer.toString(value);
            default ->
                IntStream.range(value, value + (1 << (8 - bits)))
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining("|", "(?:", ")"));
        };
    }
}
