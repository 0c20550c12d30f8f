package vn.onshore.sandbox.demo.story;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.onshore.sandbox.demo.cluster.Answer;

/** Only a refusal by a guard of the policy is a refusal. */
class WaysAroundTest {
    private static Answer answer(int code, String sentence) {
        return new Answer(code, new JsonMapper().createObjectNode().put("message", sentence), Duration.ZERO);
    }

    private static void judge(Answer answer) {
        WaysAround.requireRefusal("citizen-data", "lan runs a Pod abroad", answer);
    }

    @Test
    void aGuardThatRefusesIsWhatTheStoryWants() {
        assertThatCode(() -> judge(answer(
                        422, "denied by ValidatingAdmissionPolicy 'onshore-citizen-data-pods': node is not eligible")))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsAdmittedEndsTheStory() {
        assertThatThrownBy(() -> judge(answer(201, "")))
                .isInstanceOf(Astray.class)
                .hasMessage("lan runs a Pod abroad: this must be refused, and the API server answered 201.");
    }

    @Test
    void aRefusalForAnotherReasonShowsNothing() {
        assertThatThrownBy(() -> judge(answer(403, "User \"lan\" cannot create resource \"pods\"")))
                .isInstanceOf(Astray.class)
                .hasMessageContaining("by a guard of the policy")
                .hasMessageContaining("cannot create resource");
    }
}
