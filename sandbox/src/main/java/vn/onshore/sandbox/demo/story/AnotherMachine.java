package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import vn.onshore.sandbox.demo.Narrator;
import vn.onshore.sandbox.demo.cluster.Answer;

/** Step 7: behind the name of an attested node there is another machine. */
final class AnotherMachine implements Step {
    private static final String NODE = WhoStandsWhere.FIRST;

    @Override
    public String title() {
        return "A node's identity changes";
    }

    @Override
    public void play(Stage stage) {
        Narrator narrator = stage.narrator();
        if (!stage.ownsNodes()) {
            narrator.note("Skipped: this changes a node, and the nodes are not the sandbox's.");
            return;
        }
        long began = System.nanoTime();
        UUID other = UUID.randomUUID();
        narrator.does("the machine behind %s reports systemUUID %s".formatted(NODE, other));
        Answer answer = stage.granted(
                "The identity is changed",
                stage.admin()
                        .merge(
                                "/api/v1/nodes/" + NODE + "/status",
                                Stage.yaml("status: {nodeInfo: {systemUUID: \"%s\"}}", other)));
        narrator.answered(
                answer,
                "systemUUID " + answer.body().at("/status/nodeInfo/systemUUID").asText());
        tellVoid(stage, began);
        stage.await(
                "the label to go",
                "/api/v1/nodes/" + NODE,
                node -> !node.at("/metadata/labels").has(stage.examples().nodeLabel()));
        narrator.saw("after %s: Node %s has no label %s any more"
                .formatted(since(began), NODE, stage.examples().nodeLabel()));
        narrator.does("look where the pods are");
        Pods.awaitAll(stage, "the pods at the other site", node -> node.startsWith("hcm-"));
        narrator.note("All of that took " + since(began) + ".");
        JsonNode evicted = stage.await("an Event about the eviction", () -> Events.of(stage, "Evicted", "records"));
        narrator.saw(Events.sentence(evicted));
        signAgain(stage);
    }

    /** Whoever is responsible has looked at the new machine. */
    private static void signAgain(Stage stage) {
        Narrator narrator = stage.narrator();
        narrator.does("the attestor looks at the machine and signs again; the old statement is taken back");
        JsonNode node = stage.admin().get("/api/v1/nodes/" + NODE).orThrow().body();
        ObjectNode statement = stage.attestors()
                .sign(node, WhoStandsWhere.HANOI, stage.examples().boundaryName())
                .join();
        voided(stage)
                .ifPresent(old -> stage.granted(
                        "The old statement is deleted",
                        stage.admin()
                                .delete(Stage.ATTESTATIONS + "/"
                                        + old.at("/metadata/name").asText())));
        WhoStandsWhere.expect(stage, statement, "True", "Verified");
        JsonNode clean = stage.await("a verdict without violations", stage.policyPath(), WhatIsWrong::nothing);
        narrator.saw(new Conditions(clean).sentence("Compliant"));
    }

    private static Optional<JsonNode> voided(Stage stage) {
        return stage.admin().items(Stage.ATTESTATIONS).stream()
                .filter(each -> each.at("/status/node").asText().equals(NODE))
                .filter(each -> new Conditions(each).is("Ready", "False"))
                .findFirst();
    }

    private static void tellVoid(Stage stage, long began) {
        JsonNode voided = stage.await("the statement to be void", () -> voided(stage));
        stage.narrator()
                .saw("after %s: SiteAttestation %s: %s"
                        .formatted(
                                since(began),
                                voided.at("/metadata/name").asText(),
                                new Conditions(voided).sentence("Ready")));
        JsonNode event = stage.await(
                "an Event about it",
                () -> Events.of(
                        stage, "AttestationVoid", voided.at("/metadata/name").asText()));
        stage.narrator().saw(Events.sentence(event));
    }

    private static String since(long began) {
        return Narrator.millis(Duration.ofNanos(System.nanoTime() - began));
    }
}
