package vn.onshore.sandbox.demo.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What the API server said.
 *
 * @param code of HTTP
 * @param body the object, list or Status; a missing node when there was none
 * @param took from the first byte sent to the last one read
 */
public record Answer(int code, JsonNode body, Duration took) {
    private static final int NOT_FOUND = 404;

    public boolean ok() {
        return code >= 200 && code < 300;
    }

    public boolean notFound() {
        return code == NOT_FOUND;
    }

    /** The server's own sentence when it refused: the message of its Status. */
    public String sentence() {
        return body.path("message").asText();
    }

    /** Itself when the request was granted. */
    public Answer orThrow() {
        if (!ok()) {
            throw new IllegalStateException("the API server answered %d: %s".formatted(code, sentence()));
        }
        return this;
    }
}
