package vn.onshore.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.onshore.sandbox.demo.cluster.Answer;

class NarratorTest {
    private final StringWriter written = new StringWriter();
    private final Narrator narrator = new Narrator(new PrintWriter(written), false);

    private static Answer refusal(String sentence) {
        return new Answer(422, new JsonMapper().createObjectNode().put("message", sentence), Duration.ofMillis(7));
    }

    @Test
    void aRefusalIsToldInTheServersOwnWords() {
        narrator.refused(refusal("pods \"a\" is forbidden: no"));
        assertThat(written).hasToString("   < 422 in 7 ms: pods \"a\" is forbidden: no\n");
    }

    @Test
    void longSentencesAreBrokenBetweenWordsAndIndented() {
        narrator.does("word ".repeat(40));
        assertThat(written.toString().lines())
                .hasSize(3)
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(100).endsWith("word"));
        assertThat(written.toString().lines().skip(1))
                .allSatisfy(line -> assertThat(line).startsWith("     word"));
    }

    /** Nothing is lost and nothing is too wide, whatever the words are. */
    @Test
    void wrappingKeepsEveryCharacter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String text = IntStream.range(0, random.nextInt(1, 30))
                    .mapToObj(word -> "x".repeat(random.nextInt(1, random.nextInt(2, 250))))
                    .collect(Collectors.joining(" "));
            List<String> lines = Narrator.wrap("   > ", "     ", text);
            assertThat(lines)
                    .as("seed %d", seed)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
            assertThat(String.join("", lines).replaceAll("[ >]", "")).isEqualTo(text.replace(" ", ""));
        }
    }

    @Test
    void columnsAreAsWideAsWhatStandsInThem() {
        narrator.table(List.of("NODE", "ZONE"), List.of(List.of("hn-node-1", "vn-north-1a"), List.of("b", "-")));
        assertThat(written.toString().lines())
                .containsExactly("     NODE       ZONE", "     hn-node-1  vn-north-1a", "     b          -");
    }

    @Test
    void aRowThatIsTooWideIsCut() {
        narrator.table(List.of("A"), List.of(List.of("y".repeat(200))));
        assertThat(written.toString().lines().skip(1))
                .singleElement()
                .satisfies(line -> assertThat(line).hasSize(100).endsWith("y..."));
    }

    @Test
    void coloursAreForTerminals() {
        narrator.step(1, "A step");
        assertThat(written.toString()).doesNotContain("\033");
        StringWriter coloured = new StringWriter();
        new Narrator(new PrintWriter(coloured), true).step(1, "A step");
        assertThat(coloured.toString()).contains("\033[1m1  A step\033[0m");
    }

    @Test
    void timesAreShort() {
        assertThat(Narrator.millis(Duration.ofMillis(7))).isEqualTo("7 ms");
        assertThat(Narrator.millis(Duration.ofMillis(12_340))).isEqualTo("12.3 s");
    }
}
