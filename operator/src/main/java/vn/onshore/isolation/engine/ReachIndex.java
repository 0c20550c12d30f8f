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

    /** Peer sets, sorted. */
    private final int[] forEverybody;

    /** Found when something changes for the first time. */
    private @Nullable PeerUsers users;

    /**
     * One direction.
     *
     * @param fans by number of the peer set
     * @param forAll what all have, {@code Peer.Everyone}
     * @param forPods what all have that labels can select, those for all among them
     * @param unisolated the classes that no NetworkPolicy isolates
     */
    record Side(Fan[][] fans, List<Fan> forAll, List<Fan> forPods, BitRow unisolated, TierView tiers) {
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
        forEverybody = forEverybody(snapshot, 0).toArray();
        ingress = side(Direction.Ingress);
        egress = side(Direction.Egress);
        peersOf = peersOf();
    }

    /** The index of a snapshot in which classes appeared or are under other policies. */
    private ReachIndex(ReachIndex before, SnapshotUpdate update) {
        snapshot = update.next();
        ports = before.ports;
        scratch = new BitRow(size());
        bits = Arrays.copyOf(before.bits, snapshot.peers().length);
        var known = before.snapshot.peerClasses();
        for (var i = 0; i < known.length; i++) {
            if (known[i] != snapshot.peerClasses()[i]) {
                bits[i] = null;
            }
        }
        everyone = before.everyone.copy();
        for (var number : update.classes()) {
            everyone.put(number, snapshot.table().live().contains(number));
        }
        forEverybody = IntStream.concat(Arrays.stream(before.forEverybody), forEverybody(snapshot, known.length))
                .toArray();
        var usersNow = before.users().after(update);
        users = usersNow;
        ingress = side(Direction.Ingress, before.ingress, update, usersNow);
        egress = side(Direction.Egress, before.egress, update, usersNow);
        peersOf = peersOf(before, update.peers());
    }

    ReachIndex after(SnapshotUpdate update) {
        return new ReachIndex(this, update);
    }

    private static BitRow everyone(Snapshot snapshot) {
        var all = new BitRow(snapshot.table().capacity());
        snapshot.table().live().forEach((int number) -> all.set(number));
        return all;
    }

    private synchronized PeerUsers users() {
        var known = users;
        if (known == null) {
            known = PeerUsers.of(snapshot);
            users = known;
        }
        return known;
    }

    private Side side(Direction direction, Side before, SnapshotUpdate update, PeerUsers users) {
        var fans = Arrays.copyOf(before.fans(), snapshot.peers().length);
        Arrays.fill(fans, before.fans().length, fans.length, NO_FANS);
        if (update.gone() == null) {
            grow(direction, fans, update);
        } else {
            for (var peer : update.peers()) {
                var growing = new ArrayList<Fan>();
                users.of(peer)
                        .forEach(policy -> addFans(direction, policy, (other, fan) -> {
                            if (other == peer) {
                                growing.add(fan);
                            }
                        }));
                fans[peer] = merged(growing).toArray(Fan[]::new);
            }
        }
        var unisolated = before.unisolated().copy();
        for (var number : update.classes()) {
            unisolated.put(
                    number,
                    everyone.get(number) && !snapshot.group(direction, number).isolated());
        }
        return side(fans, unisolated, before.tiers().after(snapshot, update.classes(), everyone, unisolated));
    }

    /** Adds what came, where nothing went. */
    private void grow(Direction direction, Fan[][] fans, SnapshotUpdate update) {
        FanSink sink = (peer, fan) -> fans[peer] = grown(fans[peer], fan);
        var came = update.came();
        if (came != null) {
            addFans(direction, came, sink);
        } else if (!update.peers().isEmpty()) {
            var another = RoaringBitmap.bitmapOf(update.podClass());
            for (var policy : snapshot.group(direction, update.podClass()).policies()) {
                addFans(direction, policy, another, SparseBits.of(another), sink);
            }
        }
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

    private int[][] peersOf(ReachIndex before, RoaringBitmap changed) {
        var all = Arrays.copyOf(before.peersOf, snapshot.table().size());
        for (var number = before.peersOf.length; number < all.length; number++) {
            var podClass = number;
            all[number] = IntStream.range(0, snapshot.peers().length)
                    .filter(peer -> !isKnown(before, peer) && snapshot.peerClasses()[peer].contains(podClass))
                    .filter(peer -> hasFans(peer) && !isForAll(peer))
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

    /** Whether a peer set means no class that was not there before. */
    private boolean isKnown(ReachIndex before, int peer) {
        var known = before.snapshot.peerClasses();
        return peer < known.length && known[peer] == snapshot.peerClasses()[peer];
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
        return Arrays.binarySearch(forEverybody, peer) >= 0;
    }

    /** The peer sets from one number on that mean everybody, or every pod that labels can select. */
    private static IntStream forEverybody(Snapshot snapshot, int from) {
        return IntStream.range(from, snapshot.peers().length).filter(peer -> switch (snapshot.peers()[peer].peer()) {
            case Peer.Everyone everyone -> true;
            case Peer.Pods(var selection) -> FuturePod.isEveryPod(selection);
            default -> false;
        });
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
        FanSink sink = (peer, fan) -> {
            if (growing.get(peer).isEmpty()) {
                growing.set(peer, new ArrayList<>(2));
            }
            growing.get(peer).add(fan);
        };
        snapshot.policies().forEach(policy -> addFans(direction, policy, sink));
        var fans = new Fan[growing.size()][];
        Arrays.setAll(
                fans,
                i -> growing.get(i).isEmpty() ? NO_FANS : merged(growing.get(i)).toArray(Fan[]::new));
        var unisolated = new BitRow(size());
        for (var number : snapshot.table().live()) {
            unisolated.put(number, !snapshot.group(direction, number).isolated());
        }
        return side(fans, unisolated, new TierView(snapshot, direction, everyone, unisolated));
    }

    private Side side(Fan[][] fans, BitRow unisolated, TierView tiers) {
        var forAll = new ArrayList<Fan>();
        var forPods = new ArrayList<Fan>();
        for (var peer : forEverybody) {
            (snapshot.peers()[peer].peer() instanceof Peer.Everyone ? forAll : forPods).addAll(List.of(fans[peer]));
        }
        forPods.addAll(forAll);
        return new Side(fans, forAll, forPods, unisolated, tiers);
    }

    private interface FanSink {
        void add(int peer, Fan fan);
    }

    private void addFans(Direction direction, CompiledPolicy policy, FanSink sink) {
        addFans(direction, policy, snapshot.peerClasses()[policy.subject()], bits(policy.subject()), sink);
    }

    /** @param subjects all that the policy selects, or some */
    private void addFans(
            Direction direction, CompiledPolicy policy, RoaringBitmap subjects, SparseBits bits, FanSink sink) {
        if (policy.policy().tier() != Tier.NetworkPolicy || !policy.policy().isolates(direction)) {
            return;
        }
        for (var rule : policy.rules(direction)) {
            for (var peer : rule.peers()) {
                if (rule.ports().named().isEmpty()) {
                    sink.add(peer, new Fan(rule.ports(), ports.of(rule.ports().numbers()), bits));
                } else if (direction == Direction.Egress) {
                    sink.add(peer, new Fan(rule.ports(), Fan.BY_NAME, bits));
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
