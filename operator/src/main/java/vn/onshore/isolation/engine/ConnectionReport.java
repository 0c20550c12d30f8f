package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Workload;

/** Who may open what to whom, workload by workload. Only pairs are looked at that some rule, or none, lets near each other. */
final class ConnectionReport {
    private final Snapshot snapshot;
    private final PairVerdicts pairs;
    private final List<AddressRange> outside;
    private final OutsideRows outsideRows;

    /** Sorted, with the classes of each. */
    private final List<Party.Inside> workloads = new ArrayList<>();

    private final List<int[]> classesOf = new ArrayList<>();

    /** By class. */
    private final @Nullable RoaringBitmap[] workloadsOf;

    /** By class: those whose ingress names it; beside them those that let everybody near are looked at. */
    private final @Nullable RoaringBitmap[] admittedBy;

    private final RoaringBitmap admitAll = new RoaringBitmap();

    /** @param outside sorted, each in one cell of the address space */
    ConnectionReport(Snapshot snapshot, List<AddressRange> outside) {
        this.snapshot = snapshot;
        this.outside = outside;
        pairs = new PairVerdicts(snapshot);
        outsideRows = new OutsideRows(snapshot, outside);
        workloadsOf = new RoaringBitmap[snapshot.table().size()];
        admittedBy = new RoaringBitmap[snapshot.table().size()];
        gatherWorkloads();
        turnIngressOver();
    }

    private void gatherWorkloads() {
        var classes = new TreeMap<Workload, RoaringBitmap>();
        for (var members : snapshot.table().members()) {
            for (var i = 0; i < members.size(); i++) {
                classes.computeIfAbsent(members.pod(i).workload(), some -> new RoaringBitmap())
                        .add(members.classOf(i));
            }
        }
        classes.forEach((workload, numbers) -> {
            numbers.forEach((int number) -> add(workloadsOf, number, workloads.size()));
            workloads.add(new Party.Inside(workload));
            classesOf.add(numbers.toArray());
        });
    }

    private void turnIngressOver() {
        snapshot.table().live().forEach((int destination) -> {
            var named = named(Direction.Ingress, destination);
            if (named == null) {
                admitAll.add(destination);
            } else {
                named.forEach((int source) -> add(admittedBy, source, destination));
            }
        });
    }

    private static void add(@Nullable RoaringBitmap[] sets, int index, int element) {
        var set = sets[index];
        if (set == null) {
            set = new RoaringBitmap();
            sets[index] = set;
        }
        set.add(element);
    }

    /** The classes that the rules of a class name in one direction; null if it is not for them alone to decide. */
    private @Nullable RoaringBitmap named(Direction direction, int podClass) {
        var group = snapshot.group(direction, podClass);
        if (!group.isolated() || group.tiered()) {
            return null;
        }
        var named = new RoaringBitmap();
        for (var rule : group.allowances()) {
            for (var peer : rule.peers()) {
                named.or(snapshot.peerClasses()[peer]);
            }
        }
        return named;
    }

    /** Workloads come before ranges, on both sides. */
    List<Connection> connections() {
        var rows = new ArrayList<Connection>();
        for (var source = 0; source < workloads.size(); source++) {
            var open = inside(source);
            for (var destination = 0; destination < open.length; destination++) {
                if (destination != source) {
                    add(rows, workloads.get(source), workloads.get(destination), open[destination]);
                }
            }
            var out = outside(Direction.Egress, source);
            for (var i = 0; i < out.length; i++) {
                add(rows, workloads.get(source), new Party.Outside(outside.get(i)), out[i]);
            }
        }
        var inward = new ArrayList<@Nullable PortSet[]>();
        for (var destination = 0; destination < workloads.size(); destination++) {
            inward.add(outside(Direction.Ingress, destination));
        }
        for (var i = 0; i < outside.size(); i++) {
            for (var destination = 0; destination < inward.size(); destination++) {
                add(rows, new Party.Outside(outside.get(i)), workloads.get(destination), inward.get(destination)[i]);
            }
        }
        return rows;
    }

    private static void add(List<Connection> rows, Party source, Party destination, @Nullable PortSet ports) {
        if (ports != null && !ports.isEmpty()) {
            rows.add(new Connection(source, destination, ports));
        }
    }

    /** What a workload may open to each other one; null for nothing. */
    private @Nullable PortSet[] inside(int workload) {
        var open = new PortSet[workloads.size()];
        for (var source : classesOf.get(workload)) {
            for (var destination : candidates(source)) {
                var ports = pairs.open(source, destination);
                var owners = workloadsOf[destination];
                if (!ports.isEmpty() && owners != null) {
                    for (var owner : owners) {
                        var before = open[owner];
                        open[owner] = before == null ? ports : before.union(ports);
                    }
                }
            }
        }
        return open;
    }

    private RoaringBitmap candidates(int source) {
        var admitted = admittedBy[source];
        var near = admitted == null ? admitAll : RoaringBitmap.or(admitted, admitAll);
        var named = named(Direction.Egress, source);
        return named == null ? near : RoaringBitmap.and(named, near);
    }

    /** What a workload may open to each range outside, or the other way round; null for nothing. */
    private @Nullable PortSet[] outside(Direction direction, int workload) {
        var union = new PortSet[outside.size()];
        for (var podClass : classesOf.get(workload)) {
            var one = outsideRows.of(direction, podClass);
            for (var i = 0; i < union.length; i++) {
                var ports = one[i];
                if (ports != null) {
                    var before = union[i];
                    union[i] = before == null ? ports : before.union(ports);
                }
            }
        }
        return union;
    }

    /** What classes may open to ranges outside, or these to them. */
    private static final class OutsideRows {
        private final Snapshot snapshot;
        private final List<AddressRange> ranges;
        private final Map<Integer, @Nullable PortSet[]> known = new HashMap<>();

        OutsideRows(Snapshot snapshot, List<AddressRange> ranges) {
            this.snapshot = snapshot;
            this.ranges = ranges;
        }

        @Nullable
        PortSet[] of(Direction direction, int podClass) {
            return known.computeIfAbsent(
                    2 * podClass + direction.ordinal(),
                    key -> row(snapshot.group(direction, podClass), direction, podClass));
        }

        private @Nullable PortSet[] row(PolicyGroup group, Direction direction, int podClass) {
            var row = new PortSet[ranges.size()];
            var declared = direction == Direction.Ingress
                    ? snapshot.table().of(podClass).ports()
                    : List.<vn.onshore.isolation.model.Pod.NamedPort>of();
            if (group.tiered()) {
                Arrays.setAll(
                        row,
                        i -> group.open(new Counterparts.OfAddress(ranges.get(i).first(), declared)));
            } else if (!group.isolated()) {
                Arrays.fill(row, PortSet.ALL);
            } else {
                for (var rule : group.allowances()) {
                    allow(row, rule.outside(), rule.ports().on(declared));
                }
            }
            return row;
        }

        /** No rule tells the addresses of a range apart, so a range is in a set if its first address is. */
        private void allow(@Nullable PortSet[] row, AddressSet addresses, PortSet ports) {
            for (var range : addresses.ranges()) {
                for (var i = firstFrom(range);
                        i < row.length && range.contains(ranges.get(i).first());
                        i++) {
                    var before = row[i];
                    row[i] = before == null ? ports : before.union(ports);
                }
            }
        }

        private int firstFrom(AddressRange range) {
            var low = 0;
            var high = ranges.size();
            while (low < high) {
                var middle = (low + high) >>> 1;
                if (ranges.get(middle).first().compareTo(range.first()) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
