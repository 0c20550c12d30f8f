package vn.onshore.isolation.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of peer sets by what was written. Snapshots that were made of one another share them, so that nothing is
 * copied when a set is added: a number counts for a snapshot if that set is there under it.
 */
final class PeerNumbers {
    private final Map<PeerSet.Key, Integer> numbers = new HashMap<>();

    /**
     * The number of a set, null if it has none yet.
     *
     * @param peers those of the snapshot, by number
     */
    synchronized @Nullable Integer find(PeerSet.Key key, List<PeerSet> peers) {
        var number = numbers.get(key);
        return number != null
                        && number < peers.size()
                        && peers.get(number).key().equals(key)
                ? number
                : null;
    }

    synchronized void put(PeerSet.Key key, int number) {
        numbers.put(key, number);
    }
}
