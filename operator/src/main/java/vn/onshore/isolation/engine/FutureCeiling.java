package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;

/** What the policies of one zone let pods that may come open to other zones, or accept from them, at most. */
final class FutureCeiling {
    private final Direction direction;
    private final List<CompiledPolicy.Rule> allowing;

    /** By number of the class, for those that there were when it was asked for the first time. */
    private PortSet @Nullable [] known;

    /** @param direction of the pods that may come */
    FutureCeiling(Direction direction) {
        this(direction, new ArrayList<>());
    }

    private FutureCeiling(Direction direction, List<CompiledPolicy.Rule> allowing) {
        this.direction = direction;
        this.allowing = allowing;
    }

    FutureCeiling copy() {
        return new FutureCeiling(direction, new ArrayList<>(allowing));
    }

    void add(CompiledPolicy.Rule rule) {
        allowing.add(rule);
    }

    void remove(CompiledPolicy.Rule rule) {
        allowing.removeIf(some -> some == rule);
    }

    /** The ports on which a class of another zone is allowed. */
    synchronized PortSet of(Snapshot snapshot, int podClass) {
        var table = known;
        if (table == null) {
            table = tabulate(snapshot);
            known = table;
        }
        return podClass < table.length ? table[podClass] : find(snapshot, podClass);
    }

    private PortSet[] tabulate(Snapshot snapshot) {
        var table = new PortSet[snapshot.table().size()];
        Arrays.fill(table, PortSet.NONE);
        // Some peers are in very many rules, and mean very many classes.
        var byPeer = new HashMap<Integer, PortSet>();
        for (var rule : allowing) {
            for (var peer : rule.peers()) {
                var classes = snapshot.peerClasses()[peer];
                if (classes.isEmpty()) {
                    continue;
                }
                if (direction == Direction.Egress && !rule.ports().named().isEmpty()) {
                    classes.forEach(
                            (int podClass) -> table[podClass] = table[podClass].union(on(snapshot, rule, podClass)));
                } else {
                    byPeer.merge(peer, rule.ports().onAnything(), PortSet::union);
                }
            }
        }
        byPeer.forEach((peer, ports) ->
                snapshot.peerClasses()[peer].forEach((int podClass) -> table[podClass] = table[podClass].union(ports)));
        return table;
    }

    private PortSet find(Snapshot snapshot, int podClass) {
        var open = PortSet.NONE;
        for (var rule : allowing) {
            if (snapshot.matches(rule, podClass)) {
                open = open.union(on(snapshot, rule, podClass));
            }
        }
        return open;
    }

    private PortSet on(Snapshot snapshot, CompiledPolicy.Rule rule, int podClass) {
        return direction == Direction.Egress
                ? rule.ports().on(snapshot.table().of(podClass).ports())
                : rule.ports().onAnything();
    }

    /** The classes of which another one may not say the same. */
    RoaringBitmap differences(FutureCeiling other, Snapshot snapshot) {
        var classes = new RoaringBitmap();
        var mine = identities(allowing);
        var others = identities(other.allowing);
        for (var rules : List.of(allowing, other.allowing)) {
            for (var rule : rules) {
                if (!(mine.contains(rule) && others.contains(rule))) {
                    for (var peer : rule.peers()) {
                        classes.or(snapshot.peerClasses()[peer]);
                    }
                }
            }
        }
        return classes;
    }

    private static Set<CompiledPolicy.Rule> identities(List<CompiledPolicy.Rule> rules) {
        var set = Collections.<CompiledPolicy.Rule>newSetFromMap(new IdentityHashMap<>(rules.size() * 2));
        set.addAll(rules);
        return set;
    }
}
