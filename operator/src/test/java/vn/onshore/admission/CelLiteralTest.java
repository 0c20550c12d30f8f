package vn.onshore.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CelLiteralTest {

    @TestFactory
    Stream<DynamicTest> aValueStaysAValue() {
        return Stream.of(
                        "",
                        "vn-north",
                        "'] || true || ['",
                        "\"] || true || [\"",
                        "\\",
                        "\\'",
                        "\\\\' || true || '",
                        "'''",
                        "\"\"\"",
                        "a\nb\r\tc",
                        "\u0000",
                        "\u0007\u001b[31m",
                        "Hà Nội",
                        "\u202Etxt",
                        "\u2028\u2029\u0085",
                        "🇻🇳",
                        "${x}{y}%s",
                        "r'x'",
                        "b\"x\"",
                        "// comment",
                        "\\u0027 || true")
                .map(value -> DynamicTest.dynamicTest(
                        CelLiteral.string(value),
                        () -> assertThat(CelPolicy.evaluate(CelLiteral.string(value)))
                                .isEqualTo(value)));
    }

    @Test
    void anyTextStaysAValue() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var i = 0; i < 500; i++) {
            var value = random.ints(random.nextInt(12), 0, 0x3000)
                    .filter(point -> !Character.isSurrogate((char) point))
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            assertThat(CelPolicy.evaluate(CelLiteral.string(value)))
                    .as("seed %d", seed)
                    .isEqualTo(value);
        }
    }

    @Test
    void aLoneSurrogateBecomesTheReplacementCharacter() {
        assertThat(CelPolicy.evaluate(CelLiteral.string("a\ud800b"))).isEqualTo("a\ufffdb");
    }

    @Test
    void literalsArePrintableAscii() {
        assertThat(CelLiteral.string("Hà Nội\n🇻🇳\u0000").chars()).allMatch(c -> c >= ' ' && c <= '~');
    }

    @Test
    void aHostileMemberDoesNotEndItsList() {
        var hostile = "'] || true || ['";
        assertThat(CelPolicy.evaluate("'abroad' in " + CelLiteral.list(List.of("vn-north", hostile))))
                .isEqualTo(false);
        assertThat(CelPolicy.evaluate(CelLiteral.string(hostile) + " in " + CelLiteral.list(List.of(hostile))))
                .isEqualTo(true);
    }

    @Test
    void sentencesQuoteTheirText() {
        var sentence = CelSentence.of("it's '").value("'x'").text("'; \\o/");
        assertThat(CelPolicy.evaluate(sentence.expression())).isEqualTo("it's 'x'; \\o/");
    }
}
