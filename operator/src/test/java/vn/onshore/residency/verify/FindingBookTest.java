package vn.onshore.residency.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Subject;
import vn.onshore.compliance.Verdict;

class FindingBookTest {
    private static final List<String> RULES = List.of("E01", "E05", "E10", "E25");

    private record Judged(List<Finding> findings, Set<String> touched) {}

    private static Judged random(Random random, String kind, String object) {
        var findings = new ArrayList<Finding>();
        for (var rule : RULES) {
            if (random.nextInt(4) > 0) {
                var verdict = random.nextInt(3) > 0 ? Verdict.Met : Verdict.values()[random.nextInt(5)];
                findings.add(new Finding(
                        rule, new Subject("v1", kind, "n", object, null), verdict, "m" + random.nextInt(2), "r"));
            }
        }
        return new Judged(findings, random.nextBoolean() ? Set.of() : Set.of("E35", "E45"));
    }

    @Test
    void agreesWithANaiveCountWhateverHappens() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var book = new FindingBook();
        var naive = new HashMap<String, Map<String, Judged>>();
        for (var step = 0; step < 3000; step++) {
            var kind = "K" + random.nextInt(3);
            var object = "o" + random.nextInt(20);
            var objects = naive.computeIfAbsent(kind, k -> new HashMap<>());
            var before = summary(naive);
            boolean changed;
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    changed = book.remove(kind, object);
                    objects.remove(object);
                }
                case 2 -> {
                    var mark = book.mark();
                    var seen = random(random, kind, object);
                    changed = book.put(kind, object, seen.findings, seen.touched);
                    changed |= book.forgetUnseen(kind, mark);
                    objects.clear();
                    objects.put(object, seen);
                }
                default -> {
                    var judged = random(random, kind, object);
                    changed = book.put(kind, object, judged.findings, judged.touched);
                    objects.put(object, judged);
                }
            }
            objects.values().removeIf(j -> j.findings.isEmpty() && j.touched.isEmpty());
            var after = summary(naive);
            assertThat(book.summary(7)).as("seed %d step %d", seed, step).isEqualTo(after);
            if (!before.equals(after)) {
                assertThat(changed).as("seed %d step %d", seed, step).isTrue();
            }
        }
    }

    private static FindingBook.Summary summary(Map<String, Map<String, Judged>> all) {
        var counts = new TreeMap<String, long[]>();
        var loud = new ArrayList<Finding>();
        var objects = 0;
        for (var kind : all.values()) {
            for (var judged : kind.values()) {
                objects++;
                judged.touched.forEach(rule -> counts.computeIfAbsent(rule, r -> new long[6])[5]++);
                for (var finding : judged.findings) {
                    counts.computeIfAbsent(finding.rule(), r -> new long[6])[
                            finding.verdict().ordinal()]++;
                    if (finding.verdict().needsAttention()) {
                        loud.add(finding);
                    }
                }
            }
        }
        loud.sort(Comparator.comparing((Finding f) -> -Opinion.severity(f.verdict()))
                .thenComparing(f -> f));
        var tallies = new HashMap<String, FindingBook.Tally>();
        counts.forEach((rule, n) -> tallies.put(
                rule,
                new FindingBook.Tally(
                        n[Verdict.Met.ordinal()],
                        n[Verdict.Partial.ordinal()],
                        n[Verdict.NotMet.ordinal()],
                        n[Verdict.Unknown.ordinal()],
                        n[Verdict.NotApplicable.ordinal()],
                        n[5])));
        return new FindingBook.Summary(
                tallies, objects, loud.size(), loud.stream().limit(7).toList());
    }

    @Test
    void sayingTheSameAgainChangesNothing() {
        var book = new FindingBook();
        var judged = random(new Random(1), "Pod", "a");
        assertThat(book.put("Pod", "a", judged.findings, judged.touched)).isTrue();
        assertThat(book.put("Pod", "a", judged.findings, judged.touched)).isFalse();
        assertThat(book.remove("Pod", "b")).isFalse();
        assertThat(book.forget("Pod")).isTrue();
        assertThat(book.summary(5)).isEqualTo(new FindingBook().summary(5));
    }

    @Test
    void whatOthersRecordDuringASweepIsKept() {
        var book = new FindingBook();
        book.put("Pod", "gone", List.of(), Set.of("E45"));
        var mark = book.mark();
        book.put("Pod", "new", List.of(), Set.of("E45"));
        book.forgetUnseen("Pod", mark);
        assertThat(book.summary(0).objects()).isEqualTo(1);
    }

    @Test
    void aBookThatContinuesAnotherForgetsWhatTheNextSweepDoesNotSee() {
        var before = new FindingBook();
        var random = new Random(2);
        for (var kind : List.of("Deployment", "Pod")) {
            for (var i = 0; i < 20; i++) {
                var judged = random(random, kind, "o" + i);
                before.put(kind, "o" + i, judged.findings, judged.touched);
            }
        }
        var next = FindingBook.continuing(before, kind -> kind.equals("Deployment"));
        assertThat(next.kinds()).containsExactly("Deployment");
        before.forget("Pod");
        assertThat(next.summary(99)).isEqualTo(before.summary(99));
        var mark = next.mark();
        next.put("Deployment", "new", List.of(), Set.of("E45"));
        next.forgetUnseen("Deployment", mark);
        assertThat(next.summary(99).objects()).isEqualTo(1);
    }
}
