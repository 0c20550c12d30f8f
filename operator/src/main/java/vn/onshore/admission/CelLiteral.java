package vn.onshore.admission;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The only place where a value becomes CEL. Whatever a value contains, it stays one value: printable ASCII is written as
 * it is, quotes and backslashes are escaped, everything else becomes a {@code \}{@code u} escape, so that the text also
 * survives YAML, logs and terminals.
 */
public final class CelLiteral {
    private static final int REPLACEMENT = 0xFFFD;

    private CelLiteral() {}

    /** A CEL string. A lone surrogate becomes U+FFFD, which is what the API server makes of it as well. */
    public static String string(String value) {
        var literal = new StringBuilder(value.length() + 2).append('\'');
        value.codePoints().forEach(point -> append(literal, point));
        return literal.append('\'').toString();
    }

    /** A list of strings, in the given order. */
    public static String list(Collection<String> values) {
        return values.stream().map(CelLiteral::string).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A map from strings to expressions that are CEL already, in the given order. */
    public static String map(Map<String, String> expressions) {
        return expressions.entrySet().stream()
                .map(entry -> string(entry.getKey()) + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static void append(StringBuilder literal, int point) {
        if (point == '\'' || point == '\\') {
            literal.append('\\').appendCodePoint(point);
        } else if (point >= ' ' && point <= '~') {
            literal.appendCodePoint(point);
        } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            literal.append(String.format("\\u%04x", REPLACEMENT));
        } else {
            literal.append(String.format(point <= 0xFFFF ? "\\u%04x" : "\\U%08x", point));
        }
    }
}
