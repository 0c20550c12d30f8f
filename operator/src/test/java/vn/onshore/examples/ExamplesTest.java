package vn.onshore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import vn.onshore.cli.check.Check;

/** What the examples say about themselves is what {@code onshore check} says about them. */
class ExamplesTest {
    private static final String BOUNDARY = "residency/01-boundary.yaml";
    private static final String POLICY = "residency/03-policy-enforce.yaml";
    private static final String NAMESPACE = "residency/workloads/00-namespace.yaml";

    record Judgement(int exitCode, String out, String err) {}

    static Stream<Path> attempts() throws IOException {
        return Examples.files("residency/attempts").stream();
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void everyAttemptLeadsAbroadOnce(Path attempt) {
        var judgement = check(
                BOUNDARY, POLICY, NAMESPACE, Examples.ROOT.relativize(attempt).toString());
        assertThat(judgement.exitCode()).as(judgement.toString()).isEqualTo(1);
        assertThat(judgement.err()).isEmpty();
        assertThat(judgement.out().split("\"NotMet\"", -1)).as(judgement.out()).hasSize(2);
    }

    @Test
    void everythingThatHasGrownLeadsAbroad() {
        var judgement = check(BOUNDARY, POLICY, NAMESPACE, "residency/workloads/20-abroad.yaml");
        assertThat(judgement.exitCode()).isEqualTo(1);
        assertThat(judgement.out()).contains("archive-singapore", "archive-bangkok", "exports", "analytics-abroad");
    }

    @Test
    void whatIsDoneRightIsClean() {
        var judgement = check(
                BOUNDARY,
                POLICY,
                NAMESPACE,
                "residency/workloads/10-records.yaml",
                "residency/workloads/30-inside.yaml");
        assertThat(judgement.exitCode()).as(judgement.toString()).isZero();
        assertThat(judgement.err()).isEmpty();
    }

    private static Judgement check(String... files) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var arguments = new ArrayList<>(List.of("--output", "json"));
        Arrays.stream(files).map(Examples.ROOT::resolve).map(Path::toString).forEach(arguments::add);
        var check = new Check(
                new ByteArrayInputStream(new byte[0]), out, new PrintStream(err, true, StandardCharsets.UTF_8));
        var exitCode = new CommandLine(check).execute(arguments.toArray(String[]::new));
        return new Judgement(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
