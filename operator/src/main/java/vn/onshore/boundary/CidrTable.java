package vn.onshore.boundary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the range that holds an address, by binary search. Two ranges either nest or are disjoint, and nested ones have
 * the same answer here (a boundary refuses overlaps of two sites), so only the widest are kept.
 */
final class CidrTable<T> {
    private final IpAddress[] starts;
    private final List<Map.Entry<Cidr, T>> ranges;

    CidrTable(Map<Cidr, T> answers) {
        var widest = new ArrayList<Map.Entry<Cidr, T>>();
        for (var entry : new TreeMap<>(answers).entrySet()) {
            if (widest.isEmpty() || !widest.getLast().getKey().overlaps(entry.getKey())) {
                widest.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        ranges = List.copyOf(widest);
        starts = ranges.stream().map(range -> range.getKey().network()).toArray(IpAddress[]::new);
    }

    @Nullable
    T find(IpAddress address) {
        var found = Arrays.binarySearch(starts, address);
        var index = found >= 0 ? found : -found - 2;
        if (index < 0) {
            return null;
        }
        var range = ranges.get(index);
        return range.getKey().contains(address) ? range.getValue() : null;
    }
}
