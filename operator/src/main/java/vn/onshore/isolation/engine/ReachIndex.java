package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.Tier;

/**
 * A snapshot turned over: for each class, what it has from the rules that mean it as a peer. With it all that one class may
 * reach, or all that may reach it, is found without asking every other class.
 */
final class ReachIndex {
    private static final Fan[] NO_FANS = {};

    private final Snapshot snapshot;
    private final PortIds ports;
    private final @Nullable SparseBits[] bits;
    private final BitRow scratch;
    private final Side ingress;
    private final Side egress;
    private final int[][] peersOf;
    private final BitRow everyone;

    /**
     * One direction.
     *
     * @param fans by number of the peer set
     * @param forAll what all have, {@code Peer.Everyone}
     * @param forPods what all have that labels can select, those for all among them
     */
    record Side(Fan[][] fans, List<Fan> forAll, List<Fan> forPods, TierView tiers) {
        List<Fan> common(PodClass peer) {
            return peer.hostNetwork() ? forAll : forPods;
        }
    }

    ReachIndex(Snapshot snapshot) {
        this.snapshot = snapshot;
        ports = new PortIds();
        bits = new SparseBits[snapshot.peers().length];
        scratch = new BitRow(size());
        everyone = everyone(snapshot);
        ingress = side(Direction.Ingress);
        egress = side(Direction.Egress);
        peersOf = peersOf();
    }

    /** The index of a snapshot in which classes appeared or are under other policies. */
    private ReachIndex(ReachIndex before, Snapshot snapshot, RoaringBitmap changed) {
        this.snapshot = snapshot;
        ports = before.ports;
        scratch = new BitRow(size());
        bits = Arrays.copyOf(before.bits, snapshot.peers().length);
        var known = before.snapshot.peerClasses();
        for (var i = 0; i < known.length; i++) {
            if (known[i] != snapshot.peerClasses()[i]) {
                bits[i] = null;
            }
        }
        everyone = everyone(snapshot);
        ingress = side(Direction.Ingress, before.ingress, changed);
        egress = side(Direction.Egress, before.egress, changed);
        peersOf = peersOf(before, changed);
    }

    private static BitRow everyone(Snapshot snapshot) {
        var all = new BitRow(snapshot.table().capacity());
        snapshot.table().live().forEach((int number) -> all.set(number));
        return all;
    }

    /** @param changed the peer sets with which rules came or went, or whose rules' subjects are others */
    ReachIndex after(Snapshot next, RoaringBitmap changed) {
        return new ReachIndex(this, next, changed);
    }

    private Side side(Direction direction, Side before, RoaringBitmap changed) {
        var growing = new ArrayList<List<Fan>>(Collections.nCopies(snapshot.peers().length, List.of()));
        if (!changed.isEmpty()) {
            addFans(growing, direction, changed);
        }
        var fans = Arrays.copyOf(before.fans(), snapshot.peers().length);
        for (var i = before.fans().length; i < fans.length; i++) {
            fans[i] = NO_FANS;
        }
        for (var peer : changed) {
            fans[peer] = merged(growing.get(peer)).toArray(Fan[]::new);
        }
        return side(direction, fans);
    }

    private void addFans(List<List<Fan>> growing, Direction direction, RoaringBitmap among) {
        for (var policy : snapshot.policies().values()) {
            if (policy.policy().tier() == Tier.NetworkPolicy && policy.policy().isolates(direction)) {
                for (var rule : policy.rules(direction)) {
                    addFans(growing, direction, policy, rule, among);
                }
            }
        }
    }

    private int[][] peersOf(ReachIndex before, RoaringBitmap changed) {
        var all = Arrays.copyOf(before.peersOf, snapshot.table().size());
        for (var number = before.peersOf.length; number < all.length; number++) {
            var podClass = number;
            all[number] = IntStream.range(0, snapshot.peers().length)
                    .filter(peer -> hasFans(peer) && !isForAll(peer) && snapshot.peerClasses()[peer].contains(podClass))
                    .toArray();
        }
        for (var peer : changed) {
            var had = peer < before.snapshot.peers().length && before.hasFans(peer);
            if (!had && hasFans(peer) && !isForAll(peer)) {
                int number = peer;
                snapshot.peerClasses()[peer].forEach((int podClass) -> {
                    if (podClass < before.peersOf.length) {
                        all[podClass] = with(all[podClass], number);
                    }
                });
            }
        }
        return all;
    }

    private static int[] with(int[] peers, int another) {
        if (Arrays.stream(peers).anyMatch(peer -> peer == another)) {
            return peers;
        }
        var more = Arrays.copyOf(peers, peers.length + 1);
        more[peers.length] = another;
        return more;
    }

