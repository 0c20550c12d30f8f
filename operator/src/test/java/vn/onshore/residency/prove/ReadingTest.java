package vn.onshore.residency.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.manifest.Tree;
import vn.onshore.residency.prove.ApiRequest.Verb;
import vn.onshore.residency.prove.Attempt.Expected;
import vn.onshore.residency.prove.Observation.Judgement;

class ReadingTest {
    private static final Reading READING = new Reading(new GuardNames("a", Set.of("a-b", "z")));
    private static final String DENIED = "pods \"onshore-canary\" is forbidden: ValidatingAdmissionPolicy '%s' with"
            + " binding 'whatever' denied request: no";

    @ParameterizedTest
    @CsvSource({
        "onshore-a-pods, true",
        "onshore-a, false",
        "onshore-ab-pods, false",
        "corp-images, false",
        "x-onshore-a-pods, false"
    })
    void aRefusalCountsOnlyIfOurOwnGuardIsNamed(String guard, boolean own) {
        var observation = read(forbidden("Pod"), 422, status(DENIED.formatted(guard)));
        assertThat(observation.outcome()).isInstanceOf(own ? Outcome.Refused.class : Outcome.Inconclusive.class);
        assertThat(observation.judgement()).isEqualTo(own ? Judgement.AsExpected : Judgement.Inconclusive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onshore-a-b-pods", "onshore-z-pods"})
    void aRefusalByAnotherPolicyShowsThatTheAttemptFailsAndNothingAboutWhatMustPass(String guard) {
        var forbidden = read(forbidden("Pod"), 422, status(DENIED.formatted(guard)));
        assertThat(forbidden.outcome()).isEqualTo(new Outcome.RefusedByPeer(guard));
        assertThat(forbidden.judgement()).isEqualTo(Judgement.AsExpected);
        assertThat(read(allowed("Pod"), 422, status(DENIED.formatted(guard))).judgement())
                .isEqualTo(Judgement.Inconclusive);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Pod \"onshore-canary\" is invalid: spec.containers: Required value",
                "admission webhook \"x\" denied the request: ValidatingAdmissionPolicy 'onshore-a-pods' with binding"
                        + " 'b' denied request: no",
                "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'onshore-a-pods' with binding",
                "ValidatingAdmissionPolicy onshore-a-pods denied request"
            })
    void aRefusalThatNamesNoGuardInItsPlaceProvesNothing(String message) {
        assertThat(read(forbidden("Pod"), 422, status(message)).judgement()).isEqualTo(Judgement.Inconclusive);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 301, 400, 401, 403, 404, 409, 415, 429, 500, 503, 504})
    void everyOtherAnswerProvesNothingEvenWhenItNamesTheGuard(int code) {
        for (var attempt : List.of(forbidden("Pod"), allowed("Pod"))) {
            assertThat(read(attempt, code, status(DENIED.formatted("onshore-a-pods")))
                            .judgement())
                    .isEqualTo(Judgement.Inconclusive);
        }
    }

    @Test
    void aBindThatMissesThePodWasAdmitted() {
        var missing = missing("pods", "onshore-canary", "pods \"onshore-canary\" not found");
        assertThat(read(forbidden("Binding"), 404, missing).judgement()).isEqualTo(Judgement.Deviation);
        assertThat(read(allowed("Binding"), 404, missing).judgement()).isEqualTo(Judgement.AsExpected);
        assertThat(read(allowed("Pod"), 404, missing).judgement()).isEqualTo(Judgement.Inconclusive);
    }

    @ParameterizedTest
    @CsvSource({
        "namespaces, onshore-canary, 'namespaces \"onshore-canary\" not found'",
        "pods, another, 'pods \"another\" not found'",
        "pods, onshore-canary, 'the server could not find the requested resource'",
        "nodes, onshore-canary, 'pods \"onshore-canary\" not found'"
    })
    void aBindThatMissesSomethingElseProvesNothing(String kind, String name, String message) {
        assertThat(read(forbidden("Binding"), 404, missing(kind, name, message)).judgement())
                .isEqualTo(Judgement.Inconclusive);
    }

