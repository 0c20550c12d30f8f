package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;

/**
 * A snapshot turned over: for each class, what it has from the rules that mean it as a peer. With it all that one class may
 * reach, or all that may reach it, is found without asking every other class.
 */
final class ReachIndex {
    private final Snapshot snapshot;
    private final PortIds ports;
    private final @Nullable SparseBits[] bits;
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
    record Side(FanTable fans, List<Fan> forAll, List<Fan> forPods, BitRow unisolated, TierView tiers) {
        List<Fan> common(PodClass peer) {
            return peer.hostNetwork() ? forAll : forPods;
        }
    }

    ReachIndex(Snapshot snapshot) {
        this.snapshot = snapshot;
        ports = new PortIds();
        bits = new SparseBits[snapshot.peers().length];
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
        var fans = fans().after(direction, before.fans(), update, users);
        var unisolated = before.unisolated().copy();
        for (var number : update.classes()) {
            unisolated.put(
                    number,
                    everyone.get(number) && !snapshot.group(direction, number).isolated());
        }
        return side(fans, unisolated, before.tiers().after(snapshot, update.classes(), everyone, unisolated));
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
        return ingress.fans().of(peer).length + egress.fans().of(peer).length > 0;
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

    private FanBuilder fans() {
        return new FanBuilder(snapshot, ports, this::bits, size());
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
        var unisolated = new BitRow(size());
        for (var number : snapshot.table().live()) {
            unisolated.put(number, !snapshot.group(direction, number).isolated());
        }
        return side(fans().all(direction), unisolated, new TierView(snapshot, direction, everyone, unisolated));
    }

    private Side side(FanTable fans, BitRow unisolated, TierView tiers) {
        var forAll = new ArrayList<Fan>();
        var forPods = new ArrayList<Fan>();
        for (var peer : forEverybody) {
            (snapshot.peers()[peer].peer() instanceof Peer.Everyone ? forAll : forPods).addAll(List.of(fans.of(peer)));
        }
        forPods.addAll(forAll);
        return new Side(fans, forAll, forPods, unisolated, tiers);
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
