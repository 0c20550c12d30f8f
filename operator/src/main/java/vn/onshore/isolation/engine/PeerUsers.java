package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Policy.Direction;

/** Which policies speak of each peer set in their rules, so that few policies are looked at when little changes. */
final class PeerUsers {
    private final PolicyTable policies;
    private final @Nullable List<CompiledPolicy>[] byPeer;

    private PeerUsers(PolicyTable policies, @Nullable List<CompiledPolicy>[] byPeer) {
        this.policies = policies;
        this.byPeer = byPeer;
    }

    @SuppressWarnings("unchecked")
    static PeerUsers of(Snapshot snapshot) {
        var users = new PeerUsers(snapshot.policies(), new List[snapshot.peers().length]);
        snapshot.policies().forEach(users::add);
        return users;
    }

    /** Those of the snapshot after a change. */
    PeerUsers after(SnapshotUpdate update) {
        var now = update.next().policies();
        if (now == policies) {
            return this;
        }
        var came = update.came();
        var users = new PeerUsers(now, Arrays.copyOf(byPeer, update.next().peers().length));
        for (var peer : update.peers()) {
            var current = new ArrayList<>(users.of(peer));
            current.removeIf(policy -> policy == update.gone());
            users.byPeer[peer] = current;
        }
        if (came != null) {
            users.add(came);
        }
        return users;
    }

    /** To lists that nobody else has. */
    private void add(CompiledPolicy policy) {
        for (var peer : peers(policy)) {
            var known = byPeer[peer];
            if (known == null) {
                known = new ArrayList<>(1);
                byPeer[peer] = known;
            }
            known.add(policy);
        }
    }

    private static Set<Integer> peers(CompiledPolicy policy) {
        var peers = new LinkedHashSet<Integer>();
        for (var direction : Direction.values()) {
            for (var rule : policy.rules(direction)) {
                for (var peer : rule.peers()) {
                    peers.add(peer);
                }
            }
        }
        return peers;
    }

    List<CompiledPolicy> of(int peer) {
        var known = byPeer[peer];
        return known == null ? List.of() : known;
    }
}
