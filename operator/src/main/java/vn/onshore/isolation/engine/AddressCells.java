package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;

/** The address space, cut wherever a set that some rule speaks of begins or ends: no rule tells addresses of a cell apart. */
final class AddressCells {
    private final IpAddress[] starts;

    AddressCells(Collection<AddressSet> sets) {
        this(new TreeSet<>(), sets);
    }

    private AddressCells(TreeSet<IpAddress> cuts, Collection<AddressSet> sets) {
        for (var range : AddressSet.ALL.ranges()) {
            cuts.add(range.first());
        }
        for (var set : sets) {
            for (var range : set.ranges()) {
                cuts.add(range.first());
                range.last().next().ifPresent(cuts::add);
            }
        }
        starts = cuts.toArray(IpAddress[]::new);
    }

    /** These cells, cut further. */
    AddressCells with(Collection<AddressSet> sets) {
        return sets.isEmpty() ? this : new AddressCells(new TreeSet<>(Arrays.asList(starts)), sets);
    }

    /** The first address of the cell of each address; sorted, each once. */
    List<IpAddress> cellsOf(List<IpAddress> addresses) {
        return switch (addresses.size()) {
            case 0 -> List.of();
            case 1 -> List.of(starts[cell(addresses.getFirst())]);
            default ->
                addresses.stream()
                        .map(address -> starts[cell(address)])
                        .distinct()
                        .sorted()
                        .toList();
        };
    }

    /** Ranges that cover a set, each in one cell. */
    List<AddressRange> cut(AddressSet set) {
        var pieces = new ArrayList<AddressRange>();
        for (var range : set.ranges()) {
            var from = range.first();
            for (var i = cell(from) + 1; i < starts.length && starts[i].compareTo(range.last()) <= 0; i++) {
                pieces.add(new AddressRange(from, starts[i].previous().orElseThrow()));
                from = starts[i];
            }
            pieces.add(new AddressRange(from, range.last()));
        }
        return pieces;
    }

    private int cell(IpAddress address) {
        var low = 0;
        var high = starts.length - 1;
        while (low < high) {
            var middle = (low + high + 1) >>> 1;
            if (starts[middle].compareTo(address) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
