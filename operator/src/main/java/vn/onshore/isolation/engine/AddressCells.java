package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;

/** The address space, cut wherever a set that some rule speaks of begins or ends: no rule tells addresses of a cell apart. */
final class AddressCells {
    private final IpAddress[] starts;

    /** What is said of pods with one or two addresses, so that it is said in the same words. */
    private final Map<Integer, List<IpAddress>> alone = new ConcurrentHashMap<>();

    private final Map<Long, List<IpAddress>> pairs = new ConcurrentHashMap<>();

    /** What was said last, by whichever thread. */
    private Pair last = new Pair(-1, -1, List.of());

    private record Pair(int one, int other, List<IpAddress> starts) {}

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
            case 1 -> alone.computeIfAbsent(cell(addresses.getFirst()), cell -> List.of(starts[cell]));
            case 2 -> pair(cell(addresses.getFirst()), cell(addresses.getLast()));
            default ->
                addresses.stream()
                        .map(address -> starts[cell(address)])
                        .distinct()
                        .sorted()
                        .toList();
        };
    }

    /** Most pods are in the cells of the pod before. */
    private List<IpAddress> pair(int one, int other) {
        var before = last;
        if (before.one() == one && before.other() == other) {
            return before.starts();
        }
        var found = one == other
                ? alone.computeIfAbsent(one, cell -> List.of(starts[cell]))
                : pairs.computeIfAbsent(
                        (long) Math.min(one, other) << 32 | Math.max(one, other),
                        cells -> List.of(starts[(int) (cells >> 32)], starts[(int) (long) cells]));
        last = new Pair(one, other, found);
        return found;
    }

    /** The first addresses of the cells of which a set has a part. */
    Set<IpAddress> cutBy(AddressSet set) {
        var cut = new HashSet<IpAddress>();
        for (var range : set.ranges()) {
            var first = cell(range.first());
            var last = cell(range.last());
            if (!starts[first].equals(range.first())) {
                cut.add(starts[first]);
            }
            if (!range.last()
                    .next()
                    .equals(last + 1 < starts.length ? Optional.of(starts[last + 1]) : Optional.empty())) {
                cut.add(starts[last]);
            }
        }
        return cut;
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
