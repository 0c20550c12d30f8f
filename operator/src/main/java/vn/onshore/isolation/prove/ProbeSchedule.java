package vn.onshore.isolation.prove;

import java.time.Duration;
import java.util.List;

/**
 * When is probed, and whom beside the zones.
 *
 * @param every time from one round to the next, {@link #SHORTEST} to {@link #LONGEST}
 * @param outside addresses on which something is known to listen outside the cluster, at most {@link #MOST_OUTSIDE};
 *     Onshore brings none of its own, because each probe tells somebody outside that it is there
 */
public record ProbeSchedule(Duration every, List<Destination> outside) {
    public static final Duration SHORTEST = Duration.ofMinutes(5);
    public static final Duration LONGEST = Duration.ofHours(24);
    public static final int MOST_OUTSIDE = 16;
    public static final ProbeSchedule HOURLY = new ProbeSchedule(Duration.ofHours(1), List.of());

    private static final int ROUNDS_IN_DOUBT = 6;

    public ProbeSchedule {
        outside = List.copyOf(outside);
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0 || outside.size() > MOST_OUTSIDE) {
            throw new IllegalArgumentException(
                    "probes every " + every + " of " + outside.size() + " addresses outside");
        }
    }

    /** After a round that proved nothing, or something else than was declared; so that what was put right is seen soon. */
    Duration sooner() {
        var sooner = every.dividedBy(ROUNDS_IN_DOUBT);
        return sooner.compareTo(SHORTEST) < 0 ? SHORTEST : sooner;
    }

    /** How long a round says something of the present: two rounds may fail in between. */
    Duration lasting() {
        return every.multipliedBy(2);
    }
}
