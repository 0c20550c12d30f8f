package vn.onshore.residency.verify;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.DataResidencySpec.AcceptedBlindSpot;
import vn.onshore.compliance.Verdict;

/**
 * How every exit of the catalogue stands under one policy, and what follows from it. Unknown is never compliant unless
 * somebody answers for it.
 *
 * @param rows all sixty, by id
 * @param compliant Met if nothing leads outside and nothing in scope is unknown, or accepted as unknown; NotMet if anything
 *     leads outside; else Unknown
 * @param remarks one sentence for each acceptance that does not count
 */
public record Coverage(List<Row> rows, Verdict compliant, List<String> remarks) {

    public Coverage {
        rows = List.copyOf(rows);
        remarks = List.copyOf(remarks);
    }

    /**
     * One exit.
     *
     * @param reason one sentence, null where counts say all
     * @param accepted whether it is Unknown and somebody answers for that
     */
    public record Row(
            Exit exit,
            Verdict verdict,
            FindingBook.Tally tally,
            @Nullable String reason,
            boolean accepted) {}

    /**
     * What a sweep could read.
     *
     * @param outdated rules that have to be judged anew since then, each with what changed
     */
    public record Reach(boolean complete, Set<GroupKind> unread, Map<String, String> outdated) {

        public Reach {
            unread = Set.copyOf(unread);
            outdated = Map.copyOf(outdated);
        }

        public Reach(boolean complete, Set<GroupKind> unread) {
            this(complete, unread, Map.of());
        }

        /** Everything was read. */
        public static final Reach WHOLE = new Reach(true, Set.of());
    }

    /** How many rows are Unknown, accepted or not. */
    public long unknown() {
        return rows.stream().filter(row -> row.verdict == Verdict.Unknown).count();
    }

    /** How many rows are Unknown and accepted. */
    public long acceptedRows() {
        return rows.stream().filter(Row::accepted).count();
    }

    /**
     * Decides.
     *
     * @param reach what the last sweep could read; not complete before the first one has ended
     * @param blindSpots of the policy
     * @param today in Vietnam; an acceptance counts through the day it names
     */
    public static Coverage of(
            FindingBook.Summary book, Reach reach, List<AcceptedBlindSpot> blindSpots, LocalDate today) {
        var remarks = new ArrayList<String>();
        var accepted = accepted(blindSpots, today, remarks);
        var doubts = doubts(reach);
        var rows = new ArrayList<Row>();
        for (var exit : ExitCatalogue.exits()) {
            var tally = book.rules().getOrDefault(exit.id(), FindingBook.Tally.NONE);
            rows.add(row(exit, tally, reach, doubts.get(exit.id()), accepted));
        }
        return new Coverage(rows, compliant(rows), remarks);
    }

    private static Verdict compliant(List<Row> rows) {
        if (rows.stream().anyMatch(row -> row.verdict == Verdict.NotMet)) {
            return Verdict.NotMet;
        }
        return rows.stream().anyMatch(row -> row.verdict == Verdict.Unknown && !row.accepted)
                ? Verdict.Unknown
                : Verdict.Met;
    }

    private static Set<String> accepted(List<AcceptedBlindSpot> blindSpots, LocalDate today, List<String> remarks) {
        var accepted = new TreeSet<String>();
        for (var spot : blindSpots) {
            if (ExitCatalogue.find(spot.rule()).isEmpty()) {
                remarks.add("acceptedBlindSpots names " + spot.rule() + ", which is no rule of the exit catalogue");
            } else if (isExpired(spot.expires(), today)) {
                remarks.add("acceptedBlindSpots: the acceptance of " + spot.rule() + " ended on " + spot.expires());
            } else {
                accepted.add(spot.rule());
            }
        }
        return accepted;
    }

    private static boolean isExpired(String lastDay, LocalDate today) {
        try {
            return LocalDate.parse(lastDay).isBefore(today);
        } catch (DateTimeParseException noDate) {
            return true;
        }
    }

    /** Why an exit is in doubt whatever was counted: a kind that it speaks of could not be read, or was read too early. */
    private static Map<String, String> doubts(Reach reach) {
        var doubts = new HashMap<String, String>();
        for (var kind :
                new TreeSet<>(reach.unread.stream().map(GroupKind::toString).toList())) {
            doubts.putIfAbsent("E60", kind + " could not be read");
        }
        for (var kind : reach.unread) {
            for (var id : ExitCatalogue.speakingOf(kind.group(), kind.kind())) {
                doubts.merge(id, kind + " could not be read", (one, other) -> one.compareTo(other) <= 0 ? one : other);
            }
        }
        reach.outdated.forEach((rule, why) -> doubts.putIfAbsent(rule, "it is being judged anew: " + why));
        return doubts;
    }

    private static Row row(
            Exit exit, FindingBook.Tally tally, Reach reach, @Nullable String doubt, Set<String> accepted) {
        var standing = standing(exit, tally, reach, doubt);
        return new Row(
                exit,
                standing.verdict,
                tally,
                standing.reason,
                standing.verdict == Verdict.Unknown && accepted.contains(exit.id()));
    }

    private record Standing(Verdict verdict, @Nullable String reason) {}

    private static Standing standing(Exit exit, FindingBook.Tally tally, Reach reach, @Nullable String doubt) {
        if (tally.notMet() > 0) {
            return new Standing(Verdict.NotMet, null);
        }
        if (!reach.complete) {
            return new Standing(Verdict.Unknown, "the first sweep has not ended yet");
        }
        if (doubt != null) {
            return new Standing(Verdict.Unknown, doubt);
        }
        for (var scope : exit.scopes()) {
            if (scope instanceof Exit.Always(var why)) {
                return new Standing(Verdict.Unknown, why);
            }
            if (scope instanceof Exit.Unread) {
                return new Standing(Verdict.Met, null);
            }
        }
        if (tally.unknown() > 0) {
            return new Standing(Verdict.Unknown, null);
        }
        if (tally.touched() > 0) {
            return new Standing(
                    Verdict.Unknown,
                    "objects that could lead out this way exist (" + tally.touched() + ") and nobody judges them");
        }
        if (tally.partial() > 0) {
            return new Standing(Verdict.Partial, null);
        }
        return tally.met() > 0
                ? new Standing(Verdict.Met, null)
                : new Standing(Verdict.NotApplicable, "the cluster holds nothing that this speaks of");
    }
}
