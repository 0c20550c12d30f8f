package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;
import vn.onshore.sandbox.demo.Narrator;
import vn.onshore.sandbox.demo.cluster.Answer;
import vn.onshore.sandbox.demo.cluster.Cluster;
import vn.onshore.sandbox.demo.cluster.Documents;

/** Step 5: ways around the guards, and the same things done right; then everything comes home. */
final class WaysAround implements Step {
    private static final List<String> LIARS = List.of("liar-node-1", "virtual-node-1");

    @Override
    public String title() {
        return "Ways around, and the same things done right";
    }

    @Override
    public void play(Stage stage) {
        for (ObjectNode attempt : Documents.resource(WaysAround.class, "attempts.yaml")) {
            if (stage.ownsNodes() || !attempt.path("nodes").asBoolean()) {
                play(stage, attempt);
            }
        }
        comeHome(stage);
    }

    private static void play(Stage stage, ObjectNode attempt) {
        String actor = attempt.path("actor").asText();
        String what = actor + " " + attempt.path("does").asText();
        ObjectNode object = object(stage, attempt);
        stage.narrator().does(what);
        Cluster cluster = stage.as(actor);
        Answer answer =
                attempt.has("to") ? cluster.create(attempt.path("to").asText(), object) : cluster.create(object);
        if (attempt.path("must").asText().equals("refuse")) {
            requireRefusal(stage.examples().policyName(), what, answer);
            stage.narrator().refused(answer);
        } else {
            stage.granted(what, answer);
            stage.narrator().answered(answer, Stage.name(object) + " is admitted" + placement(stage, answer));
        }
        if (attempt.has("runs") && stage.ownsNodes()) {
            String pod = attempt.path("runs").asText();
            JsonNode seen = stage.await(
                    "Pod " + pod + " to run",
                    Stage.PODS + "/" + pod,
                    each -> each.at("/status/phase").asText().equals("Running"));
            stage.narrator()
                    .saw("Pod %s runs on %s"
                            .formatted(pod, seen.at("/spec/nodeName").asText()));
        }
    }

    private static ObjectNode object(Stage stage, ObjectNode attempt) {
        JsonNode example = attempt.path("example");
        return example.isMissingNode()
                ? (ObjectNode) attempt.path("object")
                : stage.examples()
                        .find(
                                example.path("kind").asText(),
                                example.path("name").asText());
    }

    /** Refused by a guard of the policy, that is: a refusal for any other reason shows nothing. */
    static void requireRefusal(String policy, String what, Answer answer) {
        if (answer.ok()) {
            throw new Astray(
                    "%s: this must be refused, and the API server answered %d.".formatted(what, answer.code()));
        }
        if (!answer.sentence().contains("onshore-" + policy + "-")) {
            throw new Astray("%s: this must be refused by a guard of the policy, and the API server answered %d: %s"
                    .formatted(what, answer.code(), answer.sentence()));
        }
    }

    private static String placement(Stage stage, Answer answer) {
        String key = stage.examples().nodeLabel();
        String value = answer.body().path("spec").path("nodeSelector").path(key).asText();
        return value.isEmpty() ? "" : ", with nodeSelector %s=%s added".formatted(key, value);
    }

    private static void comeHome(Stage stage) {
        Narrator narrator = stage.narrator();
        narrator.does("take away what leads abroad");
        for (ObjectNode object : stage.examples().abroad()) {
            String path = stage.admin().path(object);
            Answer answer = stage.granted(
                    Stage.name(object) + " is deleted", stage.admin().delete(path));
            narrator.answered(answer, Stage.name(object) + " is deleted");
        }
        JsonNode left = stage.await(
                "the findings about it to go",
                stage.policyPath(),
                object -> StreamSupport.stream(
                                object.at("/status/findings/items").spliterator(), false)
                        .allMatch(finding -> finding.path("kind").asText().equals("Node")));
        WhatIsWrong.tell(narrator, left.at("/status/findings"));
        if (stage.ownsNodes()) {
            removeFalseClaims(stage);
        }
    }

    private static void removeFalseClaims(Stage stage) {
        Narrator narrator = stage.narrator();
        narrator.does("take the nodes out of the cluster that claim a place without being there");
        for (String node : LIARS) {
            narrator.answered(
                    stage.granted("Node " + node + " is deleted", stage.admin().delete("/api/v1/nodes/" + node)),
                    "Node " + node + " is deleted");
        }
        narrator.does("take back the statements that do not hold");
        for (JsonNode statement : stage.admin().items(Stage.ATTESTATIONS)) {
            if (new Conditions(statement).is("Ready", "False")) {
                String name = statement.at("/metadata/name").asText();
                narrator.answered(
                        stage.granted(name + " is deleted", stage.admin().delete(Stage.ATTESTATIONS + "/" + name)),
                        "SiteAttestation " + name + " is deleted");
            }
        }
        JsonNode clean = stage.await("a verdict without violations", stage.policyPath(), WhatIsWrong::nothing);
        narrator.saw(new Conditions(clean).sentence("Compliant"));
    }
}
