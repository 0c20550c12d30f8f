package vn.onshore.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Reading;
import vn.onshore.residency.verify.Verifier;

/**
 * Every rule on objects that break it and on near misses that do not: {@code in-*.yaml} is judged and what the rule says
 * must be {@code out-*.txt}. With {@code -Donshore.golden=write} the latter are written, to be read before they are
 * committed.
 */
class ExitsTest {
    private static final Path EXITS =
            Path.of(System.getProperty("onshore.root"), "operator/src/test/resources/vn/onshore/residency/exits");
    private static final Reading WORLD = read(EXITS.resolve("world.yaml"));

    private static Reading read(Path file) {
        return ManifestReader.read(List.of(file.toString()), InputStream.nullInputStream());
    }

    private static Verdicts judge(Reading reading) {
        var manifests = Stream.of(WORLD.manifests(), reading.manifests())
                .flatMap(List::stream)
                .toList();
        return Judging.judge(
                new Reading(manifests, reading.problems()),
                new Reading(List.of(), List.of()),
                List.of(),
                Instant.EPOCH);
    }

    @TestFactory
    Stream<DynamicTest> judgesAsWritten() throws IOException {
        return inputs().stream()
                .map(in -> DynamicTest.dynamicTest(EXITS.relativize(in).toString(), () -> {
                    var rule = EXITS.relativize(in).getName(0).toString();
                    var verdicts = judge(read(in));
                    assertThat(verdicts.problems()).isEmpty();
                    var seen = verdicts.rows().stream()
                            .filter(row -> row.finding().rule().equals(rule))
                            .map(ExitsTest::line)
                            .collect(Collectors.joining());
                    assertThat(seen).isNotEmpty();
                    var out =
                            in.resolveSibling(in.getFileName().toString().replaceFirst("in-(.*)\\.yaml", "out-$1.txt"));
                    if ("write".equals(System.getProperty("onshore.golden"))) {
                        Files.writeString(out, seen);
                    }
                    assertThat(seen).isEqualTo(Files.readString(out));
                }));
    }

    private static List<Path> inputs() throws IOException {
        try (var files = Files.walk(EXITS)) {
            return files.filter(file -> file.getFileName().toString().startsWith("in-"))
                    .sorted()
                    .toList();
        }
    }

    private static String line(Row row) {
        var finding = row.finding();
        return finding.verdict() + " " + finding.subject() + ": " + finding.message()
                + (finding.remediation().isEmpty() ? "" : " | " + finding.remediation()) + "\n";
    }

    @Test
    void everyRuleHasObjectsThatBreakItAndNearMisses() throws IOException {
        for (var rule : Verifier.offlineRules()) {
            var verdicts = new TreeSet<Verdict>();
            try (var files = Files.list(EXITS.resolve(rule))) {
                for (var in : files.filter(f -> f.getFileName().toString().startsWith("in-"))
                        .toList()) {
                    judge(read(in)).rows().stream()
                            .filter(row -> row.finding().rule().equals(rule))
                            .forEach(row -> verdicts.add(row.verdict()));
                }
            }
            assertThat(verdicts).as(rule).contains(Verdict.Met).containsAnyOf(Verdict.NotMet, Verdict.Unknown);
        }
    }

    @Test
    void whatNeedsAttentionSaysWhatToDo() throws IOException {
        for (var in : inputs()) {
            for (var row : judge(read(in)).rows()) {
                assertThat(row.finding().message()).isNotBlank();
                assertThat(row.finding().remediation().isBlank())
                        .isEqualTo(!row.verdict().needsAttention());
            }
        }
    }

    @Test
    void orderOfTheInputChangesNothing() throws IOException {
        var seed = System.nanoTime();
        var all = inputs().stream().flatMap(in -> read(in).manifests().stream()).collect(Collectors.toList());
        var expected = judge(new Reading(all, List.of())).rows();
        Collections.shuffle(all, new Random(seed));
        assertThat(judge(new Reading(all, List.of())).rows())
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    @Test
    void judgementsOfOneObjectDoNotDependOnOthers() throws IOException {
        var all = inputs().stream().flatMap(in -> read(in).manifests().stream()).toList();
        var together = judge(new Reading(all, List.of())).rows();
        var apart = all.stream()
                .flatMap(one -> judge(new Reading(List.<Manifest>of(one), List.of())).rows().stream())
                .sorted()
                .toList();
        assertThat(together).isEqualTo(apart);
    }
}
