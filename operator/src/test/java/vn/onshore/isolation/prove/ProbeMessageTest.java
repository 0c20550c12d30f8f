package vn.onshore.isolation.prove;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.onshore.isolation.prove.ProbeMessage.Reading;

class ProbeMessageTest {
    private static final List<Attempt> ATTEMPTS = Stream.of("open=10.0.0.1:80", "blocked=10.0.0.2:80")
            .map(text -> Attempt.parse(text).orElseThrow())
            .toList();
    private static final String SOUND = ProbeMessage.write(ATTEMPTS, List.of(Outcome.Open, Outcome.Silent));

    @Test
    void isReadAsItIsWritten() {
        assertThat(ProbeMessage.read(SOUND, ATTEMPTS))
                .isEqualTo(new Reading.Outcomes(List.of(Outcome.Open, Outcome.Silent)));
    }

    @Test
    void theLongestFitsIntoWhatAKubeletKeeps() {
        var attempts = Collections.nCopies(ProbeMessage.MOST_ATTEMPTS, ATTEMPTS.getFirst());
        var outcomes = Collections.nCopies(ProbeMessage.MOST_ATTEMPTS, Outcome.Unreachable);
        assertThat(ProbeMessage.write(attempts, outcomes).getBytes(UTF_8).length)
                .isLessThanOrEqualTo(ProbeMessage.MOST_BYTES);
    }

    static Stream<String> unreadable() {
        return Stream.of(
                "",
                "null",
                "[]",
                "\"Open\"",
                "{",
                "{}",
                "[".repeat(ProbeMessage.MOST_BYTES),
                " ".repeat(100_000) + SOUND,
                SOUND.substring(0, SOUND.length() - 1),
                SOUND.replace("Silent", "Blocked"),
                SOUND.replace("\"Silent\"", "1"),
                SOUND.replace("\"Silent\"", "null"),
                SOUND.replace(",\"Silent\"", ""),
                SOUND.replace("\"Silent\"", "\"Silent\",\"Silent\""),
                ProbeMessage.write(ATTEMPTS.reversed(), List.of(Outcome.Open, Outcome.Silent)));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void anythingElseIsNoAnswer(String message) {
        assertThat(ProbeMessage.read(message, ATTEMPTS)).isInstanceOf(Reading.Unreadable.class);
    }
}