    private boolean hasFans(int peer) {
        return ingress.fans()[peer].length + egress.fans()[peer].length > 0;
    }

    private boolean isForAll(int peer) {
        return snapshot.peers()[peer].peer() instanceof Peer.Everyone || isEveryPod(peer);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** The number of bits of a row. */
    int size() {
        return snapshot.table().capacity();
    }

    PortIds ports() {
        return ports;
    }

    Side side(boolean inward) {
        return inward ? ingress : egress;
    }

    /** All classes that have pods. */
    BitRow everyone() {
        return everyone;
    }

    /** The peer sets with fans that mean a class; those that mean everybody are not among them. */
    int[] peersOf(int podClass) {
        return peersOf[podClass];
    }

    SparseBits bits(int peer) {
        var known = bits[peer];
        if (known == null) {
            known = SparseBits.of(snapshot.peerClasses()[peer]);
            bits[peer] = known;
        }
        return known;
    }

    private Side side(Direction direction) {
        var growing = new ArrayList<List<Fan>>(Collections.nCopies(snapshot.peers().length, List.of()));
        var all = new RoaringBitmap();
        all.add(0L, snapshot.peers().length);
        addFans(growing, direction, all);
        var fans = new Fan[growing.size()][];
        for (var i = 0; i < fans.length; i++) {
            fans[i] =
                    growing.get(i).isEmpty() ? NO_FANS : merged(growing.get(i)).toArray(Fan[]::new);
        }
        return side(direction, fans);
    }

    private Side side(Direction direction, Fan[][] fans) {
        var forAll = new ArrayList<Fan>();
        var forPods = new ArrayList<Fan>();
        for (var i = 0; i < fans.length; i++) {
            if (fans[i].length > 0 && snapshot.peers()[i].peer() instanceof Peer.Everyone) {
                forAll.addAll(List.of(fans[i]));
            } else if (fans[i].length > 0 && isEveryPod(i)) {
                forPods.addAll(List.of(fans[i]));
            }
        }
        forPods.addAll(forAll);
        var unisolated = new BitRow(size());
        snapshot.table().live().forEach((int number) -> {
            if (!snapshot.group(direction, number).isolated()) {
                unisolated.set(number);
            }
        });
        return new Side(fans, forAll, forPods, new TierView(snapshot, direction, everyone, unisolated));
    }

    private void addFans(
            List<List<Fan>> growing,
            Direction direction,
            CompiledPolicy policy,
            CompiledPolicy.Rule rule,
            RoaringBitmap among) {
        for (var peer : rule.peers()) {
            if (!among.contains(peer)) {
                continue;
            }
            var fans = growing.get(peer);
            if (fans.isEmpty()) {
                fans = new ArrayList<>(2);
                growing.set(peer, fans);
            }
            if (rule.ports().named().isEmpty()) {
                fans.add(new Fan(rule.ports(), ports.of(rule.ports().numbers()), bits(policy.subject())));
            } else if (direction == Direction.Egress) {
                fans.add(new Fan(rule.ports(), Fan.BY_NAME, bits(policy.subject())));
            } else {
                fans.addAll(byDeclared(rule.ports(), policy.subject()));
            }
        }
    }

    /** The subjects are the destinations here, and each may give its ports other names. */
    private List<Fan> byDeclared(PortSpec spec, int subject) {
        var byDeclared = new HashMap<List<NamedPort>, RoaringBitmap>();
        snapshot.peerClasses()[subject].forEach((int number) -> byDeclared
                .computeIfAbsent(snapshot.table().of(number).ports(), some -> new RoaringBitmap())
                .add(number));
        return byDeclared.entrySet().stream()
                .map(entry -> new Fan(spec, ports.of(spec.on(entry.getKey())), SparseBits.of(entry.getValue())))
                .toList();
    }

    private boolean isEveryPod(int peer) {
        return snapshot.peers()[peer].peer() instanceof Peer.Pods(var selection) && FuturePod.isEveryPod(selection);
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

    private int[][] peersOf() {
        var relevant = new RoaringBitmap();
        for (var i = 0; i < snapshot.peers().length; i++) {
            if (hasFans(i) && !isForAll(i)) {
                relevant.add(i);
            }
        }
        var counts = new int[snapshot.table().size()];
        for (var peer : relevant) {
            snapshot.peerClasses()[peer].forEach((int number) -> counts[number]++);
        }
        var all = new int[snapshot.table().size()][];
        Arrays.setAll(all, i -> new int[counts[i]]);
        IntUnaryOperator next = number -> --counts[number];
        for (var peer : relevant) {
            int number = peer;
            snapshot.peerClasses()[peer].forEach((int podClass) -> all[podClass][next.applyAsInt(podClass)] = number);
        }
        return all;
    }
}
