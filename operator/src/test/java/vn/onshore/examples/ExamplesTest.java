package vn.onshore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.onshore.cli.Run;
import vn.onshore.cli.check.Check;

/** What the examples say about themselves is what {@code onshore check} says about them. */
class ExamplesTest {
    private static final String BOUNDARY = "residency/01-boundary.yaml";
    private static final String POLICY = "residency/03-policy-enforce.yaml";
    private static final String NAMESPACE = "residency/workloads/00-namespace.yaml";

    static Stream<Path> attempts() throws IOException {
        return Examples.files("residency/attempts").stream();
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void everyAttemptLeadsAbroadOnce(Path attempt) {
        var judgement = check(
                BOUNDARY, POLICY, NAMESPACE, Examples.ROOT.relativize(attempt).toString());
        assertThat(judgement.code()).as(judgement.toString()).isEqualTo(1);
        assertThat(judgement.err()).isEmpty();
        assertThat(judgement.out().split("\"NotMet\"", -1)).as(judgement.out()).hasSize(2);
    }

    @Test
    void everythingThatHasGrownLeadsAbroad() {
        var judgement = check(BOUNDARY, POLICY, NAMESPACE, "residency/workloads/20-abroad.yaml");
        assertThat(judgement.code()).isEqualTo(1);
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
        assertThat(judgement.code()).as(judgement.toString()).isZero();
        assertThat(judgement.err()).isEmpty();
    }

    private static Run check(String... files) {
        var arguments = new ArrayList<>(List.of("--output", "json"));
        Arrays.stream(files).map(Examples.ROOT::resolve).map(Path::toString).forEach(arguments::add);
        return Run.of("", Check::new, arguments.toArray(String[]::new));
    }
}
