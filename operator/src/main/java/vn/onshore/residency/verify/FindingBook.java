package vn.onshore.residency.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Verdict;

/**
 * The judgements of all objects under one policy, kept up to date object by object. Counts are always at hand; findings
 * that need attention are kept whole and in order, all others only as a shared note of which rules were met, so that a
 * compliant object costs a map entry. Safe for use by several threads.
 */
public final class FindingBook {
    private final Map<String, Map<String, Page>> kinds = new HashMap<>();
    private final Map<Quiet, Quiet> shared = new HashMap<>();
    private final Map<String, Count> counts = new TreeMap<>();
    private final TreeSet<Entry> attention = new TreeSet<>(Entry.ORDER);
    private long clock;
    private long objects;

    /**
     * How often a rule was judged, by verdict.
     *
     * @param touched objects that the rule speaks of and that nobody judged
     */
    public record Tally(long met, long partial, long notMet, long unknown, long notApplicable, long touched) {
        static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);
    }

    /**
     * The state of the book.
     *
     * @param rules what was counted, by rule id; rules of which nothing was said are absent
     * @param objects how many objects were judged
     * @param attention how many findings need attention
     * @param first the first of them: worst verdict first, then by rule and subject
     */
    public record Summary(Map<String, Tally> rules, long objects, long attention, List<Finding> first) {
        public Summary {
            rules = Map.copyOf(rules);
            first = List.copyOf(first);
        }
    }

    /**
     * Findings that are not met.
     *
     * @param total how many there are
     * @param first the first of them, in the order of {@link Summary#first()}
     */
    public record NotMet(long total, List<Finding> first) {
        public static final NotMet NONE = new NotMet(0, List.of());

        public NotMet {
            first = List.copyOf(first);
        }
    }

    /** What is known of an object whose findings need nobody's attention. */
    private record Quiet(List<String> met, List<String> notApplicable, Set<String> touched) {}

    private record Page(Quiet quiet, @Nullable List<Finding> loud, long stamp) {}

    private record Entry(Finding finding, String kind, String object) {
        static final Comparator<Entry> ORDER = Comparator.comparing((Entry e) -> -Opinion.severity(e.finding.verdict()))
                .thenComparing(Entry::finding)
                .thenComparing(Entry::kind)
                .thenComparing(Entry::object);
    }

    private static final class Count {
        private final long[] byVerdict = new long[Verdict.values().length];
        private long touched;

        private Tally tally() {
            return new Tally(
                    byVerdict[Verdict.Met.ordinal()],
                    byVerdict[Verdict.Partial.ordinal()],
                    byVerdict[Verdict.NotMet.ordinal()],
                    byVerdict[Verdict.Unknown.ordinal()],
                    byVerdict[Verdict.NotApplicable.ordinal()],
                    touched);
        }

        private boolean isZero() {
            return touched == 0 && Arrays.stream(byVerdict).allMatch(count -> count == 0);
        }
    }

    /** A new book that begins with what another one holds of some kinds; the next sweep forgets what it does not see. */
    public static FindingBook continuing(FindingBook before, Predicate<String> kinds) {
        var next = new FindingBook();
        synchronized (before) {
            before.kinds.forEach((kind, pages) -> {
                if (kinds.test(kind)) {
                    pages.forEach((object, page) -> next.copy(kind, object, page));
                }
            });
        }
        return next;
    }

    private synchronized void copy(String kind, String object, Page page) {
        var quiet = shared.computeIfAbsent(page.quiet, same -> same);
        var copy = new Page(quiet, page.loud, clock);
        kinds.computeIfAbsent(kind, k -> new HashMap<>()).put(object, copy);
        count(copy, kind, object, 1);
    }

    /**
     * Records the judgement of an object in place of the one before.
     *
     * @param kind any name of the kind, the same for all its objects
     * @param object any name of the object, unique within the kind
     * @param touched exits that the object brings into scope and that nobody judges
     * @return whether this changed anything that a summary could show
     */
    public synchronized boolean put(String kind, String object, List<Finding> findings, Set<String> touched) {
        var page = page(findings, touched);
        if (findings.isEmpty() && touched.isEmpty()) {
            return remove(kind, object);
        }
        var before = kinds.computeIfAbsent(kind, k -> new HashMap<>()).put(object, page);
        if (before != null && before.quiet == page.quiet && Objects.equals(before.loud, page.loud)) {
            return false;
        }
        if (before != null) {
            count(before, kind, object, -1);
        }
        count(page, kind, object, 1);
        return true;
    }

    /** Forgets an object; whether that changed anything. */
    public synchronized boolean remove(String kind, String object) {
        var pages = kinds.get(kind);
        var before = pages == null ? null : pages.remove(object);
        if (before == null) {
            return false;
        }
        if (pages != null && pages.isEmpty()) {
            kinds.remove(kind);
        }
        count(before, kind, object, -1);
        return true;
    }

    /**
     * Begins a sweep of a kind: take the mark, {@link #put} every object that is seen, then {@link #forgetUnseen} with the
     * mark. Objects that others record meanwhile count as seen.
     */
    public synchronized long mark() {
        return ++clock;
    }

    /** Forgets the objects of the kind that were not recorded since the mark; whether that changed anything. */
    public synchronized boolean forgetUnseen(String kind, long mark) {
        var unseen = new ArrayList<String>();
        kinds.getOrDefault(kind, Map.of()).forEach((object, page) -> {
            if (page.stamp < mark) {
                unseen.add(object);
            }
        });
        unseen.forEach(object -> remove(kind, object));
        return !unseen.isEmpty();
    }

    /** Forgets every object of a kind, such as one that is no longer served; whether that changed anything. */
    public synchronized boolean forget(String kind) {
        return forgetUnseen(kind, Long.MAX_VALUE);
    }

    /** The kinds of which objects are recorded. */
    public synchronized Set<String> kinds() {
        return Set.copyOf(kinds.keySet());
    }

    /** The counts, and the first {@code limit} findings that need attention. */
    public synchronized Summary summary(int limit) {
        var tallies = new HashMap<String, Tally>();
        counts.forEach((rule, count) -> tallies.put(rule, count.tally()));
        var first = attention.stream().limit(limit).map(Entry::finding).toList();
        return new Summary(tallies, objects, attention.size(), first);
    }

    /**
     * Findings of some rules that are not met, on objects that are judged for themselves: not those to which only something
     * else leads.
     *
     * @param limit how many of them are given
     */
    public synchronized NotMet notMet(Set<String> rules, int limit) {
        var first = new ArrayList<Finding>();
        long total = 0;
        for (var entry : attention) {
            var finding = entry.finding;
            if (finding.verdict() != Verdict.NotMet) {
                break;
            }
            if (rules.contains(finding.rule()) && finding.leader() == null) {
                total++;
                if (first.size() < limit) {
                    first.add(finding);
                }
            }
        }
        return new NotMet(total, first);
    }

    private Page page(List<Finding> findings, Set<String> touched) {
        var met = new ArrayList<String>(findings.size());
        var notApplicable = new ArrayList<String>(0);
        List<Finding> loud = null;
        for (var finding : findings) {
            switch (finding.verdict()) {
                case Met -> met.add(finding.rule());
                case NotApplicable -> notApplicable.add(finding.rule());
                case Partial, NotMet, Unknown -> {
                    loud = loud == null ? new ArrayList<>(1) : loud;
                    loud.add(finding);
                }
            }
        }
        var quiet = new Quiet(List.copyOf(met), List.copyOf(notApplicable), Set.copyOf(touched));
        return new Page(shared.computeIfAbsent(quiet, same -> same), loud == null ? null : List.copyOf(loud), clock);
    }

    private void count(Page page, String kind, String object, int by) {
        objects += by;
        page.quiet.met.forEach(rule -> count(rule, Verdict.Met, by));
        page.quiet.notApplicable.forEach(rule -> count(rule, Verdict.NotApplicable, by));
        page.quiet.touched.forEach(rule -> {
            counts.computeIfAbsent(rule, r -> new Count()).touched += by;
            tidy(rule);
        });
        if (page.loud == null) {
            return;
        }
        for (var finding : page.loud) {
            count(finding.rule(), finding.verdict(), by);
            var entry = new Entry(finding, kind, object);
            if (by > 0) {
                attention.add(entry);
            } else {
                attention.remove(entry);
            }
        }
    }

    private void count(String rule, Verdict verdict, int by) {
        counts.computeIfAbsent(rule, r -> new Count()).byVerdict[verdict.ordinal()] += by;
        tidy(rule);
    }

    private void tidy(String rule) {
        var count = counts.get(rule);
        if (count != null && count.isZero()) {
            counts.remove(rule);
        }
    }
}
