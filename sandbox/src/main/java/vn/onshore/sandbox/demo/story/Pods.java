package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The pods of the Deployment of the story. */
final class Pods {
    private static final String OF_THE_DEPLOYMENT = Stage.PODS + "?labelSelector=app%3Drecords";

    private Pods() {}

    /** Waits until all of them run on such nodes and none is on its way out; then tells where. */
    static void awaitAll(Stage stage, String where, Predicate<String> node) {
        int wanted = stage.examples().workload().at("/spec/replicas").asInt();
        List<JsonNode> pods = stage.await(where, () -> {
            List<JsonNode> all = stage.admin().items(OF_THE_DEPLOYMENT);
            boolean there = all.size() == wanted
                    && all.stream().allMatch(Pods::runs)
                    && all.stream().allMatch(pod -> node.test(nodeOf(pod)));
            return there ? Optional.of(all) : Optional.<List<JsonNode>>empty();
        });
        stage.narrator().saw("%d pods run: %s".formatted(pods.size(), spread(pods)));
    }

    private static boolean runs(JsonNode pod) {
        return pod.at("/status/phase").asText().equals("Running")
                && pod.at("/metadata/deletionTimestamp").isMissingNode();
    }

    private static String nodeOf(JsonNode pod) {
        return pod.at("/spec/nodeName").asText();
    }

    private static String spread(List<JsonNode> pods) {
        return pods.stream()
                .collect(Collectors.groupingBy(Pods::nodeOf, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(node -> node.getValue() + " on " + node.getKey())
                .collect(Collectors.joining(", "));
    }
}
