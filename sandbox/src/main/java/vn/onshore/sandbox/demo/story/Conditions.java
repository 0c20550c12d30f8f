package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The conditions in an object's status. */
record Conditions(JsonNode object) {
    private static final String READY = "Ready";

    /** A condition, if the operator decided it for the object's present generation. */
    Optional<JsonNode> current(String type) {
        long generation = object.path("metadata").path("generation").asLong();
        return StreamSupport.stream(object.path("status").path("conditions").spliterator(), false)
                .filter(each -> each.path("type").asText().equals(type))
                .filter(each -> each.path("observedGeneration").asLong() == generation)
                .findFirst();
    }

    boolean is(String type, String status) {
        return current(type)
                .filter(each -> each.path("status").asText().equals(status))
                .isPresent();
    }

    boolean ready(String reason) {
        return current(READY)
                .filter(each -> each.path("status").asText().equals("True"))
                .filter(each -> each.path("reason").asText().equals(reason))
                .isPresent();
    }

    /** {@code Ready=True Audited: sentence}. */
    String sentence(String type) {
        return current(type)
                .map(each -> "%s=%s %s: %s"
                        .formatted(
                                type,
                                each.path("status").asText(),
                                each.path("reason").asText(),
                                each.path("message").asText()))
                .orElse(type + " is not decided yet");
    }

    /** All of them, whatever generation they were decided for. */
    String all() {
        return object.path("status").path("conditions").toString();
    }
}
