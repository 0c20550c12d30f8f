package vn.onshore.boundary;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address. IPv4-mapped IPv6 (::ffff:0:0/96) is IPv4, because that is whom the packet reaches.
 *
 * @param isV4 whether {@code low} holds the 32 bits of an IPv4 address and {@code high} is 0
 * @param high the upper 64 bits of an IPv6 address
 * @param low the lower 64 bits
 */
public record IpAddress(boolean isV4, long high, long low) implements Comparable<IpAddress> {
    private static final int GROUPS = 8;
    private static final long MAPPED = 0xffffL;

    /**
     * Reads a literal: four decimal octets without leading zeros, or RFC 4291 text without brackets and without zone id.
     * Empty for anything else, also for the octal, hexadecimal and shortened forms that {@code inet_aton} takes.
     */
    public static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') < 0 ? Optional.ofNullable(v4(text)) : Optional.ofNullable(v6(text));
    }

    public boolean isLoopback() {
        return isV4 ? low >>> 24 == 127 : high == 0 && low == 1;
    }

    /** The address after this one; empty after the last of its family. */
    public Optional<IpAddress> next() {
        if (isV4) {
            return low == 0xffff_ffffL ? Optional.empty() : Optional.of(new IpAddress(true, 0, low + 1));
        }
        return high == -1L && low == -1L
                ? Optional.empty()
                : Optional.of(new IpAddress(false, low == -1L ? high + 1 : high, low + 1));
    }

    /** The address before this one; empty before the first of its family. */
    public Optional<IpAddress> previous() {
        if (high == 0 && low == 0) {
            return Optional.empty();
        }
        return Optional.of(new IpAddress(isV4, low == 0 ? high - 1 : high, low - 1));
    }

    /** The number of bits: 32 or 128. */
    int bits() {
        return isV4 ? 32 : 128;
    }

    /** The address with all but the first {@code prefix} bits cleared. */
    IpAddress network(int prefix) {
        if (isV4) {
            return new IpAddress(true, 0, prefix == 0 ? 0 : low & (-1L << (32 - prefix)) & 0xffff_ffffL);
        }
        var highMask = prefix >= 64 ? -1L : prefix == 0 ? 0 : -1L << (64 - prefix);
        var lowMask = prefix <= 64 ? 0 : -1L << (128 - prefix);
        return new IpAddress(false, high & highMask, low & lowMask);
    }

    /** The address with all but the first {@code prefix} bits set. */
    IpAddress broadcast(int prefix) {
        if (isV4) {
            return new IpAddress(true, 0, prefix == 32 ? low : low | 0xffff_ffffL >>> prefix);
        }
        return new IpAddress(
                false,
                prefix >= 64 ? high : high | -1L >>> prefix,
                prefix == 128 ? low : low | (prefix <= 64 ? -1L : -1L >>> (prefix - 64)));
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof IpAddress(var v4, var upper, var lower)
                        && low == lower
                        && high == upper
                        && isV4 == v4;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(high) + Long.hashCode(low)) + Boolean.hashCode(isV4);
    }

    @Override
    public int compareTo(IpAddress other) {
        if (isV4 != other.isV4) {
            return isV4 ? -1 : 1;
        }
        var byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Dotted decimal, or RFC 5952. */
    @Override
    public String toString() {
        return isV4
                ? (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255)
                : compressed();
    }

    private int group(int index) {
        return (int) ((index < 4 ? high >>> (48 - 16 * index) : low >>> (48 - 16 * (index - 4))) & 0xffff);
    }

    private String compressed() {
        var start = -1;
        var length = 1;
        for (var i = 0; i < GROUPS; i++) {
            var end = i;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = Math.max(i, end - 1);
        }
        var text = new StringBuilder();
        for (var i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private static @Nullable IpAddress v4(String text) {
        var value = v4Value(text);
        return value < 0 ? null : new IpAddress(true, 0, value);
    }

    private static long v4Value(String text) {
        if (text.length() > 15) {
            return -1;
        }
        var value = 0L;
        var octets = 0;
        var from = 0;
        while (from <= text.length()) {
            var dot = text.indexOf('.', from);
            var to = dot < 0 ? text.length() : dot;
            var octet = octet(text, from, to);
            if (octet < 0 || ++octets > 4) {
                return -1;
            }
            value = value << 8 | octet;
            from = to + 1;
        }
        return octets == 4 ? value : -1;
    }

    private static int octet(String text, int from, int to) {
        if (to == from || to - from > 3 || to - from > 1 && text.charAt(from) == '0') {
            return -1;
        }
        var value = 0;
        for (var i = from; i < to; i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value > 255 ? -1 : value;
    }

    private static @Nullable IpAddress v6(String text) {
        if (text.length() > 45) {
            return null;
        }
        var gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        var head = gap < 0 ? groups(text, true) : groups(text.substring(0, gap), false);
        var tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        var said = head.length + tail.length;
        if (gap < 0 ? said != GROUPS : said >= GROUPS) {
            return null;
        }
        var all = new int[GROUPS];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, GROUPS - tail.length, tail.length);
        var high = 0L;
        var low = 0L;
        for (var i = 0; i < 4; i++) {
            high = high << 16 | all[i];
            low = low << 16 | all[i + 4];
        }
        return high == 0 && low >>> 32 == MAPPED
                ? new IpAddress(true, 0, low & 0xffff_ffffL)
                : new IpAddress(false, high, low);
    }

    /** The 16-bit groups of a part without {@code ::}; the last one may be dotted decimal; null if it is malformed. */
    private static int @Nullable [] groups(String part, boolean last) {
        if (part.isEmpty()) {
            return new int[0];
        }
        var words = part.split(":", -1);
        var dotted = last && words[words.length - 1].indexOf('.') >= 0;
        var groups = new int[words.length + (dotted ? 1 : 0)];
        for (var i = 0; i < words.length - (dotted ? 1 : 0); i++) {
            groups[i] = group(words[i]);
            if (groups[i] < 0) {
                return null;
            }
        }
        if (dotted) {
            var value = v4Value(words[words.length - 1]);
            if (value < 0) {
                return null;
            }
            groups[groups.length - 2] = (int) (value >>> 16);
            groups[groups.length - 1] = (int) (value & 0xffff);
        }
        return groups;
    }

    private static int group(String word) {
        if (word.isEmpty() || word.length() > 4) {
            return -1;
        }
        var value = 0;
        for (var i = 0; i < word.length(); i++) {
            var c = word.charAt(i);
            var digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
