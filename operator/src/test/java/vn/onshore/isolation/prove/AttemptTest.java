package vn.onshore.isolation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptTest {
    @ParameterizedTest
    @ValueSource(strings = {"open=10.0.0.1:80", "blocked=203.0.113.7:65535", "blocked=[2001:db8::1]:1"})
    void isReadAsItIsWritten(String text) {
        assertThat(Attempt.parse(text)).hasToString("Optional[" + text + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "open",
                "open=",
                "open=10.0.0.1",
                "open=10.0.0.1:",
                "open=10.0.0.1:0",
                "open=10.0.0.1:65536",
                "open=10.0.0.1:99999999999",
                "open=10.0.0.1:-1",
                "open=10.0.0.1:٨٠",
                "open=[10.0.0.1]:80",
                "open=2001:db8::1:80",
                "open=[2001:db8::1:80",
                "open=db.example.vn:80",
                "closed=10.0.0.1:80",
                "Open=10.0.0.1:80",
                "open=010.0.0.1:80"
            })
    void anythingElseIsNone(String text) {
        assertThat(Attempt.parse(text)).isEmpty();
    }
}
