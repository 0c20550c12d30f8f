package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Workload;

/** Who may open what to whom, workload by workload. */
final class ConnectionReport {
    private final Snapshot snapshot;
    private final PairVerdicts pairs;
    private final TreeMap<Workload, RoaringBitmap> workloads = new TreeMap<>();
    private final List<AddressRange> outside;
    private final Map<Integer, PortSet[]> toOutside = new HashMap<>();
    private final Map<Integer, PortSet[]> fromOutside = new HashMap<>();

    ConnectionReport(Snapshot snapshot, AddressSet outside) {
        this.snapshot = snapshot;
        this.outside = snapshot.traits().cells().cut(outside);
        pairs = new PairVerdicts(snapshot);
        for (var members : snapshot.table().members()) {
            for (var i = 0; i < members.size(); i++) {
                workloads
                        .computeIfAbsent(members.pod(i).workload(), some -> new RoaringBitmap())
                        .add(members.classOf(i));
            }
        }
    }

    /** Workloads come before ranges, on both sides. */
    List<Connection> connections() {
        var rows = new ArrayList<Connection>();
        workloads.forEach((source, classes) -> {
            var from = new Party.Inside(source);
            workloads.forEach((destination, others) -> {
                if (!source.equals(destination)) {
                    add(rows, from, new Party.Inside(destination), between(classes, others));
                }
            });
            var open = open(classes, Direction.Egress);
            for (var i = 0; i < open.length; i++) {
                add(rows, from, new Party.Outside(outside.get(i)), open[i]);
            }
        });
        var inward = new TreeMap<Workload, PortSet[]>();
        workloads.forEach((workload, classes) -> inward.put(workload, open(classes, Direction.Ingress)));
        for (var i = 0; i < outside.size(); i++) {
            var index = i;
            inward.forEach((workload, open) ->
                    add(rows, new Party.Outside(outside.get(index)), new Party.Inside(workload), open[index]));
        }
        return rows;
    }

    private static void add(List<Connection> rows, Party source, Party destination, PortSet ports) {
        if (!ports.isEmpty()) {
            rows.add(new Connection(source, destination, ports));
        }
    }

    private PortSet between(RoaringBitmap sources, RoaringBitmap destinations) {
        var ports = PortSet.NONE;
        for (var source : sources) {
            for (var destination : destinations) {
                ports = ports.union(pairs.open(source, destination));
            }
        }
        return ports;
    }

    private PortSet[] open(RoaringBitmap classes, Direction direction) {
        PortSet[] union = null;
        for (var podClass : classes) {
            var one = (direction == Direction.Egress ? toOutside : fromOutside)
                    .computeIfAbsent(podClass, some -> open(some, direction));
            if (union == null) {
                union = one.clone();
            } else {
                for (var i = 0; i < one.length; i++) {
                    union[i] = union[i].union(one[i]);
                }
            }
        }
        return union == null ? new PortSet[0] : union;
    }

    private PortSet[] open(int podClass, Direction direction) {
        var open = new PortSet[outside.size()];
        Arrays.setAll(
                open,
                i -> direction == Direction.Egress
                        ? pairs.open(podClass, outside.get(i).first())
                        : pairs.open(outside.get(i).first(), podClass));
        return open;
    }
}
