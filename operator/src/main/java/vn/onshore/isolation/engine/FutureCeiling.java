package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;

/** What the policies of one zone let pods that may come open to other zones, or accept from them, at most. */
final class FutureCeiling {
    private final Direction direction;

    /** How many rules allow each peer set each set of ports. */
    private final Map<Integer, Map<PortSpec, Integer>> allowed;

    /** By number of the class, for those that there were when it was asked for the first time. */
    private PortSet @Nullable [] known;

    /** @param direction of the pods that may come */
    FutureCeiling(Direction direction) {
        this(direction, new HashMap<>());
    }

    private FutureCeiling(Direction direction, Map<Integer, Map<PortSpec, Integer>> allowed) {
        this.direction = direction;
        this.allowed = allowed;
    }

    FutureCeiling copy() {
        var copied = new HashMap<Integer, Map<PortSpec, Integer>>(allowed.size() * 2);
        allowed.forEach((peer, ports) -> copied.put(peer, new HashMap<>(ports)));
        return new FutureCeiling(direction, copied);
    }

    /** @param rules how many more allow this; negative for fewer */
    void add(int peer, PortSpec ports, int rules) {
        var ofPeer = allowed.computeIfAbsent(peer, some -> new HashMap<>(2));
        ofPeer.merge(ports, rules, (had, more) -> had + more == 0 ? null : had + more);
        if (ofPeer.isEmpty()) {
            allowed.remove(peer);
        }
    }

    /** The ports on which a class of another zone is allowed. */
    synchronized PortSet of(Snapshot snapshot, int podClass) {
        var tabulated = known;
        if (tabulated == null) {
            tabulated = tabulate(snapshot);
            known = tabulated;
        }
        return podClass < tabulated.length ? tabulated[podClass] : find(snapshot, podClass);
    }

    private PortSet[] tabulate(Snapshot snapshot) {
        var table = new PortSet[snapshot.table().size()];
        Arrays.fill(table, PortSet.NONE);
        allowed.forEach((peer, specs) -> snapshot.peerClasses()[peer].forEach(
                (int podClass) -> table[podClass] = table[podClass].union(on(snapshot, specs.keySet(), podClass))));
        return table;
    }

    private PortSet find(Snapshot snapshot, int podClass) {
        var open = PortSet.NONE;
        for (var entry : allowed.entrySet()) {
            if (snapshot.peerClasses()[entry.getKey()].contains(podClass)) {
                open = open.union(on(snapshot, entry.getValue().keySet(), podClass));
            }
        }
        return open;
    }

    private PortSet on(Snapshot snapshot, Set<PortSpec> specs, int podClass) {
        var open = PortSet.NONE;
        for (var ports : specs) {
            open = open.union(
                    direction == Direction.Egress
                            ? ports.on(snapshot.table().of(podClass).ports())
                            : ports.onAnything());
        }
        return open;
    }

    /** The classes of which another one may not say the same. */
    RoaringBitmap differences(FutureCeiling other, Snapshot snapshot) {
        var classes = new RoaringBitmap();
        addDifferences(other, snapshot, classes);
        other.addDifferences(this, snapshot, classes);
        return classes;
    }

    private void addDifferences(FutureCeiling other, Snapshot snapshot, RoaringBitmap classes) {
        allowed.forEach((peer, specs) -> {
            if (!specs.keySet()
                    .equals(other.allowed.getOrDefault(peer, Map.of()).keySet())) {
                classes.or(snapshot.peerClasses()[peer]);
            }
        });
    }
}
