package vn.onshore.isolation.prove;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.isolation.prove.Attempt.Expected;

/**
 * What probes showed, of the latest round that has ended, or else of one that is under way; and what got through in earlier
 * ones and was not tried again since.
 *
 * @param at when the last of the probes ended; empty if none has
 * @param declared connections that were to come about
 * @param forbidden connections that were to be stopped
 * @param leaks connections that had to be stopped and were not; a sentence each, at most {@link #MOST_SENTENCES}
 * @param broken declared connections that did not come about; bounded like leaks
 * @param remarks probes that did not speak; bounded like leaks
 * @param summary one sentence for people
 */
public record ProbeEvidence(
        Standing standing,
        Optional<Instant> at,
        Tries declared,
        Tries forbidden,
        List<Leak> leaks,
        List<String> broken,
        List<String> remarks,
        String summary) {
    public static final int MOST_SENTENCES = 20;

    public ProbeEvidence {
        leaks = List.copyOf(leaks);
        broken = List.copyOf(broken);
        remarks = List.copyOf(remarks);
    }

    /** What follows for the datapath. */
    public enum Standing {
        /** No packet was sent, or no answer of any probe is there to read. */
        NothingSent,
        /** Nothing got through that had to be stopped, but nothing shows that it was stopped rather than dead. */
        Inconclusive,
        /** Connections were stopped to destinations that answered others in the same round, and none got through. */
        Stopped,
        /** At least one connection got through that had to be stopped. */
        GotThrough
    }

    /**
     * How many connections were tried.
     *
     * @param asDeclared how many of them came about, or did not, as declared
     */
    public record Tries(int tried, int asDeclared) {
        static final Tries NONE = new Tries(0, 0);

        static Tries of(List<Sight> sights, Expected expected) {
            var those = sights.stream()
                    .filter(sight -> sight.isExpected(expected) && sight.isTried())
                    .toList();
            return new Tries(those.size(), (int)
                    those.stream().filter(Sight::isAsDeclared).count());
        }
    }

    /**
     * A connection that had to be stopped.
     *
     * @param toZone empty for a destination outside the cluster
     */
    public record Leak(String fromZone, Optional<String> toZone, String sentence) {
        static Leak of(Sight sight) {
            return new Leak(sight.from(), sight.to(), sight.sentence());
        }
    }

    /** What went otherwise than declared, worst first. */
    public List<String> contradictions() {
        return Stream.concat(leaks.stream().map(Leak::sentence), broken.stream())
                .toList();
    }

    /** @param why a clause */
    public static ProbeEvidence nothing(String why) {
        return nothing(why, List.of());
    }

    public static ProbeEvidence of(ProbeRecords records) {
        var rounds = records.rounds();
        var judged = rounds.stream()
                .filter(Round::isOver)
                .findFirst()
                .or(() -> rounds.stream().findFirst());
        if (judged.isEmpty()) {
            return nothing("no probe has run yet");
        }
        var leaks = leaks(rounds);
        var silent = judged.get().silent();
        return leaks.isEmpty() && !judged.get().isHeard()
                ? nothing(silent.getFirst(), silent)
                : judged(judged.get(), leaks);
    }

    private static ProbeEvidence nothing(String why, List<String> remarks) {
        return new ProbeEvidence(
                Standing.NothingSent,
                Optional.empty(),
                Tries.NONE,
                Tries.NONE,
                List.of(),
                List.of(),
                limited(remarks),
                "no packet was sent: " + why);
    }

    /** @param rounds the latest first: what a later one tried between the same two, an earlier one says nothing of */
    private static List<Leak> leaks(List<Round> rounds) {
        var leaks = new ArrayList<Leak>();
        var tried = new HashSet<List<Object>>();
        for (var round : rounds) {
            var sights = round.sights().stream()
                    .filter(Sight::isTried)
                    .filter(sight -> !tried.contains(between(sight)))
                    .toList();
            sights.stream().filter(Sight::isLeak).map(Leak::of).forEach(leaks::add);
            sights.forEach(sight -> tried.add(between(sight)));
        }
        return leaks;
    }

    private static List<Object> between(Sight sight) {
        return List.of(sight.from(), sight.to());
    }

    private static ProbeEvidence judged(Round round, List<Leak> leaks) {
        var sights = round.sights();
        var alive = sights.stream()
                .filter(Sight::isOpen)
                .map(sight -> sight.attempt().to())
                .collect(Collectors.toSet());
        var forbidden = Tries.of(sights, Expected.Blocked);
        // Stopped on the way, rather than at a destination that is dead.
        var stopped = sights.stream()
                .filter(sight -> sight.isExpected(Expected.Blocked) && sight.isTried() && !sight.isOpen())
                .filter(sight -> alive.contains(sight.attempt().to()))
                .count();
        var standing = !leaks.isEmpty() ? Standing.GotThrough : stopped > 0 ? Standing.Stopped : Standing.Inconclusive;
        return new ProbeEvidence(
                standing,
                round.end(),
                Tries.of(sights, Expected.Open),
                forbidden,
                limited(leaks),
                limited(sights.stream()
                        .filter(sight -> sight.isExpected(Expected.Open) && !sight.isOpen())
                        .map(Sight::sentence)
                        .toList()),
                limited(round.silent()),
                summary(leaks.size(), stopped, forbidden.tried())
                        + round.end().map(end -> ", as of " + end).orElse(""));
    }

    private static <T> List<T> limited(List<T> all) {
        return all.stream().limit(MOST_SENTENCES).toList();
    }

    private static String summary(int leaks, long stopped, int forbidden) {
        if (leaks > 0) {
            return "%d connections that must be stopped got through".formatted(leaks);
        }
        if (forbidden == 0) {
            return "packets were sent, and none of them had to be stopped";
        }
        return stopped == 0
                ? "none of %d connections that must be stopped got through, but nobody else reached those destinations"
                                .formatted(forbidden)
                        + " either, which shows nothing"
                : "none of %d connections that must be stopped got through; %d of them to destinations that answered others"
                        .formatted(forbidden, stopped);
    }
}
