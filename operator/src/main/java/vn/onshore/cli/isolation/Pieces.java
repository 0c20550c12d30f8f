package vn.onshore.cli.isolation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.PortSet;

/** Compares address spaces that are cut differently: on their common refinement, of which equal neighbours are joined. */
final class Pieces {
    private Pieces() {}

    /** @param range null where there is no address space, but one destination */
    record Piece(@Nullable AddressRange range, PortSet ports) {}

    /** A piece whose ports are not what they were; empty ports where nothing was, or is, open. */
    record Change(@Nullable AddressRange range, PortSet before, PortSet after) {}

    /** Pieces of each side are disjoint. */
    static List<Change> compare(List<Piece> before, List<Piece> after) {
        var changes = new ArrayList<Change>();
        if (hasNoSpace(before) && hasNoSpace(after)) {
            add(changes, null, union(before), union(after));
            return changes;
        }
        var cuts = new TreeSet<IpAddress>();
        cut(before, cuts);
        cut(after, cuts);
        var old = new Walk(before);
        var now = new Walk(after);
        for (var from : cuts) {
            var last = earlier(old.lastFrom(from), now.lastFrom(from));
            if (last != null) {
                var next = cuts.higher(from);
                if (next != null && next.isV4() == from.isV4() && next.compareTo(last) <= 0) {
                    last = next.previous().orElseThrow();
                }
                add(changes, new AddressRange(from, last), old.portsAt(from), now.portsAt(from));
            }
        }
        return changes;
    }

    private static boolean hasNoSpace(List<Piece> pieces) {
        return pieces.isEmpty() || pieces.getFirst().range() == null;
    }

    private static PortSet union(List<Piece> pieces) {
        return pieces.stream().map(Piece::ports).reduce(PortSet.NONE, PortSet::union);
    }

    private static void cut(List<Piece> pieces, TreeSet<IpAddress> cuts) {
        for (var piece : pieces) {
            if (piece.range() != null) {
                cuts.add(piece.range().first());
                piece.range().last().next().ifPresent(cuts::add);
            }
        }
    }

    private static @Nullable IpAddress earlier(@Nullable IpAddress one, @Nullable IpAddress other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static void add(List<Change> changes, @Nullable AddressRange range, PortSet before, PortSet after) {
        if (before.equals(after)) {
            return;
        }
        if (range != null && !changes.isEmpty()) {
            var last = changes.getLast();
            var neighbour = last.range() != null
                    && last.range().last().isV4() == range.first().isV4()
                    && last.range().last().next().filter(range.first()::equals).isPresent();
            if (neighbour && last.before().equals(before) && last.after().equals(after)) {
                changes.set(
                        changes.size() - 1,
                        new Change(
                                new AddressRange(
                                        Objects.requireNonNull(last.range()).first(), range.last()),
                                before,
                                after));
                return;
            }
        }
        changes.add(new Change(range, before, after));
    }

    /** Goes through disjoint pieces by rising address. */
    private static final class Walk {
        private final List<Piece> pieces;
        private int at;

        Walk(List<Piece> pieces) {
            this.pieces = pieces.stream()
                    .filter(piece -> piece.range() != null)
                    .sorted(Comparator.comparing(piece -> Objects.requireNonNull(piece.range())))
                    .toList();
        }

        /** The last address of the piece that holds an address; null if none does. */
        @Nullable
        IpAddress lastFrom(IpAddress address) {
            var piece = pieceAt(address);
            return piece == null || piece.range() == null ? null : piece.range().last();
        }

        PortSet portsAt(IpAddress address) {
            var piece = pieceAt(address);
            return piece == null ? PortSet.NONE : piece.ports();
        }

        private @Nullable Piece pieceAt(IpAddress address) {
            while (at < pieces.size() && endsBefore(pieces.get(at), address)) {
                at++;
            }
            return at < pieces.size() && holds(pieces.get(at), address) ? pieces.get(at) : null;
        }

        private static boolean endsBefore(Piece piece, IpAddress address) {
            return piece.range() != null && piece.range().last().compareTo(address) < 0;
        }

        private static boolean holds(Piece piece, IpAddress address) {
            return piece.range() != null && piece.range().contains(address);
        }
    }
}
