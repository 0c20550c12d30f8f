package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;

/**
 * What one change makes of a snapshot.
 *
 * @param podClass the class that has {@code more} pods than before; -1 if none has
 * @param classes those that appeared, disappeared, or are under other policies now
 * @param peers the peer sets with which rules came or went, or whose rules' subjects are others
 * @param gone a policy that is there no more, or as it was; null if none is
 * @param came a policy that is new, or as it is now; null if none is
 */
record SnapshotUpdate(
        Snapshot next,
        int podClass,
        int more,
        RoaringBitmap classes,
        RoaringBitmap peers,
        @Nullable CompiledPolicy gone,
        @Nullable CompiledPolicy came) {
    private static final RoaringBitmap NONE = new RoaringBitmap();

    /** Empty if the change may shift the borders between classes: then all has to be compiled anew. */
    static Optional<SnapshotUpdate> of(Snapshot snapshot, Change change) {
        return switch (change) {
            case Change.PutPod(var pod) -> put(snapshot, pod);
            case Change.RemovePod(var namespace, var name) -> Optional.of(remove(snapshot, namespace, name));
            case Change.PutPolicy(var policy) -> replace(snapshot, policy.id(), policy);
            case Change.RemovePolicy(var id) -> replace(snapshot, id, null);
            default -> Optional.empty();
        };
    }

    /** Whether the same classes, under the same policies, only have other pods. */
    boolean countsOnly() {
        // A policy of a namespace without pods bears on those that may come.
        return classes.isEmpty() && peers.isEmpty() && gone == null && came == null;
    }

    private static Optional<SnapshotUpdate> put(Snapshot snapshot, Pod pod) {
        var table = snapshot.table();
        var namespace = table.numbers().get(pod.namespace());
        if (namespace == null) {
            return Optional.empty();
        }
        var wanted = snapshot.traits().classOf(namespace, pod);
        var podClass = find(table, namespace, wanted);
        if (podClass < 0 && table.size() == table.capacity()) {
            return Optional.empty();
        }
        if (podClass >= 0) {
            return Optional.of(put(snapshot, snapshot, namespace, pod, podClass, NONE));
        }
        var policies = new ArrayList<CompiledPolicy>();
        var grown = withClass(snapshot, wanted, policies);
        var peers = new RoaringBitmap();
        policies.forEach(policy -> addPeers(peers, policy));
        return Optional.of(put(snapshot, grown, namespace, pod, table.size(), peers));
    }

    private static SnapshotUpdate put(
            Snapshot before, Snapshot grown, int namespace, Pod pod, int podClass, RoaringBitmap peers) {
        var members = before.table().members()[namespace];
        var more = members.find(pod.name()) < 0 ? 1 : 0;
        var table = grown.table().with(namespace, members.with(pod, podClass), podClass, more);
        return new SnapshotUpdate(grown.with(table), podClass, more, turned(grown, podClass, more), peers, null, null);
    }

    /** The class itself if it gets its first pod, or loses its last one. */
    private static RoaringBitmap turned(Snapshot before, int podClass, int more) {
        var count = before.table().counts().get(podClass);
        return count > 0 == count + more > 0 ? NONE : RoaringBitmap.bitmapOf(podClass);
    }

    /** Whether a pod of the same name has to be removed before this one is put. */
    static boolean moves(Snapshot snapshot, Pod pod) {
        var table = snapshot.table();
        var namespace = table.numbers().get(pod.namespace());
        if (namespace == null) {
            return false;
        }
        var at = table.members()[namespace].find(pod.name());
        return at >= 0
                && !table.of(table.members()[namespace].classOf(at))
                        .equals(snapshot.traits().classOf(namespace, pod));
    }

    private static SnapshotUpdate remove(Snapshot snapshot, String of, String name) {
        var table = snapshot.table();
        var namespace = table.numbers().get(of);
        var at = namespace == null ? -1 : table.members()[namespace].find(name);
        if (namespace == null || at < 0) {
            return new SnapshotUpdate(snapshot, -1, 0, NONE, NONE, null, null);
        }
        var members = table.members()[namespace];
        var podClass = members.classOf(at);
        return new SnapshotUpdate(
                snapshot.with(table.with(namespace, members.without(at), podClass, -1)),
                podClass,
                -1,
                turned(snapshot, podClass, -1),
                NONE,
                null,
                null);
    }

    private static int find(ClassTable table, int namespace, PodClass wanted) {
        for (var number : table.ofNamespace()[namespace]) {
            if (wanted.equals(table.of(number))) {
                return number;
            }
        }
        return -1;
    }

    private static Snapshot withClass(Snapshot snapshot, PodClass another, List<CompiledPolicy> policies) {
        var number = snapshot.table().size();
        var table = snapshot.table().with(another);
        var matching = new PeerMatching(snapshot, another);
        var classes = snapshot.peerClasses().clone();
        var meaning = new BitSet(classes.length);
        snapshot.scopes().of(matching.namespace().name(), another.labels()).forEach((int peer) -> {
            if (matching.means(snapshot.peers()[peer])) {
                meaning.set(peer);
                classes[peer] = classes[peer].clone();
                classes[peer].add(number);
            }
        });
        for (var some : List.of(
                snapshot.policies().local(another.namespace()),
                snapshot.policies().tiered())) {
            for (var policy : some) {
                if (meaning.get(policy.subject())) {
                    policies.add(policy);
                }
            }
        }
        var skips = snapshot.datapath().selectionSkipsBaseline();
        var ingress = Arrays.copyOf(snapshot.ingress(), number + 1);
        ingress[number] = new PolicyGroup(Direction.Ingress, List.copyOf(policies), skips);
        var egress = Arrays.copyOf(snapshot.egress(), number + 1);
        egress[number] = new PolicyGroup(Direction.Egress, List.copyOf(policies), skips);
        return snapshot.with(table)
                .with(snapshot.peers(), classes, snapshot.traits())
                .with(snapshot.policies(), ingress, egress);
    }

    private static void addPeers(RoaringBitmap peers, CompiledPolicy policy) {
        for (var direction : Direction.values()) {
            for (var rule : policy.rules(direction)) {
                for (var peer : rule.peers()) {
                    peers.add(peer);
                }
            }
        }
    }

    private static Optional<SnapshotUpdate> replace(Snapshot snapshot, Policy.Id id, @Nullable Policy by) {
        var old = snapshot.policies().get(id);
        var compiler = new PolicyCompiler(snapshot);
        var compiled = by == null ? null : compiler.compile(by);
        var grown = compiler.sawUnknown() ? Optional.<Snapshot>empty() : withPeers(snapshot, compiler);
        if (grown.isEmpty()) {
            return Optional.empty();
        }
        var classes = new RoaringBitmap();
        var peers = new RoaringBitmap();
        if (old != null) {
            classes.or(grown.get().peerClasses()[old.subject()]);
            addPeers(peers, old);
        }
        if (compiled != null) {
            classes.or(grown.get().peerClasses()[compiled.subject()]);
            addPeers(peers, compiled);
        }
        var next = grown.get()
                .with(
                        snapshot.policies().with(old, compiled),
                        groups(grown.get(), Direction.Ingress, classes, old, compiled),
                        groups(grown.get(), Direction.Egress, classes, old, compiled));
        return Optional.of(new SnapshotUpdate(next, -1, 0, classes, peers, old, compiled));
    }

    private static PolicyGroup[] groups(
            Snapshot snapshot,
            Direction direction,
            RoaringBitmap classes,
            @Nullable CompiledPolicy old,
            @Nullable CompiledPolicy by) {
        var groups = (direction == Direction.Ingress ? snapshot.ingress() : snapshot.egress()).clone();
        Map<PolicyGroup, PolicyGroup> with = new IdentityHashMap<>();
        Map<PolicyGroup, PolicyGroup> without = new IdentityHashMap<>();
        for (var number : classes) {
            var selects = by != null && snapshot.peerClasses()[by.subject()].contains(number);
            groups[number] = (selects ? with : without).computeIfAbsent(groups[number], group -> {
                var policies = new ArrayList<>(group.policies());
                policies.removeIf(policy -> policy == old);
                if (selects && by != null) {
                    policies.add(by);
                }
                return new PolicyGroup(
                        direction, List.copyOf(policies), snapshot.datapath().selectionSkipsBaseline());
            });
        }
        return groups;
    }

    /** Empty if a new peer tells apart by address what was one class. */
    private static Optional<Snapshot> withPeers(Snapshot snapshot, PolicyCompiler compiler) {
        var known = snapshot.peers().length;
        var added = compiler.peers().subList(known, compiler.peers().size());
        if (added.isEmpty()) {
            return Optional.of(snapshot);
        }
        for (var set : added) {
            if (set.peer() instanceof Peer.Nodes
                    || set.peer() instanceof Peer.Addresses && !AddressBorders.respects(snapshot, set.outside())) {
                return Optional.empty();
            }
        }
        var traits = snapshot.traits().with(added.stream().map(PeerSet::outside).toList());
        var classes = Arrays.copyOf(snapshot.peerClasses(), compiler.peers().size());
        for (var i = known; i < classes.length; i++) {
            classes[i] = PeerMatching.classes(snapshot, compiler.peers().get(i));
        }
        return Optional.of(snapshot.with(compiler.peers().toArray(PeerSet[]::new), classes, traits));
    }
}
