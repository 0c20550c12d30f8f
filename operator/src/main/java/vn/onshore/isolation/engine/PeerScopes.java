package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Policy.Peer;

/** Which peer sets may mean pods of a namespace: those that speak of it alone, and those that speak of no single one. */
final class PeerScopes {
    private static final int[] NONE = {};

    /** With more peer sets after those that are known, these are looked at one by one no longer. */
    private static final int MANY = 256;

    private final PeerSet[] peers;

    /** Nobody asks before something changes. */
    private @Nullable Known known;

    /**
     * @param ofNamespace the numbers of those that speak of a namespace alone
     * @param wide the numbers of those that speak of no single one
     * @param size how many peer sets these are of, the first ones
     */
    private record Known(Map<String, int[]> ofNamespace, int[] wide, int size) {
        static Known of(PeerSet[] peers) {
            var ofNamespace = new HashMap<String, int[]>();
            for (var i = 0; i < peers.length; i++) {
                var namespace = namespace(peers[i]);
                if (namespace != null) {
                    ofNamespace.merge(namespace, new int[] {i}, PeerScopes::joined);
                }
            }
            var wide = IntStream.range(0, peers.length).filter(i -> namespace(peers[i]) == null);
            return new Known(ofNamespace, wide.toArray(), peers.length);
        }
    }

    PeerScopes(PeerSet[] peers) {
        this.peers = peers;
    }

    /** With more peer sets after the ones that are there. */
    synchronized PeerScopes with(PeerSet[] more) {
        var scopes = new PeerScopes(more);
        scopes.known = known;
        return scopes;
    }

    /** The namespace that a peer set speaks of alone. */
    private static @Nullable String namespace(PeerSet set) {
        return set.peer() instanceof Peer.Pods(var selection) ? selection.namespace() : null;
    }

    /** The numbers of those that may mean pods of a namespace. */
    int[] of(String namespace) {
        var first = known();
        var others = IntStream.range(first.size(), peers.length).filter(i -> {
            var only = namespace(peers[i]);
            return only == null || only.equals(namespace);
        });
        return joined(joined(first.ofNamespace().getOrDefault(namespace, NONE), first.wide()), others.toArray());
    }

    private synchronized Known known() {
        var now = known;
        if (now == null || peers.length - now.size() > MANY) {
            now = Known.of(peers);
            known = now;
        }
        return now;
    }

    private static int[] joined(int[] some, int[] more) {
        var all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
