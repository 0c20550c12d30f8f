package vn.onshore.residency.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.onshore.residency.prove.Attempt.Expected;

class ProofTest {
    private static final Attempt ATTEMPT = new Attempt(
            "x", "G3", "bind", new ApiRequest(ApiRequest.Verb.Create, "/", Map.of()), new Expected.Refused());
    private static final Observation FINE = new Observation(ATTEMPT, new Outcome.Refused("g"), 422, "");
    private static final Observation OPEN = new Observation(ATTEMPT, new Outcome.Admitted(), 404, "");
    private static final Observation DARK = new Observation(ATTEMPT, new Outcome.Inconclusive("no answer"), 0, "");

    @Test
    void holdsOnlyWhenEverythingThatWasTriedEndedAsItMust() {
        assertThat(proof(FINE, FINE).verdict()).isEqualTo(new Proof.Verdict.Holds());
        assertThat(proof(FINE, FINE).asExpected()).isEqualTo(2);
    }

    @Test
    void isBrokenByOneDeviationWhateverElseIsUnknown() {
        assertThat(proof(DARK, FINE, OPEN).verdict())
                .isInstanceOfSatisfying(
                        Proof.Verdict.Broken.class,
                        broken -> assertThat(broken.deviations()).hasSize(1));
    }

    @Test
    void isInconclusiveWhenSomethingProvedNothing() {
        assertThat(proof(FINE, DARK).verdict())
                .isInstanceOfSatisfying(
                        Proof.Verdict.Inconclusive.class,
                        inconclusive -> assertThat(inconclusive.reasons())
                                .containsExactly("G3 x: an attempt to bind proves nothing: no answer"));
    }

    @Test
    void showsNothingWhenNothingWasTried() {
        assertThat(proof().verdict()).isInstanceOf(Proof.Verdict.Inconclusive.class);
    }

    private static Proof proof(Observation... observations) {
        return new Proof(Instant.EPOCH, List.of(observations), List.of());
    }
}
