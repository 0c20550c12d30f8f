package vn.onshore.residency.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RenewedTokenTest {
    private Instant now = Instant.parse("2026-11-22T03:00:00Z");
    private final AtomicInteger asked = new AtomicInteger();
    private final RenewedToken token =
            new RenewedToken(life -> new BearerToken("token-" + asked.incrementAndGet(), now.plus(life)), () -> now);

    @Test
    void isRenewedWhenHalfOfItsLifeIsOver() {
        assertThat(token.current().value()).isEqualTo("token-1");
        now = now.plus(Duration.ofSeconds(299));
        assertThat(token.current().value()).isEqualTo("token-1");
        now = now.plus(Duration.ofSeconds(1));
        assertThat(token.current().value()).isEqualTo("token-2");
    }

    @Test
    void isReplacedOnceWhenTheServerRefusesIt() {
        var first = token.current();
        token.discard(first);
        var second = token.current();
        token.discard(first);
        assertThat(token.current()).isEqualTo(second);
        assertThat(asked).hasValue(2);
    }

    @Test
    void neverShowsItself() {
        assertThat(token.current().toString()).doesNotContain("token-1");
        assertThatThrownBy(() -> new BearerToken("secret\nvalue", now)).hasMessage("not a bearer token");
    }
}
