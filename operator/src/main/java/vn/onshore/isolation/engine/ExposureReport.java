package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Workload;

/** What future pods and the outside could open to each workload, and it to them. */
final class ExposureReport {
    private final Snapshot snapshot;
    private final FutureExposure future;
    private final PairVerdicts pairs;
    private final List<AddressRange> outside;
    private final TreeMap<Workload, RoaringBitmap> workloads = new TreeMap<>();

    /** @param outside sorted, each in one cell of the address space */
    ExposureReport(Snapshot snapshot, List<AddressRange> outside) {
        this.snapshot = snapshot;
        future = new FutureExposure(snapshot);
        pairs = new PairVerdicts(snapshot);
        this.outside = outside;
        for (var members : snapshot.table().members()) {
            for (var i = 0; i < members.size(); i++) {
                workloads
                        .computeIfAbsent(members.pod(i).workload(), some -> new RoaringBitmap())
                        .add(members.classOf(i));
            }
        }
    }

    /** By workload, ingress first; the entire cluster first, then selections by what they say, then ranges. */
    List<Exposure> exposures() {
        var rows = new ArrayList<Exposure>();
        workloads.forEach((workload, classes) -> {
            for (var direction : Direction.values()) {
                byPeer(classes, direction)
                        .forEach((peer, ports) -> rows.add(new Exposure(workload, direction, peer, ports)));
            }
        });
        return rows;
    }

    private Map<Exposure.Peer, PortSet> byPeer(RoaringBitmap classes, Direction direction) {
        var pods = new HashMap<Exposure.Peer, PortSet>();
        var ranges = new LinkedHashMap<Exposure.Peer, PortSet>();
        for (var podClass : classes) {
            future.of(podClass, direction).forEach((peer, ports) -> pods.merge(peer, ports, PortSet::union));
            for (var range : outside) {
                var ports = direction == Direction.Ingress
                        ? pairs.open(range.first(), podClass)
                        : pairs.open(podClass, range.first());
                if (!ports.isEmpty()) {
                    ranges.merge(new Exposure.Peer.Outside(range), ports, PortSet::union);
                }
            }
        }
        var entire = pods.getOrDefault(new Exposure.Peer.EntireCluster(), PortSet.NONE);
        var all = new LinkedHashMap<Exposure.Peer, PortSet>();
        pods.entrySet().stream()
                .filter(entry ->
                        entry.getKey() instanceof Exposure.Peer.EntireCluster || !entire.containsAll(entry.getValue()))
                .sorted(Comparator.comparing((Map.Entry<Exposure.Peer, PortSet> entry) ->
                                entry.getKey() instanceof Exposure.Peer.Pods)
                        .thenComparing(entry -> entry.getKey().toString()))
                .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        var inOrder = new ArrayList<>(ranges.keySet());
        inOrder.sort(Comparator.comparing(peer -> ((Exposure.Peer.Outside) peer).range()));
        inOrder.forEach(peer -> all.put(peer, ranges.getOrDefault(peer, PortSet.NONE)));
        return all;
    }
}
