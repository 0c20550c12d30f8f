package vn.onshore.sandbox.demo.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import vn.onshore.sandbox.SandboxException;

/** Under which paths a cluster serves which kinds, as it says itself (API discovery). */
final class Kinds {
    /** A definition that was just made is served a moment later. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Function<String, Answer> get;
    private final Map<String, JsonNode> known = new ConcurrentHashMap<>();

    /** @param get asks the server for a path */
    Kinds(Function<String, Answer> get) {
        this.get = get;
    }

    /** The path of one object, or of its collection when the name is empty. */
    String path(JsonNode object, String name) {
        String version = object.path("apiVersion").asText();
        String base = version.contains("/") ? "/apis/" + version : "/api/" + version;
        JsonNode kind = kind(base, object.path("kind").asText());
        String namespace = object.path("metadata").path("namespace").asText();
        String room = kind.path("namespaced").asBoolean()
                ? "/namespaces/" + (namespace.isEmpty() ? "default" : namespace)
                : "";
        return base + room + "/" + kind.path("name").asText() + (name.isEmpty() ? "" : "/" + name);
    }

    private JsonNode kind(String base, String kind) {
        String key = base + " " + kind;
        JsonNode before = known.get(key);
        if (before != null) {
            return before;
        }
        JsonNode found = Await.value(PATIENCE, () -> search(base, kind))
                .orElseThrow(
                        () -> new SandboxException("The cluster does not serve %s under %s.".formatted(kind, base)));
        known.put(key, found);
        return found;
    }

    private Optional<JsonNode> search(String base, String kind) {
        Answer answer = get.apply(base);
        return StreamSupport.stream(answer.body().path("resources").spliterator(), false)
                .filter(each -> each.path("kind").asText().equals(kind))
                .filter(each -> !each.path("name").asText().contains("/"))
                .findFirst();
    }
}
