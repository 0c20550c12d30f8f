package vn.onshore.manifest;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted scalar means to kubectl, whose YAML is 1.1 as its Go library reads it: {@code yes}, {@code on} and
 * {@code y} are booleans, {@code 0777} and {@code 0x1f} are numbers, sexagesimals and timestamps are strings.
 */
final class PlainScalar {
    private static final Map<String, Boolean> BOOLEANS = Map.ofEntries(
            Map.entry("y", true),
            Map.entry("Y", true),
            Map.entry("yes", true),
            Map.entry("Yes", true),
            Map.entry("YES", true),
            Map.entry("true", true),
            Map.entry("True", true),
            Map.entry("TRUE", true),
            Map.entry("on", true),
            Map.entry("On", true),
            Map.entry("ON", true),
            Map.entry("n", false),
            Map.entry("N", false),
            Map.entry("no", false),
            Map.entry("No", false),
            Map.entry("NO", false),
            Map.entry("false", false),
            Map.entry("False", false),
            Map.entry("FALSE", false),
            Map.entry("off", false),
            Map.entry("Off", false),
            Map.entry("OFF", false));
    private static final int LONGEST_NUMBER = 64;

    private PlainScalar() {}

    /** A string, {@link Boolean}, {@link Long}, {@link BigInteger}, {@link Double}, or null. */
    static @Nullable Object resolve(String text) {
        if (text.isEmpty() || text.equals("~") || text.equals("null") || text.equals("Null") || text.equals("NULL")) {
            return null;
        }
        if (text.length() <= 5) {
            var bool = BOOLEANS.get(text);
            if (bool != null) {
                return bool;
            }
        }
        var first = text.charAt(0);
        var numeric = first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
        return numeric && text.length() <= LONGEST_NUMBER ? number(text) : text;
    }

    private static Object number(String text) {
        var plain = text.indexOf('_') < 0 ? text : text.replace("_", "");
        var signed = plain.startsWith("-") || plain.startsWith("+");
        var digits = signed ? plain.substring(1) : plain;
        var radix = radix(digits);
        var body = digits.substring(radix == 10 ? 0 : prefixLength(digits));
        if (isInteger(body, radix)) {
            var integer = new BigInteger(body, radix);
            integer = plain.startsWith("-") ? integer.negate() : integer;
            if (integer.bitLength() <= Long.SIZE) {
                return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
            }
        }
        return isDecimal(digits) ? (Object) Double.valueOf(plain) : text;
    }

    private static int radix(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            case 'o', 'O', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> 8;
            default -> 10;
        };
    }

    private static int prefixLength(String digits) {
        var second = digits.charAt(1);
        return second >= '0' && second <= '9' ? 1 : 2;
    }

    private static boolean isInteger(String digits, int radix) {
        return !digits.isEmpty() && digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
    }

    /** {@code (\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?} */
    private static boolean isDecimal(String text) {
        var at = digitsFrom(text, 0);
        var whole = at;
        if (at < text.length() && text.charAt(at) == '.') {
            at = digitsFrom(text, at + 1);
            if (whole == 0 && at == 1) {
                return false;
            }
        } else if (whole == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
                at++;
            }
            var exponent = at;
            at = digitsFrom(text, at);
            if (at == exponent) {
                return false;
            }
        }
        return at == text.length();
    }

    private static int digitsFrom(String text, int start) {
        var at = start;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
