package vn.onshore.cli.isolation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.isolation.engine.Connection;
import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Workload;

/**
 * What became different between two reports.
 *
 * @param added were not open on any port before
 * @param removed are not open on any port now
 * @param changed are open before and now, on other ports
 */
record Difference(List<Connection> added, List<Connection> removed, List<Change> changed) {

    /** Other ports between the same two. */
    record Change(Party source, Party destination, PortSet before, PortSet after) {}

    private static final Comparator<Party> PARTIES = Difference::compare;
    private static final Comparator<Change> ORDER =
            Comparator.comparing(Change::source, PARTIES).thenComparing(Change::destination, PARTIES);

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** Reports of one family of addresses and one datapath. */
    static Difference between(List<Connection> before, List<Connection> after) {
        var changes = new ArrayList<Change>();
        var lines = new HashMap<Line, Line.Open>();
        before.forEach(connection -> line(lines, connection).before(connection));
        after.forEach(connection -> line(lines, connection).after(connection));
        lines.forEach((line, open) -> open.changes(line, changes));
        changes.sort(ORDER);
        var added = new ArrayList<Connection>();
        var removed = new ArrayList<Connection>();
        var changed = new ArrayList<Change>();
        for (var change : changes) {
            if (change.before.isEmpty()) {
                added.add(new Connection(change.source, change.destination, change.after));
            } else if (change.after.isEmpty()) {
                removed.add(new Connection(change.source, change.destination, change.before));
            } else {
                changed.add(change);
            }
        }
        return new Difference(added, removed, changed);
    }

    private static Line.Open line(Map<Line, Line.Open> lines, Connection connection) {
        return lines.computeIfAbsent(Line.of(connection), line -> new Line.Open());
    }

    /** What two workloads, or a workload and all that is outside, have open in one direction. */
    private record Line(Party from, Party to) {
        private static final Party OUTSIDE = new Party.Inside(new Workload("", "", ""));

        static Line of(Connection connection) {
            return new Line(ofAll(connection.source()), ofAll(connection.destination()));
        }

        private static Party ofAll(Party party) {
            return party instanceof Party.Outside ? OUTSIDE : party;
        }

        /** Of one line, before and after. */
        private static final class Open {
            private final List<Pieces.Piece> before = new ArrayList<>();
            private final List<Pieces.Piece> after = new ArrayList<>();

            void before(Connection connection) {
                before.add(piece(connection));
            }

            void after(Connection connection) {
                after.add(piece(connection));
            }

            private static Pieces.Piece piece(Connection connection) {
                var range = connection.source() instanceof Party.Outside(var source)
                        ? source
                        : connection.destination() instanceof Party.Outside(var destination) ? destination : null;
                return new Pieces.Piece(range, connection.ports());
            }

            void changes(Line line, List<Change> changes) {
                for (var change : Pieces.compare(before, after)) {
                    var range = change.range();
                    if (range == null) {
                        changes.add(new Change(line.from, line.to, change.before(), change.after()));
                    } else {
                        var outside = new Party.Outside(range);
                        changes.add(new Change(
                                line.from.equals(OUTSIDE) ? outside : line.from,
                                line.to.equals(OUTSIDE) ? outside : line.to,
                                change.before(),
                                change.after()));
                    }
                }
            }
        }
    }

    private static int compare(Party one, Party other) {
        if (one instanceof Party.Inside(var workload)) {
            return other instanceof Party.Inside(var second) ? workload.compareTo(second) : -1;
        }
        return other instanceof Party.Outside(var second)
                ? ((Party.Outside) one).range().compareTo(second)
                : 1;
    }
}
