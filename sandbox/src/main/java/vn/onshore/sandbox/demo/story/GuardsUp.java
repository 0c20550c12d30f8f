package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import vn.onshore.sandbox.demo.Narrator;
import vn.onshore.sandbox.demo.cluster.Answer;

/** Step 4: Enforce. First the preview, then the guards, applied and proved by canaries. */
final class GuardsUp implements Step {
    /** Nodes whose statements hold. */
    private static final Predicate<String> AT_THE_SITES =
            node -> node.startsWith("hcm-") || node.equals(WhoStandsWhere.FIRST);

    @Override
    public String title() {
        return "Enforce: the preview, then guards that are live and proved";
    }

    @Override
    public void play(Stage stage) {
        Narrator narrator = stage.narrator();
        narrator.does("apply DataResidency %s in mode Enforce, with evict: true"
                .formatted(stage.examples().policyName()));
        long began = System.nanoTime();
        Answer answer = stage.apply(stage.examples().enforce());
        narrator.answered(
                answer, "generation " + answer.body().at("/metadata/generation").asText());
        JsonNode preview = stage.await(
                "the preview",
                stage.policyPath(),
                object -> !object.at("/status/preview").isMissingNode());
        narrator.does("read status.preview: what exists and would be refused if it were made today");
        WhatIsWrong.tell(narrator, preview.at("/status/preview"));
        narrator.does("wait until the guards are live and proved");
        if (stage.ownsNodes()) {
            JsonNode proved = stage.await(
                    "guards that are proved",
                    stage.policyPath(),
                    object -> new Conditions(object).ready("EnforcedAndProved"));
            tell(narrator, proved, Duration.ofNanos(System.nanoTime() - began));
            narrator.does("look where the pods are, now that those abroad are evicted");
            Pods.awaitAll(stage, "the pods at the two sites", AT_THE_SITES);
        } else {
            JsonNode tried = stage.await(
                    "canaries",
                    stage.policyPath(),
                    object -> object.at("/status/proof").isObject());
            tell(narrator, tried, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static void tell(Narrator narrator, JsonNode policy, Duration after) {
        var kinds = new TreeMap<String, Long>(StreamSupport.stream(
                        policy.at("/status/guards").spliterator(), false)
                .collect(Collectors.groupingBy(guard -> guard.path("kind").asText(), Collectors.counting())));
        narrator.saw("after %s: %s".formatted(Narrator.millis(after), new Conditions(policy).sentence("Ready")));
        narrator.detail("guards: "
                + kinds.entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .collect(Collectors.joining(", ")));
        JsonNode proof = policy.at("/status/proof");
        narrator.detail("canaries: %d attempts, all dry run, %d ended as they must"
                .formatted(
                        proof.path("attempts").asInt(), proof.path("asExpected").asInt()));
        proof.path("deviations").forEach(each -> narrator.detail("not shown: " + each.asText()));
    }
}
