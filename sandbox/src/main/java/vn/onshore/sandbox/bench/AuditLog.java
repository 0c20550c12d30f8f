package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the API server was asked, by its own account. */
record AuditLog(Path file) {
    private static final Set<String> WRITING = Set.of("create", "update", "patch", "delete", "deletecollection");
    /** Signs of life, news and questions: they change nothing that anybody declared. */
    private static final Set<String> NO_CHANGE = Set.of("leases", "events", "selfsubjectreviews");

    /**
     * A request that changed something.
     *
     * @param received when the server got it, microseconds since 1970
     * @param answered when the answer was complete
     */
    record Write(String resource, String name, long received, long answered) {}

    /** The place where the next entry will be. */
    long end() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes by one user since a place in the log: dry runs, leases, events and tokens are none. */
    List<Write> writes(long since, String user) {
        List<Write> writes = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(since);
            var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Most lines are others' and long; and the last one may be half written.
                if (line.contains(user) && line.endsWith("}")) {
                    collect(Api.parse(line), user, writes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writes;
    }

    /** Whether a user has asked for nothing since a place in the log, not even for a dry run. */
    boolean isSilent(long since, String user) {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(since);
            var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            return lines.lines().noneMatch(line -> line.contains("\"" + user + "\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(JsonNode entry, String user, List<Write> writes) {
        JsonNode object = entry.path("objectRef");
        String resource = object.path("resource").asText();
        if (entry.path("stage").asText().equals("ResponseComplete")
                && entry.path("user").path("username").asText().equals(user)
                && WRITING.contains(entry.path("verb").asText())
                && !entry.path("requestURI").asText().contains("dryRun")
                && !NO_CHANGE.contains(resource)
                && !object.path("subresource").asText().equals("token")
                && entry.path("responseStatus").path("code").asInt() < 300) {
            writes.add(new Write(
                    resource,
                    object.path("name").asText(),
                    micros(entry.path("requestReceivedTimestamp")),
                    micros(entry.path("stageTimestamp"))));
        }
    }

    private static long micros(JsonNode time) {
        Instant instant = Instant.parse(time.asText());
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
