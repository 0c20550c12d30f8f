package vn.onshore.isolation.engine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Policy.Peer;

/**
 * Which peer sets may mean pods of a class: those that speak of its namespace alone, and of those that speak of no single one
 * the ones that ask for no label, or for one that it has.
 */
final class PeerScopes {
    /** With more peer sets after those that are known, these are looked at one by one no longer. */
    private static final int MANY = 256;

    private final PeerSet[] peers;
    private final Vocabulary labels;

    /** Nobody asks before something changes. */
    private @Nullable Known known;

    /**
     * @param ofNamespace the numbers of those that speak of a namespace alone
     * @param ofLabel the numbers of others that only mean pods with this label
     * @param others all that are neither
     * @param size how many peer sets these are of, the first ones
     */
    private record Known(
            Map<String, RoaringBitmap> ofNamespace,
            Map<Integer, RoaringBitmap> ofLabel,
            RoaringBitmap others,
            int size) {
        static Known of(PeerSet[] peers, Vocabulary labels) {
            var known = new Known(new HashMap<>(), new HashMap<>(), new RoaringBitmap(), peers.length);
            for (var i = 0; i < peers.length; i++) {
                known.add(i, peers[i], labels);
            }
            return known;
        }

        private void add(int number, PeerSet set, Vocabulary labels) {
            if (!(set.peer() instanceof Peer.Pods(var selection))) {
                others.add(number);
                return;
            }
            if (selection.namespace() != null) {
                ofNamespace
                        .computeIfAbsent(selection.namespace(), some -> new RoaringBitmap())
                        .add(number);
                return;
            }
            var asked = labels.terms(selection.pods()).stream()
                    .filter(term -> !term.negated())
                    .findFirst();
            if (asked.isEmpty()) {
                others.add(number);
            } else {
                for (var label : asked.get().labels()) {
                    ofLabel.computeIfAbsent(label, some -> new RoaringBitmap()).add(number);
                }
            }
        }

        RoaringBitmap of(String namespace, int[] labels) {
            var found = RoaringBitmap.or(others, ofNamespace.getOrDefault(namespace, new RoaringBitmap()));
            for (var label : labels) {
                found.or(ofLabel.getOrDefault(label, new RoaringBitmap()));
            }
            return found;
        }
    }

    PeerScopes(PeerSet[] peers, Vocabulary labels) {
        this.peers = peers;
        this.labels = labels;
    }

    /** With more peer sets after the ones that are there. */
    synchronized PeerScopes with(PeerSet[] more) {
        var scopes = new PeerScopes(more, labels);
        scopes.known = known;
        return scopes;
    }

    /** The numbers of those that may mean pods of a namespace with some labels. */
    RoaringBitmap of(String namespace, int[] labelNumbers) {
        var first = known();
        var found = first.of(namespace, labelNumbers);
        found.add((long) first.size(), peers.length);
        return found;
    }

    private synchronized Known known() {
        var now = known;
        if (now == null || peers.length - now.size() > MANY) {
            now = Known.of(peers, labels);
            known = now;
        }
        return now;
    }
}
