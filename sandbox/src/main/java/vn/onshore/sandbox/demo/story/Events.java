package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** The Events that the operator tells. */
final class Events {
    private static final String EVENTS = "/apis/events.k8s.io/v1/events";
    private static final String OURS = "onshore.vn/operator";

    private Events() {}

    /** All of one reason whose note speaks of something. */
    static List<JsonNode> all(Stage stage, String reason, String about) {
        return stage.admin().items(EVENTS).stream()
                .filter(event -> event.path("reportingController").asText().equals(OURS))
                .filter(event -> event.path("reason").asText().equals(reason))
                .filter(event -> event.path("note").asText().contains(about)
                        || event.at("/regarding/name").asText().equals(about))
                .toList();
    }

    static Optional<JsonNode> of(Stage stage, String reason, String about) {
        return all(stage, reason, about).stream().findFirst();
    }

    /** {@code Event GuardRestored: note}. */
    static String sentence(JsonNode event) {
        return "Event %s (%s) for %s %s: %s"
                .formatted(
                        event.path("reason").asText(),
                        event.path("type").asText(),
                        event.at("/regarding/kind").asText(),
                        event.at("/regarding/name").asText(),
                        event.path("note").asText());
    }
}
