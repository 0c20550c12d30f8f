package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import vn.onshore.isolation.model.Policy.Peer;

/** Which peer sets may mean pods of a namespace: those that speak of it alone, and those that speak of no single one. */
final class PeerScopes {
    private static final int[] NONE = {};

    private final PeerSet[] peers;
    private final Map<String, int[]> ofNamespace = new HashMap<>();
    private int[] wide = NONE;
    private int known;

    PeerScopes(PeerSet[] peers) {
        this.peers = peers;
    }

    /** With more peer sets after the ones that are known. */
    synchronized PeerScopes with(PeerSet[] more) {
        var scopes = new PeerScopes(more);
        scopes.ofNamespace.putAll(ofNamespace);
        scopes.wide = wide;
        scopes.known = known;
        return scopes;
    }

    /** The numbers of those that speak of a namespace alone. */
    synchronized int[] of(String namespace) {
        learn();
        return ofNamespace.getOrDefault(namespace, NONE);
    }

    /** The numbers of those that speak of no single namespace. */
    synchronized int[] wide() {
        learn();
        return wide;
    }

    /** Nobody asks before something changes. */
    private void learn() {
        var others = IntStream.builder();
        for (; known < peers.length; known++) {
            if (peers[known].peer() instanceof Peer.Pods(var selection) && selection.namespace() != null) {
                ofNamespace.merge(selection.namespace(), new int[] {known}, PeerScopes::joined);
            } else {
                others.add(known);
            }
        }
        wide = joined(wide, others.build().toArray());
    }

    private static int[] joined(int[] some, int[] more) {
        var all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
