package vn.onshore.isolation.prove;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which round it is time for.
 *
 * @param round when it began or begins, which names it
 * @param probed zones whose Jobs of this round are there
 * @param open whether Jobs of this round may be made now
 * @param next when to look again
 */
public record ProbeTurn(Instant round, Set<String> probed, boolean open, Instant next) {
    /** Jobs of one round vouch for each other: what is not begun by then waits for the next. */
    static final Duration TOGETHER = Duration.ofMinutes(2);

    /** Between two times that Jobs are asked for, such as those that a quota refused. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    /** Longer than the operator's clock may be ahead of the API server's, by which Jobs are believed. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    public ProbeTurn {
        probed = Set.copyOf(probed);
    }

    public static ProbeTurn of(ProbeRecords records) {
        var now = records.now();
        var rounds = records.rounds();
        var started = records.started().filter(one -> !one.round().isAfter(now));
        var latest = Stream.concat(
                        rounds.stream().map(Round::start),
                        started.map(ProbeRecords.Started::round).filter(round -> isUnderGuard(round, records)).stream())
                .max(Instant::compareTo);
        var ends = latest.map(round -> round.plus(period(records)));
        if (ends.isPresent() && ends.get().isAfter(now)) {
            var round = latest.get();
            var closes = round.plus(TOGETHER);
            var tried = started.map(ProbeRecords.Started::tried).orElse(Instant.MIN);
            var open = now.isBefore(closes) && !now.isBefore(tried.plus(AGAIN));
            return new ProbeTurn(
                    round, probed(rounds, round), open, now.isBefore(closes) ? now.plus(AGAIN) : ends.get());
        }
        var begins = Stream.concat(
                        Stream.of(records.guarded().plus(ProbeRecords.TO_BITE).plus(MARGIN)),
                        Stream.concat(records.lastBegun().stream(), started.map(ProbeRecords.Started::round).stream())
                                .map(round -> round.plus(records.schedule().sooner())))
                .max(Instant::compareTo)
                .orElse(now);
        return begins.isAfter(now)
                ? new ProbeTurn(begins, Set.of(), false, begins)
                : new ProbeTurn(now.truncatedTo(ChronoUnit.SECONDS), Set.of(), true, now.plus(AGAIN));
    }

    private static boolean isUnderGuard(Instant round, ProbeRecords records) {
        return !round.isBefore(records.guarded().plus(ProbeRecords.TO_BITE));
    }

    private static Duration period(ProbeRecords records) {
        var evidence = ProbeEvidence.of(records);
        return evidence.standing() == ProbeEvidence.Standing.Stopped
                        && evidence.contradictions().isEmpty()
                ? records.schedule().every()
                : records.schedule().sooner();
    }

    private static Set<String> probed(List<Round> rounds, Instant start) {
        return rounds.stream()
                .filter(round -> round.start().equals(start))
                .findFirst()
                .map(Round::zones)
                .orElse(Set.of());
    }
}
