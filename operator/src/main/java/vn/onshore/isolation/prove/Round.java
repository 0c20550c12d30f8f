package vn.onshore.isolation.prove;

import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.onshore.isolation.prove.Attempt.Expected;
import vn.onshore.isolation.prove.ProbeEvidence.Leak;
import vn.onshore.isolation.prove.ProbeEvidence.Standing;

/** The probes of one round, which vouch for each other: silence means something only where others got an answer. */
final class Round {
    private final ProbeInputs in;
    private final long number;
    private final List<ProbeRun> runs;
    private final Targets targets;

    private Round(ProbeInputs in, long number, List<ProbeRun> runs) {
        this.in = in;
        this.number = number;
        this.runs = runs;
        targets = new Targets(in);
    }

    /** The latest first. */
    static List<Round> all(ProbeInputs in) {
        var zones = in.plan().zones().stream().map(zone -> zone.name()).toList();
        var rounds = in.jobs().stream()
                .filter(job -> in.isolation().name().equals(job.labels().get(ProbeJob.ISOLATION)))
                .filter(job -> zones.contains(job.labels().get(ProbeJob.ZONE)))
                .collect(groupingBy(job -> number(job.labels().getOrDefault(ProbeJob.ROUND, ""))));
        return rounds.entrySet().stream()
                .filter(round -> round.getKey() >= 0 && round.getKey() <= in.round())
                .sorted(Comparator.comparing(round -> -round.getKey()))
                .map(round -> new Round(
                        in,
                        round.getKey(),
                        round.getValue().stream()
                                .map(job -> ProbeRun.of(job, in.pods()))
                                .sorted(Comparator.comparing(ProbeRun::zone))
                                .toList()))
                .toList();
    }

    private static long number(String label) {
        try {
            return Long.parseLong(label);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    boolean isOver() {
        return runs.stream().noneMatch(run -> run.state() instanceof ProbeRun.State.UnderWay);
    }

    /** @param target as it is now */
    private record Sight(String zone, Attempt attempt, Targets.Target target, Outcome outcome) {
        String about(String what) {
            return "a probe in zone %s %s %s (%s)".formatted(zone, what, target.name(), attempt.to());
        }
    }

    ProbeEvidence evidence() {
        var silent = new ArrayList<String>();
        var ends = new ArrayList<Instant>();
        for (var run : runs) {
            switch (run.state()) {
                case ProbeRun.State.UnderWay() -> silent.add("the probe of zone " + run.zone() + " has not ended yet");
                case ProbeRun.State.Silent(var why) ->
                    silent.add("the probe of zone " + run.zone() + " says nothing: " + why);
                case ProbeRun.State.Spoke(var outcomes, var at) -> at.ifPresent(ends::add);
            }
        }
        if (silent.size() == runs.size()) {
            return ProbeEvidence.nothing(silent.getFirst(), silent);
        }
        return judged(sights(), silent, ends.stream().max(Comparator.naturalOrder()));
    }

    /** What was tried and is still to be judged as it was when it was tried. */
    private List<Sight> sights() {
        var sights = new ArrayList<Sight>();
        for (var run : runs) {
            if (run.state() instanceof ProbeRun.State.Spoke(var outcomes, var at)) {
                var probe = ProbePlan.probe(in, run.zone(), run.namespace(), number);
                for (var i = 0; i < outcomes.size(); i++) {
                    var attempt = run.attempts().get(i);
                    var outcome = outcomes.get(i);
                    targets.at(attempt.to())
                            .filter(target -> targets.expected(run.zone(), probe, attempt.to()) == attempt.expected())
                            .ifPresent(target -> sights.add(new Sight(run.zone(), attempt, target, outcome)));
                }
            }
        }
        return sights;
    }

    private static ProbeEvidence judged(List<Sight> sights, List<String> silent, Optional<Instant> at) {
        var alive = new HashSet<Destination>();
        sights.stream()
                .filter(sight -> sight.outcome() == Outcome.Open)
                .forEach(sight -> alive.add(sight.attempt().to()));
        var leaks = new ArrayList<Leak>();
        var remarks = new ArrayList<>(silent);
        var forbidden = sights.stream()
                .filter(sight -> sight.attempt().expected() == Expected.Blocked)
                .toList();
        for (var sight : sights) {
            var open = sight.outcome() == Outcome.Open;
            if (open && sight.attempt().expected() == Expected.Blocked) {
                leaks.add(new Leak(
                        sight.zone(), sight.target().zone(), sight.about("reached") + ", which is not declared"));
            } else if (!open && sight.attempt().expected() == Expected.Open) {
                remarks.add(sight.about("did not reach") + ", which is declared: " + sight.outcome());
            }
        }
        var stopped =
                forbidden.stream().filter(sight -> isStopped(sight, alive)).count();
        var standing = !leaks.isEmpty() ? Standing.GotThrough : stopped > 0 ? Standing.Stopped : Standing.Inconclusive;
        return new ProbeEvidence(
                standing,
                at,
                leaks.stream().limit(ProbeEvidence.MOST_SENTENCES).toList(),
                remarks.stream().limit(ProbeEvidence.MOST_SENTENCES).toList(),
                summary(leaks.size(), stopped, forbidden.size())
                        + at.map(end -> ", as of " + end).orElse(""));
    }

    /** Stopped on the way, rather than at a destination that is dead. */
    private static boolean isStopped(Sight sight, Set<Destination> alive) {
        return sight.outcome() != Outcome.Open
                && sight.outcome() != Outcome.Untried
                && alive.contains(sight.attempt().to());
    }

    private static String summary(int leaks, long stopped, int forbidden) {
        if (forbidden == 0) {
            return "packets were sent, and none of them had to be stopped";
        }
        if (leaks > 0) {
            return "%d of %d connections that must be stopped got through".formatted(leaks, forbidden);
        }
        return stopped == 0
                ? "none of %d connections that must be stopped got through, but nobody else reached those destinations"
                                .formatted(forbidden)
                        + " either, which shows nothing"
                : "none of %d connections that must be stopped got through; %d of them to destinations that answered others"
                        .formatted(forbidden, stopped);
    }
}
