package vn.onshore.isolation.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** The fewest CIDRs that make it up, in order. */
    public List<Cidr> cidrs() {
        var cidrs = new ArrayList<Cidr>();
        for (var from = Optional.of(first); from.isPresent() && from.get().compareTo(last) <= 0; ) {
            var widest = widestFrom(from.get());
            cidrs.add(widest);
            from = widest.last().next();
        }
        return cidrs;
    }

    private Cidr widestFrom(IpAddress from) {
        var bits = from.isV4() ? 32 : 128;
        var zeros = from.low() == 0
                ? Long.SIZE + Long.numberOfTrailingZeros(from.high())
                : Long.numberOfTrailingZeros(from.low());
        var prefix = bits - Math.min(bits, zeros);
        while (new Cidr(from, prefix).last().compareTo(last) > 0) {
            prefix++;
        }
        return new Cidr(from, prefix);
    }

    @Override
    public int compareTo(AddressRange other) {
        var byFirst = first.compareTo(other.first);
        return byFirst != 0 ? byFirst : last.compareTo(other.last);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof AddressRange(var from, var to) && first.equals(from) && last.equals(to);
    }

    @Override
    public int hashCode() {
        return 31 * first.hashCode() + last.hashCode();
    }

    /** {@code 10.0.0.0-10.0.0.255}, or the address alone. */
    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + "-" + last;
    }
}
