package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What decides who reaches whom, as a file like that of {@code kubectl get namespaces,pods,networkpolicies -A -o yaml}. */
final class Exported {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, String> COLLECTIONS = Map.of(
            "/api/v1/namespaces", "Namespace",
            "/api/v1/pods", "Pod",
            "/apis/networking.k8s.io/v1/networkpolicies", "NetworkPolicy");

    private Exported() {}

    /** The file, which goes with the story. */
    static Path from(Stage stage) {
        ObjectNode list = YAML.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        COLLECTIONS.forEach((path, kind) -> {
            JsonNode body = stage.admin().get(path).orThrow().body();
            // The server names the kind of the list alone.
            body.path("items")
                    .forEach(item -> items.add(((ObjectNode) item)
                            .put("apiVersion", body.path("apiVersion").asText())
                            .put("kind", kind)));
        });
        try {
            return Files.writeString(stage.scratch().resolve("cluster.yaml"), YAML.writeValueAsString(list));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
