package vn.onshore.isolation.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;

/**
 * A set of IPv4 and IPv6 addresses in canonical form: sorted, disjoint ranges, IPv4 first, neighbours joined. Immutable;
 * equal sets are equal.
 */
public final class AddressSet {
    public static final AddressSet NONE = new AddressSet(List.of());
    public static final AddressSet ALL_V4 = ofCidr("0.0.0.0/0");
    public static final AddressSet ALL_V6 = ofCidr("::/0");
    public static final AddressSet ALL = ALL_V4.union(ALL_V6);

    private final List<AddressRange> ranges;
    private final int hash;

    private AddressSet(List<AddressRange> ranges) {
        this.ranges = ranges;
        hash = ranges.hashCode();
    }

    /** The union of ranges that may overlap and come in any order. */
    public static AddressSet of(Collection<AddressRange> ranges) {
        var sorted = new ArrayList<>(ranges);
        Collections.sort(sorted);
        var joined = new ArrayList<AddressRange>(sorted.size());
        sorted.forEach(range -> append(joined, range));
        return canonical(joined);
    }

    public static AddressSet ofCidrs(Collection<Cidr> cidrs) {
        return of(cidrs.stream().map(AddressRange::of).toList());
    }

    public static AddressSet of(AddressRange range) {
        return new AddressSet(List.of(range));
    }

    public static AddressSet of(IpAddress address) {
        return of(new AddressRange(address, address));
    }

    private static AddressSet ofCidr(String cidr) {
        return of(AddressRange.of(Cidr.parse(cidr).orElseThrow()));
    }

    private static AddressSet canonical(List<AddressRange> ranges) {
        return new AddressSet(List.copyOf(ranges));
    }

    /** Adds a range that starts no earlier than the last one. */
    private static void append(List<AddressRange> joined, AddressRange range) {
        if (!joined.isEmpty()) {
            var last = joined.getLast();
            var next = last.last().next();
            if (last.first().isV4() == range.first().isV4()
                    && (next.isEmpty() || range.first().compareTo(next.get()) <= 0)) {
                if (range.last().compareTo(last.last()) > 0) {
                    joined.set(joined.size() - 1, new AddressRange(last.first(), range.last()));
                }
                return;
            }
        }
        joined.add(range);
    }

    /** Sorted and disjoint. */
    public List<AddressRange> ranges() {
        return ranges;
    }

    /** The fewest CIDRs that make it up, sorted. */
    public List<Cidr> cidrs() {
        return ranges.stream().flatMap(range -> range.cidrs().stream()).toList();
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean contains(IpAddress address) {
        var index = firstEndingAtOrAfter(address);
        return index < ranges.size() && ranges.get(index).contains(address);
    }

    public boolean containsAll(AddressSet other) {
        for (var range : other.ranges) {
            var index = firstEndingAtOrAfter(range.first());
            if (index == ranges.size()
                    || !ranges.get(index).contains(range.first())
                    || !ranges.get(index).contains(range.last())) {
                return false;
            }
        }
        return true;
    }

    public boolean intersects(AddressSet other) {
        var few = ranges.size() < other.ranges.size() ? this : other;
        var many = few == this ? other : this;
        for (var range : few.ranges) {
            var index = many.firstEndingAtOrAfter(range.first());
            if (index < many.ranges.size() && many.ranges.get(index).first().compareTo(range.last()) <= 0) {
                return true;
            }
        }
        return false;
    }

    public AddressSet union(AddressSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        var all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        return of(all);
    }

    public AddressSet intersect(AddressSet other) {
        var few = ranges.size() < other.ranges.size() ? this : other;
        var many = few == this ? other : this;
        var common = new ArrayList<AddressRange>();
        for (var range : few.ranges) {
            for (var i = many.firstEndingAtOrAfter(range.first()); i < many.ranges.size(); i++) {
                var against = many.ranges.get(i);
                if (against.first().compareTo(range.last()) > 0) {
                    break;
                }
                common.add(new AddressRange(max(range.first(), against.first()), min(range.last(), against.last())));
            }
        }
        return canonical(common);
    }

    public AddressSet minus(AddressSet other) {
        if (isEmpty() || other.isEmpty()) {
            return this;
        }
        var left = new ArrayList<AddressRange>();
        for (var range : ranges) {
            subtract(range, other, left);
        }
        return canonical(left);
    }

    private static void subtract(AddressRange range, AddressSet other, List<AddressRange> left) {
        var from = range.first();
        for (var i = other.firstEndingAtOrAfter(from); i < other.ranges.size(); i++) {
            var hole = other.ranges.get(i);
            if (hole.first().compareTo(range.last()) > 0) {
                break;
            }
            if (hole.first().compareTo(from) > 0) {
                left.add(new AddressRange(from, hole.first().previous().orElseThrow()));
            }
            var next = hole.last().next();
            if (next.isEmpty() || next.get().compareTo(range.last()) > 0) {
                return;
            }
            from = next.get();
        }
        left.add(new AddressRange(from, range.last()));
    }

    /** The index of the first range that does not end before an address; the number of ranges if there is none. */
    private int firstEndingAtOrAfter(IpAddress address) {
        var low = 0;
        var high = ranges.size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (ranges.get(middle).last().compareTo(address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static IpAddress max(IpAddress a, IpAddress b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static IpAddress min(IpAddress a, IpAddress b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof AddressSet set && hash == set.hash && ranges.equals(set.ranges);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return ranges.isEmpty()
                ? "none"
                : ranges.stream().map(AddressRange::toString).collect(Collectors.joining(","));
    }
}
