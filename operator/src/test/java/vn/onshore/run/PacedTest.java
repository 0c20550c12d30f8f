package vn.onshore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PacedTest {
    private static final Duration PACE = Duration.ofMillis(150);

    private record Passed(String name, long at) {}

    private final List<Passed> passed = new CopyOnWriteArrayList<>();

    private void pass(String name) {
        passed.add(new Passed(name, System.nanoTime()));
    }

    @Test
    void theFirstGoesAtOnceAndTheRestTogether() {
        try (var paced = new Paced(this::pass, PACE)) {
            for (int i = 0; i < 1_000; i++) {
                paced.accept("a");
            }
            assertThat(passed).isNotEmpty();
            await().atMost(Duration.ofSeconds(5)).until(() -> passed.size() >= 2);
            for (int i = 1; i < passed.size(); i++) {
                // Half of it, because the clock here is read after the one there.
                assertThat(passed.get(i).at() - passed.get(i - 1).at()).isGreaterThan(PACE.toNanos() / 2);
            }
        }
    }

    @Test
    void namesDoNotWaitForEachOther() {
        try (var paced = new Paced(this::pass, PACE)) {
            paced.accept("a");
            paced.accept("b");
            assertThat(passed).extracting(Passed::name).containsExactly("a", "b");
        }
    }

    /** Whatever comes last is passed on after it came. */
    @Test
    void nothingIsLost() {
        try (var paced = new Paced(this::pass, PACE)) {
            for (int i = 0; i < 5; i++) {
                paced.accept("a");
                var last = System.nanoTime();
                paced.accept("a");
                await().atMost(Duration.ofSeconds(5))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> passed.getLast().at() >= last);
            }
        }
    }
}