    @Test
    void anObjectInTheAnswerMeansAdmitted() {
        var pod = Map.<String, Object>of("kind", "Pod");
        assertThat(read(allowed("Pod"), 201, pod).judgement()).isEqualTo(Judgement.AsExpected);
        assertThat(read(forbidden("Pod"), 201, pod).judgement()).isEqualTo(Judgement.Deviation);
        assertThat(read(forbidden("Pod"), 200, pod).sentence())
                .contains("was admitted")
                .contains("it must be refused");
    }

    @Test
    void thePageOfAProxyMeansNothing() {
        var page = new Answer.Replied(200, List.of(), Tree.NOTHING);
        assertThat(READING.of(allowed("Pod"), page).judgement()).isEqualTo(Judgement.Inconclusive);
    }

    @Test
    void aPodWithoutTheNodeSelectorIsADeviation() {
        var attempt = new Attempt(
                "pod-inside", "G6", "run a pod", request("Pod"), new Expected.Admitted(Map.of("k", "eligible")));
        var bare = read(attempt, 201, Map.of("kind", "Pod", "spec", Map.of("nodeSelector", Map.of("k", "other"))));
        assertThat(bare.judgement()).isEqualTo(Judgement.Deviation);
        assertThat(bare.sentence()).contains("without the nodeSelector k=eligible");
        var full = read(attempt, 201, Map.of("kind", "Pod", "spec", Map.of("nodeSelector", Map.of("k", "eligible"))));
        assertThat(full.judgement()).isEqualTo(Judgement.AsExpected);
    }

    @Test
    void anAllowedAttemptThatOurGuardRefusesIsADeviation() {
        var observation = read(allowed("Pod"), 422, status(DENIED.formatted("onshore-a-pods")));
        assertThat(observation.judgement()).isEqualTo(Judgement.Deviation);
        assertThat(observation.sentence())
                .contains("was refused by onshore-a-pods")
                .contains("it must pass");
    }

    @Test
    void warningsOfOurGuardCountWhereTheyArePromised() {
        var warned = new Attempt("x", "G4", "run a pod", request("Pod"), new Expected.Warned());
        assertThat(warned(warned, "onshore-a-pods")).isEqualTo(Judgement.AsExpected);
        assertThat(warned(warned, "onshore-a-b-pods")).isEqualTo(Judgement.Deviation);
        assertThat(warned(forbidden("Pod"), "onshore-a-pods")).isEqualTo(Judgement.Deviation);
        assertThat(warned(allowed("Pod"), "onshore-a-pods")).isEqualTo(Judgement.Deviation);
        assertThat(read(warned, 422, status(DENIED.formatted("onshore-a-pods"))).judgement())
                .isEqualTo(Judgement.Deviation);
    }

    @Test
    void longSentencesAreCut() {
        var observation = read(forbidden("Pod"), 403, status("x".repeat(100_000)));
        assertThat(observation.said()).hasSizeLessThan(Reading.LONGEST + 2);
        assertThat(observation.sentence()).hasSizeLessThan(Reading.LONGEST + 200);
    }

    private static Judgement warned(Attempt attempt, String guard) {
        var header = "299 - \"Validation failed for ValidatingAdmissionPolicy '" + guard + "' with binding 'b': no\"";
        var answer = new Answer.Replied(
                201, List.of("299 - \"something else\"", header), new Tree(Map.<String, Object>of("kind", "Pod")));
        return READING.of(attempt, answer).judgement();
    }

    private static Observation read(Attempt attempt, int code, Map<String, Object> body) {
        return READING.of(attempt, new Answer.Replied(code, List.of(), new Tree(body)));
    }

    private static Map<String, Object> status(String message) {
        return Map.of("kind", "Status", "status", "Failure", "message", message);
    }

    private static Map<String, Object> missing(String kind, String name, String message) {
        return Map.of("kind", "Status", "message", message, "details", Map.of("kind", kind, "name", name));
    }

    private static Attempt forbidden(String kind) {
        return new Attempt("x", "G4", "make a " + kind, request(kind), new Expected.Refused());
    }

    private static Attempt allowed(String kind) {
        return new Attempt("y", "G4", "make a " + kind, request(kind), new Expected.Admitted(Map.of()));
    }

    private static ApiRequest request(String kind) {
        return new ApiRequest(
                Verb.Create, "/api/v1", Map.of("kind", kind, "metadata", Map.of("name", "onshore-canary")));
    }
}
