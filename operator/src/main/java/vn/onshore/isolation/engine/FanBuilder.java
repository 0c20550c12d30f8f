package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Tier;

/** Makes the fans of a snapshot: all of them, or those that an update leaves. */
final class FanBuilder {
    private static final Fan[] NONE = {};

    private final Snapshot snapshot;
    private final PortIds ports;
    private final IntFunction<SparseBits> bits;
    private final BitRow scratch;

    /**
     * @param bits the classes that a peer set means, by its number
     * @param size of a row of classes
     */
    FanBuilder(Snapshot snapshot, PortIds ports, IntFunction<SparseBits> bits, int size) {
        this.snapshot = snapshot;
        this.ports = ports;
        this.bits = bits;
        scratch = new BitRow(size);
    }

    FanTable all(Direction direction) {
        var growing = new ArrayList<List<Fan>>(Collections.nCopies(snapshot.peers().length, List.of()));
        Sink sink = (peer, fan) -> {
            if (growing.get(peer).isEmpty()) {
                growing.set(peer, new ArrayList<>(2));
            }
            growing.get(peer).add(fan);
        };
        snapshot.policies().forEach(policy -> add(direction, policy, sink));
        var fans = new Fan[growing.size()][];
        Arrays.setAll(
                fans,
                i -> growing.get(i).isEmpty() ? NONE : merged(growing.get(i)).toArray(Fan[]::new));
        return FanTable.of(fans);
    }

    /** @param before those of the snapshot before the update */
    FanTable after(Direction direction, FanTable before, SnapshotUpdate update, PeerUsers users) {
        return before.with(update.gone() == null ? grown(direction, before, update) : found(direction, update, users));
    }

    /** The fans of peers whose rules came or went, found anew. */
    private Map<Integer, Fan[]> found(Direction direction, SnapshotUpdate update, PeerUsers users) {
        var found = new HashMap<Integer, Fan[]>();
        for (var peer : update.peers()) {
            var growing = new ArrayList<Fan>();
            users.of(peer)
                    .forEach(policy -> add(direction, policy, (other, fan) -> {
                        if (other == peer) {
                            growing.add(fan);
                        }
                    }));
            found.put(peer, merged(growing).toArray(Fan[]::new));
        }
        return found;
    }

    /** The fans of peers with what came, where nothing went. */
    private Map<Integer, Fan[]> grown(Direction direction, FanTable before, SnapshotUpdate update) {
        var grown = new HashMap<Integer, Fan[]>();
        Sink sink = (peer, fan) -> grown.put(peer, grown(grown.getOrDefault(peer, before.of(peer)), fan));
        var came = update.came();
        if (came != null) {
            add(direction, came, sink);
        } else if (!update.peers().isEmpty()) {
            var another = RoaringBitmap.bitmapOf(update.podClass());
            for (var policy : snapshot.group(direction, update.podClass()).policies()) {
                add(direction, policy, another, SparseBits.of(another), sink);
            }
        }
        return grown;
    }

    private Fan[] grown(Fan[] fans, Fan more) {
        var all = fans.clone();
        for (var i = 0; i < all.length; i++) {
            if (all[i].ports() == more.ports()
                    && (more.ports() != Fan.BY_NAME || all[i].spec().equals(more.spec()))) {
                scratch.clear();
                scratch.or(all[i].subjects());
                scratch.or(more.subjects());
                all[i] = new Fan(all[i].spec(), all[i].ports(), SparseBits.of(scratch));
                return all;
            }
        }
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = more;
        return all;
    }

    private interface Sink {
        void add(int peer, Fan fan);
    }

    private void add(Direction direction, CompiledPolicy policy, Sink sink) {
        add(direction, policy, snapshot.peerClasses()[policy.subject()], bits.apply(policy.subject()), sink);
    }

    /** @param subjects all that the policy selects, or some */
    private void add(
            Direction direction, CompiledPolicy policy, RoaringBitmap subjects, SparseBits selected, Sink sink) {
        if (policy.policy().tier() != Tier.NetworkPolicy || !policy.policy().isolates(direction)) {
            return;
        }
        for (var rule : policy.rules(direction)) {
            for (var peer : rule.peers()) {
                if (rule.ports().named().isEmpty()) {
                    sink.add(peer, new Fan(rule.ports(), ports.of(rule.ports().numbers()), selected));
                } else if (direction == Direction.Egress) {
                    sink.add(peer, new Fan(rule.ports(), Fan.BY_NAME, selected));
                } else {
                    byDeclared(rule.ports(), subjects).forEach(fan -> sink.add(peer, fan));
                }
            }
        }
    }

    /** The subjects are the destinations here, and each may give its ports other names. */
    private List<Fan> byDeclared(PortSpec spec, RoaringBitmap subjects) {
        var byDeclared = new HashMap<List<NamedPort>, RoaringBitmap>();
        subjects.forEach((int number) -> byDeclared
                .computeIfAbsent(snapshot.table().of(number).ports(), some -> new RoaringBitmap())
                .add(number));
        return byDeclared.entrySet().stream()
                .map(entry -> new Fan(spec, ports.of(spec.on(entry.getKey())), SparseBits.of(entry.getValue())))
                .toList();
    }

    /** One fan for each set of ports. */
    private List<Fan> merged(List<Fan> fans) {
        if (fans.size() < 2) {
            return fans;
        }
        var merged = new ArrayList<Fan>();
        var left = new ArrayList<>(fans);
        left.sort(Comparator.comparingInt(Fan::ports));
        for (int i = 0, next; i < left.size(); i = next) {
            var fan = left.get(i);
            next = i + 1;
            while (next < left.size()
                    && fan.ports() != Fan.BY_NAME
                    && left.get(next).ports() == fan.ports()) {
                next++;
            }
            if (next > i + 1) {
                scratch.clear();
                left.subList(i, next).forEach(some -> scratch.or(some.subjects()));
                fan = new Fan(fan.spec(), fan.ports(), SparseBits.of(scratch));
            }
            merged.add(fan);
        }
        return merged;
    }
}
