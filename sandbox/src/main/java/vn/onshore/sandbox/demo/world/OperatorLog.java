package vn.onshore.sandbox.demo.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The operator's log: one JSON object a line, and whatever a JVM says before its logging stands. */
record OperatorLog(Path file) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LAST_LINES = 5;
    private static final int LONGEST = 600;
    private static final Set<String> SERIOUS = Set.of("WARN", "ERROR");

    /** The port of its health server. */
    Optional<Integer> port() {
        return lines().stream()
                .flatMap(line -> StreamSupport.stream(line.path("kvpList").spliterator(), false))
                .filter(pair -> pair.has("port"))
                .map(pair -> pair.path("port").asInt())
                .findFirst();
    }

    String lastLines() {
        return last(lines());
    }

    /** The last warnings and errors. */
    String complaints() {
        return last(lines().stream()
                .filter(line -> SERIOUS.contains(line.path("level").asText()))
                .toList());
    }

    private String last(List<JsonNode> lines) {
        if (lines.isEmpty()) {
            return "  (nothing in " + file + ")";
        }
        return String.join(
                "\n",
                lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                        .map(line -> line.path("formattedMessage").asText())
                        .map(text -> "  " + text.substring(0, Math.min(LONGEST, text.length())))
                        .toList());
    }

    private List<JsonNode> lines() {
        try {
            return Files.readAllLines(file).stream().map(OperatorLog::json).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("formattedMessage", line);
        }
    }
}
