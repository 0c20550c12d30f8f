package vn.onshore.isolation.address;

import java.util.Optional;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressRange;

/**
 * A delegation of addresses, as {@code registry|cc|type|start|value|date|status|opaque-id} tells it. The value of an IPv4
 * record is how many addresses, of an IPv6 record the prefix length.
 *
 * @param country two upper-case letters
 */
public record DelegatedRecord(String registry, String country, AddressRange range) {

    /** The range of an ipv4 or ipv6 record; empty if start and value make none. */
    static Optional<AddressRange> range(String type, String start, String value) {
        return IpAddress.parse(start)
                .filter(first -> first.isV4() == type.equals("ipv4"))
                .flatMap(first -> first.isV4() ? counted(first, value) : prefixed(start, value));
    }

    /** The count need not be a power of two. */
    private static Optional<AddressRange> counted(IpAddress first, String value) {
        var count = number(value);
        var last = first.low() + count - 1;
        return count < 1 || last > 0xffff_ffffL
                ? Optional.empty()
                : Optional.of(new AddressRange(first, new IpAddress(true, 0, last)));
    }

    private static Optional<AddressRange> prefixed(String start, String value) {
        return Cidr.parse(start + "/" + value).map(AddressRange::of);
    }

    /** -1 for what is no plain number of at most ten digits. */
    static long number(String digits) {
        return !digits.isEmpty() && digits.length() <= 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(digits)
                : -1;
    }

    /** {@code apnic registers 192.0.2.0-192.0.2.255 to SG}. */
    @Override
    public String toString() {
        return registry + " registers " + range + " to " + country;
    }
}
