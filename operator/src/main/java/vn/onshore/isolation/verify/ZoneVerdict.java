package vn.onshore.isolation.verify;

import java.util.List;
import vn.onshore.isolation.engine.ZoneMatrix.Hop;
import vn.onshore.isolation.engine.ZoneMatrix.Party;

/**
 * The standing of one ordered pair. A leak wins over a doubt, and both are told.
 *
 * @param leaks pairs of pods that can connect beyond the plan today; 0 if the leak waits for pods that may come, or is a
 *     way over others
 * @param witnesses sentences for what is open; empty unless it is a leak; at most {@value #MOST_SENTENCES}, and one that
 *     counts the rest
 * @param reasons sentences for what is not known; at most {@value #MOST_SENTENCES}, and one that counts the rest
 * @param path the shortest way over other zones and relays; empty if there is none, or if a direct one exists
 */
public record ZoneVerdict(
        Party from,
        Party to,
        Standing standing,
        long leaks,
        List<String> witnesses,
        List<String> reasons,
        List<Hop> path) {
    public static final int MOST_SENTENCES = 10;

    /** @throws IllegalArgumentException if the standing is not what the sentences say */
    public ZoneVerdict {
        witnesses = List.copyOf(witnesses);
        reasons = List.copyOf(reasons);
        path = List.copyOf(path);
        var deserved = !witnesses.isEmpty() ? Standing.LEAK : reasons.isEmpty() ? Standing.ISOLATED : Standing.UNKNOWN;
        if (standing != deserved || standing != Standing.LEAK && (leaks > 0 || !path.isEmpty())) {
            throw new IllegalArgumentException(standing + " where " + deserved + " is said: " + from + " to " + to);
        }
    }
}
