package vn.onshore.isolation.model;

import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;

/** Addresses of one family from first to last, both in it. */
public record AddressRange(IpAddress first, IpAddress last) implements Comparable<AddressRange> {
    public AddressRange {
        if (first.isV4() != last.isV4() || first.compareTo(last) > 0) {
            throw new IllegalArgumentException(first + "-" + last);
        }
    }

    public static AddressRange of(Cidr cidr) {
        return new AddressRange(cidr.network(), cidr.last());
    }

    public boolean contains(IpAddress address) {
        return address.isV4() == first.isV4() && first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }

    @Override
    public int compareTo(AddressRange other) {
        var byFirst = first.compareTo(other.first);
        return byFirst != 0 ? byFirst : last.compareTo(other.last);
    }

    /** {@code 10.0.0.0-10.0.0.255}, or the address alone. */
    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + "-" + last;
    }
}
