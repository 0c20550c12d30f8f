package vn.onshore.isolation.prove;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import vn.onshore.compliance.Subject;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.World;
import vn.onshore.manifest.Manifest;

/**
 * Everything that a round of probes is planned from, and judged by.
 *
 * @param isolation the NetworkIsolation, with its uid
 * @param plan what may be open now, with what break-glass adds
 * @param jobs of earlier rounds and of this one, as the cluster has them: those with the label {@link ProbeJob#ISOLATION}
 * @param pods of those jobs
 */
public record ProbeInputs(
        Subject isolation,
        ZonePlan plan,
        World world,
        Settings settings,
        List<Manifest> jobs,
        List<Manifest> pods,
        Instant now) {
    public ProbeInputs {
        jobs = List.copyOf(jobs);
        pods = List.copyOf(pods);
    }

    /**
     * What whoever installs the operator decides.
     *
     * @param image of the operator, which has the probe in it; empty for no probes at all
     * @param pullSecrets names of Secrets in the zones' namespaces
     * @param every time from one round to the next, at least {@link #SHORTEST}
     * @param outside addresses on which something is known to listen outside the cluster, at most {@link #MOST_OUTSIDE};
     *     Onshore brings none of its own, because each probe tells somebody outside that it is there
     */
    public record Settings(String image, List<String> pullSecrets, Duration every, List<Destination> outside) {
        public static final Duration SHORTEST = Duration.ofMinutes(5);
        public static final int MOST_OUTSIDE = 16;
        /** Nothing is probed. */
        public static final Settings NONE = new Settings("", List.of(), Duration.ofHours(1), List.of());

        public Settings {
            pullSecrets = List.copyOf(pullSecrets);
            outside = List.copyOf(outside);
            if (every.compareTo(SHORTEST) < 0 || outside.size() > MOST_OUTSIDE) {
                throw new IllegalArgumentException(
                        "probes every " + every + " of " + outside.size() + " addresses outside");
            }
        }
    }

    /** Number of the round that {@link #now} is in: all rounds are equally long, and the first began in 1970. */
    long round() {
        return now.getEpochSecond() / settings.every().toSeconds();
    }

    Instant nextRound() {
        return Instant.ofEpochSecond((round() + 1) * settings.every().toSeconds());
    }
}
