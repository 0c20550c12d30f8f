package vn.onshore.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import vn.onshore.sandbox.bench.BenchCommand;

/** The benchmarks run and say what they promise to say; how fast this machine is, is no question here. */
class BenchIT {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void rowsAreOneJsonObjectALine() {
        var out = new StringWriter();
        int code = bench(out, "residency", "--quick", "--only", "drift,check", "--output", "json");
        List<JsonNode> rows = out.toString().lines().map(BenchIT::parse).toList();
        assertThat(rows).extracting(row -> row.path("name").asText()).containsExactly("check", "drift");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.path("value").isNumber()).isTrue();
            assertThat(row.path("value").asDouble()).isPositive();
            assertThat(row.path("unit").asText()).isNotEmpty();
            assertThat(row.path("bar").isNumber()).isTrue();
            assertThat(row.path("ok").asBoolean())
                    .isEqualTo(row.path("value").asDouble() <= row.path("bar").asDouble());
            assertThat(row.path("baseline").asDouble()).isPositive();
            assertThat(row.path("ratio").asDouble()).isPositive();
            assertThat(row.path("count").asLong()).isPositive();
        });
        assertThat(code).isEqualTo(rows.stream().allMatch(row -> row.path("ok").asBoolean()) ? 0 : 1);
    }

    @Test
    void theEngineIsMeasuredInAJvmOfItsOwnAndBesideANaiveOne() {
        var out = new StringWriter();
        assertThat(bench(out, "isolation", "--quick", "--only", "small", "--output", "json"))
                .isZero();
        assertThat(out.toString().lines()).singleElement().satisfies(line -> {
            var row = parse(line);
            assertThat(row.path("name").asText()).isEqualTo("small");
            assertThat(row.path("value").asDouble()).isPositive();
            assertThat(row.path("baseline").asDouble())
                    .isGreaterThan(row.path("value").asDouble());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"residency", "isolation"})
    void anUnknownNameIsRefused(String feature) {
        assertThat(bench(new StringWriter(), feature, "--only", "everything")).isEqualTo(2);
    }

    private static int bench(StringWriter out, String... arguments) {
        return new CommandLine(new BenchCommand()).setOut(new PrintWriter(out)).execute(arguments);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
