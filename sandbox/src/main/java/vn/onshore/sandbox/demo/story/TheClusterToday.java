package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import vn.onshore.sandbox.demo.Narrator;
import vn.onshore.sandbox.demo.cluster.Answer;
import vn.onshore.sandbox.demo.cluster.Documents;

/** Step 1: nodes in eight places, and a namespace that grew before anybody asked where its data is. */
final class TheClusterToday implements Step {
    @Override
    public String title() {
        return "The cluster as it is today";
    }

    @Override
    public void play(Stage stage) {
        Narrator narrator = stage.narrator();
        if (stage.ownsNodes()) {
            narrator.does("list the nodes");
            narrator.table(List.of("NODE", "REGION", "ZONE", "PROVIDER ID"), nodes(stage));
        } else {
            narrator.note("Skipped: nodes in eight places and the pods on them; they need the sandbox's nodes.");
        }
        List<ObjectNode> objects = new ArrayList<>(List.of(stage.examples().namespace()));
        objects.addAll(Documents.resource(TheClusterToday.class, "today.yaml"));
        if (stage.ownsNodes()) {
            objects.add(stage.examples().workload());
        }
        objects.addAll(stage.examples().abroad());
        for (ObjectNode object : objects) {
            create(stage, object);
        }
        if (stage.ownsNodes()) {
            narrator.does("look where its pods are");
            Pods.awaitAll(stage, "the pods to run", node -> true);
        }
    }

    private static List<List<String>> nodes(Stage stage) {
        return stage.admin().items("/api/v1/nodes").stream()
                .map(node -> List.of(
                        node.at("/metadata/name").asText(),
                        orDash(node.at("/metadata/labels/topology.kubernetes.io~1region")),
                        orDash(node.at("/metadata/labels/topology.kubernetes.io~1zone")),
                        orDash(node.at("/spec/providerID"))))
                .toList();
    }

    private static String orDash(JsonNode text) {
        return text.asText().isEmpty() ? "-" : text.asText();
    }

    private static void create(Stage stage, ObjectNode object) {
        Answer answer =
                stage.granted(Stage.name(object) + " is created", stage.admin().create(object));
        stage.narrator().does("create " + Stage.name(object) + leadsTo(object));
        stage.narrator()
                .answered(
                        answer,
                        "created, uid " + answer.body().at("/metadata/uid").asText());
    }

    private static String leadsTo(ObjectNode object) {
        return switch (object.path("kind").asText()) {
            case "StorageClass" ->
                ", whose volumes are made in zone "
                        + object.at("/allowedTopologies/0/matchLabelExpressions/0/values/0")
                                .asText();
            case "PersistentVolume" ->
                ", which is " + object.at("/spec/csi/volumeHandle").asText();
            case "EndpointSlice" ->
                ", which leads to " + object.at("/endpoints/0/addresses/0").asText();
            case "Deployment" -> ", " + object.at("/spec/replicas").asText() + " pods, wherever there is room";
            case "Service" ->
                object.at("/spec/externalName").isMissingNode()
                        ? ""
                        : ", which leads to " + object.at("/spec/externalName").asText();
            default -> "";
        };
    }
}
