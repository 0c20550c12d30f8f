package vn.onshore.boundary;

import java.net.IDN;
import java.util.Locale;

/** A host as users write it, read strictly: where clients could disagree about whom it means, it is invalid. */
public sealed interface Host {

    /**
     * A DNS name.
     *
     * @param ascii IDNA-encoded, lower case, without trailing dot
     */
    record Name(String ascii) implements Host {}

    /** An IP literal. */
    record Literal(IpAddress address) implements Host {}

    /**
     * No host.
     *
     * @param reason why, without the text itself, which may hold a secret
     */
    record Invalid(String reason) implements Host {}

    /** Reads a DNS name or an IP literal, IPv6 with or without brackets; no port. */
    static Host parse(String text) {
        if (text.isEmpty()) {
            return new Invalid("the host is empty");
        }
        if (text.length() > 1024) {
            return new Invalid("the host is longer than 253 characters");
        }
        if (text.indexOf('%') >= 0) {
            return new Invalid("the host is percent-encoded or has a zone id");
        }
        var bracketed = text.startsWith("[") && text.endsWith("]");
        if (bracketed || text.indexOf(':') >= 0) {
            var literal = bracketed ? text.substring(1, text.length() - 1) : text;
            return literal.indexOf(':') < 0
                    ? new Invalid("only an IPv6 address may stand in brackets")
                    : literal(literal, "the host is no valid IPv6 address");
        }
        return name(text);
    }

    /**
     * The host of a URL, also of {@code //host/path} and {@code host:port/path} without scheme. User-info, backslashes,
     * white space and ports outside 1 to 65535 make it invalid.
     */
    static Host ofUrl(String url) {
        if (url.length() > 8192) {
            return new Invalid("the URL is longer than 8192 characters");
        }
        if (url.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '\\')) {
            return new Invalid("the URL holds white space, a control character or a backslash");
        }
        var rest = afterScheme(url);
        var end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        var authority = rest.substring(0, end);
        return authority.indexOf('@') >= 0
                ? new Invalid("the URL carries user-info before its host")
                : ofAuthority(authority);
    }

    /** The host of {@code host[:port]}. */
    static Host ofAuthority(String authority) {
        var colon =
                authority.startsWith("[") ? authority.indexOf(':', authority.indexOf(']') + 1) : authority.indexOf(':');
        if (colon < 0) {
            return parse(authority);
        }
        if (colon != authority.lastIndexOf(':')) {
            return parse(authority);
        }
        var port = authority.substring(colon + 1);
        return port.isEmpty() || isPort(port)
                ? parse(authority.substring(0, colon))
                : new Invalid("the port is no number from 1 to 65535");
    }

    /** Whether it is a decimal number from 1 to 65535 without leading zeros. */
    static boolean isPort(String text) {
        return !text.isEmpty()
                && text.length() <= 5
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text) <= 65535;
    }

    private static String afterScheme(String url) {
        if (url.startsWith("//")) {
            return url.substring(2);
        }
        var colon = url.indexOf("://");
        var scheme = colon < 0 ? "" : url.substring(0, colon);
        var isScheme = !scheme.isEmpty()
                && isLetter(scheme.charAt(0))
                && scheme.chars().allMatch(c -> isLetter(c) || c >= '0' && c <= '9' || "+-.".indexOf(c) >= 0);
        return isScheme ? url.substring(colon + 3) : url;
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static Host literal(String text, String reason) {
        return IpAddress.parse(text).<Host>map(Literal::new).orElseGet(() -> new Invalid(reason));
    }

    private static Host name(String text) {
        var ascii = text;
        if (text.chars().anyMatch(c -> c >= 128)) {
            if (text.chars().anyMatch(c -> "\u00df\u1e9e\u03c2\u200c\u200d".indexOf(c) >= 0)) {
                return new Invalid("the host holds a character that IDNA 2003 and IDNA 2008 encode differently");
            }
            try {
                ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES);
            } catch (IllegalArgumentException _) {
                return new Invalid("the host cannot be encoded by IDNA");
            }
            if (endsInNumber(ascii)) {
                return new Invalid("the host is an IP address in characters other than ASCII");
            }
        }
        var name = (ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii).toLowerCase(Locale.ROOT);
        if (endsInNumber(name)) {
            return literal(name, "the host is no IPv4 address of four octets without leading zeros");
        }
        return isDnsName(name) ? new Name(name) : new Invalid("the host is no valid DNS name");
    }

    /** Whether inet_aton and browsers would take it for an IPv4 address: the last label is a number. */
    private static boolean endsInNumber(String name) {
        var dotless = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        var last = dotless.substring(dotless.lastIndexOf('.') + 1);
        var hex = last.startsWith("0x") || last.startsWith("0X");
        var digits = hex ? last.substring(2) : last;
        return hex && digits.isEmpty()
                || !digits.isEmpty() && digits.chars().allMatch(c -> c < 128 && Character.digit(c, hex ? 16 : 10) >= 0);
    }

    /** RFC 1123: labels of 1 to 63 letters, digits and inner hyphens, 253 characters in all. */
    private static boolean isDnsName(String name) {
        if (name.isEmpty() || name.length() > 253) {
            return false;
        }
        var from = 0;
        while (from <= name.length()) {
            var dot = name.indexOf('.', from);
            var to = dot < 0 ? name.length() : dot;
            if (to == from || to - from > 63 || name.charAt(from) == '-' || name.charAt(to - 1) == '-') {
                return false;
            }
            for (var i = from; i < to; i++) {
                var c = name.charAt(i);
                if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
                    return false;
                }
            }
            from = to + 1;
        }
        return true;
    }
}
