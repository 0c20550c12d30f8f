package vn.onshore.isolation.address;

import java.util.Locale;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;

/**
 * How much a set holds.
 *
 * @param ipv4 addresses, 0 to 2³²
 * @param ipv6 networks /48 that it touches, 0 to 2⁴⁸
 */
public record AddressCounts(long ipv4, long ipv6) {
    private static final int BELOW_48 = 16;

    public static AddressCounts of(AddressSet set) {
        var v4 = 0L;
        var v6 = 0L;
        var counted = -1L;
        for (AddressRange range : set.ranges()) {
            if (range.first().isV4()) {
                v4 += range.last().low() - range.first().low() + 1;
            } else {
                // Ranges are sorted: one /48 that two of them share is the last of the one and the first of the other.
                var first = Math.max(range.first().high() >>> BELOW_48, counted + 1);
                var last = range.last().high() >>> BELOW_48;
                v6 += last - first + 1;
                counted = last;
            }
        }
        return new AddressCounts(v4, v6);
    }

    /** {@code 16,487,168 IPv4 addresses and 1,000 IPv6 networks /48}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d IPv4 addresses and %,d IPv6 networks /48", ipv4, ipv6);
    }
}
