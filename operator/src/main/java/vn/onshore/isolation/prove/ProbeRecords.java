package vn.onshore.isolation.prove;

import static java.util.stream.Collectors.groupingBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vn.onshore.compliance.Subject;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.kube.Labels;
import vn.onshore.manifest.Manifest;

/**
 * What probes left in the cluster. Only Jobs are believed that were made while admission policies already kept everybody but
 * the operator from making or changing them, and everybody but the kubelet of its node from speaking for a pod.
 *
 * @param plan what may be open now, with what break-glass adds
 * @param jobs those that carry the uid of the NetworkIsolation
 * @param pods of those Jobs
 * @param guarded since when these admission policies stand as they are
 * @param started the round that this operator began last; the caches may not have its Jobs yet
 */
public record ProbeRecords(
        Subject isolation,
        ZonePlan plan,
        ProbeSchedule schedule,
        List<Manifest> jobs,
        List<Manifest> pods,
        Instant guarded,
        Optional<Started> started,
        Instant now) {
    /** A new admission policy takes the API server a second or two until it refuses. */
    static final Duration TO_BITE = Duration.ofSeconds(5);

    public ProbeRecords {
        jobs = List.copyOf(jobs);
        pods = List.copyOf(pods);
    }

    /**
     * A round as the operator that began it knows it.
     *
     * @param tried when it asked for Jobs last
     */
    public record Started(Instant round, Instant tried) {}

    /** Those that still say something of the present, the latest first. */
    List<Round> rounds() {
        return jobs.stream()
                .filter(job -> isolation.name().equals(job.labels().get(Labels.PROBE)) && isMadeUnderGuard(job))
                .collect(groupingBy(job -> ProbeJob.round(job).orElse(Instant.EPOCH)))
                .entrySet()
                .stream()
                .filter(round -> !round.getKey().isAfter(now)
                        && round.getKey().plus(schedule.lasting()).isAfter(now))
                .map(round -> new Round(
                        plan,
                        round.getKey(),
                        round.getValue().stream()
                                .map(job -> ProbeRun.of(job, pods))
                                .sorted(Comparator.comparing(ProbeRun::zone))
                                .toList()))
                .sorted(Comparator.comparing(Round::start).reversed())
                .toList();
    }

    /** By the clock of the API server, in both. */
    private boolean isMadeUnderGuard(Manifest job) {
        try {
            var made =
                    Instant.parse(job.tree().at("metadata", "creationTimestamp").text());
            return !made.isBefore(guarded.plus(TO_BITE));
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** When any round began last, believed or not. */
    Optional<Instant> lastBegun() {
        return jobs.stream()
                .flatMap(job -> ProbeJob.round(job).stream())
                .filter(start -> !start.isAfter(now))
                .max(Comparator.naturalOrder());
    }
}
