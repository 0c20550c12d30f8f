package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.stream.StreamSupport;
import vn.onshore.sandbox.demo.Narrator;
import vn.onshore.sandbox.demo.cluster.Answer;
import vn.onshore.sandbox.demo.world.Installation;
import vn.onshore.sandbox.demo.world.OperatorProcess;

/** Step 2: boundary and policy in Audit, and what the sweep finds. */
final class WhatIsWrong implements Step {
    private static final String LIAR = "liar-node-1";

    @Override
    public String title() {
        return "What is wrong: boundary and policy, in Audit";
    }

    @Override
    public void play(Stage stage) {
        tellInstalled(stage);
        applyBoundary(stage);
        long applied = System.nanoTime();
        JsonNode policy = applyPolicy(stage);
        Narrator narrator = stage.narrator();
        narrator.saw("after %s: %s"
                .formatted(
                        Narrator.millis(Duration.ofNanos(System.nanoTime() - applied)),
                        new Conditions(policy).sentence("Compliant")));
        narrator.note("The first verdict stood %s after the start.".formatted(Narrator.millis(narrator.elapsed())));
        JsonNode swept = stage.await(
                "the first sweep",
                stage.policyPath(),
                object -> new Conditions(object).ready("Audited") && (!stage.ownsNodes() || everythingJudged(object)));
        tell(narrator, swept.at("/status/findings"));
        if (stage.ownsNodes()) {
            showLiar(stage);
        }
    }

    /** Chart and operator came while the first step was played. */
    private static void tellInstalled(Stage stage) {
        Narrator narrator = stage.narrator();
        Installation chart = stage.onshore().chart();
        narrator.does("helm template charts/onshore, applied; onshore operator, with the account that the chart makes");
        OperatorProcess operator = stage.onshore().ready();
        narrator.saw(
                "the operator is ready, process %d; the chart made %d CustomResourceDefinitions, %d ClusterRoles, %d objects in all"
                        .formatted(
                                operator.pid(),
                                chart.count("CustomResourceDefinition"),
                                chart.count("ClusterRole"),
                                chart.objects().size()));
    }

    private static void applyBoundary(Stage stage) {
        ObjectNode boundary = stage.attestors().knownTo(stage.examples().boundary());
        stage.narrator().does("apply " + Stage.name(boundary) + ": two sites, their networks, hosts and attestors");
        Answer answer = stage.apply(boundary);
        JsonNode ready =
                stage.await("the boundary", stage.boundaryPath(), object -> new Conditions(object).is("Ready", "True"));
        stage.narrator()
                .answered(
                        answer,
                        "%s; %d nodes, %d of them inside, %d inconsistent"
                                .formatted(
                                        new Conditions(ready).sentence("Ready"),
                                        ready.at("/status/nodes/total").asInt(),
                                        ready.at("/status/nodes/inside").asInt(),
                                        ready.at("/status/nodes/inconsistent").asInt()));
    }

    private static JsonNode applyPolicy(Stage stage) {
        ObjectNode policy = stage.examples().audit();
        stage.narrator().does("apply " + Stage.name(policy) + " in mode Audit");
        stage.apply(policy);
        return stage.await(
                "the first verdict", stage.policyPath(), object -> new Conditions(object).is("Compliant", "False"));
    }

    /** Whether the operator knew all it needed to judge; what came just before the sweep may reach it just after. */
    private static boolean everythingJudged(JsonNode policy) {
        return policy.at("/status/verdicts/unknown").asInt() == 0;
    }

    /** Whether everything was looked at and no violation is left; what nobody can see does not count here. */
    static boolean nothing(JsonNode policy) {
        return policy.at("/status/coverage/kindsListed").asInt() > 0
                && new Conditions(policy)
                        .current("Compliant")
                        .filter(verdict -> !verdict.path("status").asText().equals("False"))
                        .isPresent();
    }

    /** The findings, one line each, and how many there are in all. */
    static void tell(Narrator narrator, JsonNode findings) {
        narrator.saw("%d findings".formatted(findings.path("total").asLong()));
        StreamSupport.stream(findings.path("items").spliterator(), false)
                .map(WhatIsWrong::sentence)
                .forEach(narrator::detail);
    }

    private static String sentence(JsonNode finding) {
        return "%s %s  %s: %s"
                .formatted(
                        finding.path("rule").asText(),
                        finding.path("verdict").asText(),
                        finding.path("kind").asText()
                                + " "
                                + (finding.path("namespace").asText().isEmpty()
                                        ? ""
                                        : finding.path("namespace").asText() + "/")
                                + finding.path("name").asText(),
                        finding.path("message").asText());
    }

    private static void showLiar(Stage stage) {
        stage.narrator().does("read status.inconsistentNodes of the boundary");
        JsonNode boundary = stage.admin().get(stage.boundaryPath()).orThrow().body();
        JsonNode liar = StreamSupport.stream(
                        boundary.at("/status/inconsistentNodes").spliterator(), false)
                .filter(node -> node.path("name").asText().equals(LIAR))
                .findFirst()
                .orElseThrow(
                        () -> new Astray("Node " + LIAR + " must be inconsistent, and the status does not say so."));
        stage.narrator()
                .saw("Node %s is Inconsistent: %s"
                        .formatted(LIAR, liar.path("contradiction").asText()));
    }
}
