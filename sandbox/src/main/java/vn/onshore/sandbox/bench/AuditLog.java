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
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

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
        // Most lines are others' and long; and the last one may be half written.
        return read(
                since,
                lines -> lines.filter(line -> line.contains(user) && line.endsWith("}"))
                        .map(Api::parse)
                        .filter(entry -> isChange(entry, user))
                        .map(AuditLog::write)
                        .toList());
    }

    /** Whether a user has asked for nothing since a place in the log, not even for a dry run. */
    boolean isSilent(long since, String user) {
        return read(since, lines -> lines.noneMatch(line -> line.contains("\"" + user + "\"")));
    }

    private <T> T read(long since, Function<Stream<String>, T> reading) {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(since);
            return reading.apply(new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isChange(JsonNode entry, String user) {
        JsonNode object = entry.path("objectRef");
        return entry.path("stage").asText().equals("ResponseComplete")
                && entry.path("user").path("username").asText().equals(user)
                && WRITING.contains(entry.path("verb").asText())
                && !entry.path("requestURI").asText().contains("dryRun")
                && !NO_CHANGE.contains(object.path("resource").asText())
                && !object.path("subresource").asText().equals("token")
                && entry.path("responseStatus").path("code").asInt() < 300;
    }

    private static Write write(JsonNode entry) {
        JsonNode object = entry.path("objectRef");
        return new Write(
                object.path("resource").asText(),
                object.path("name").asText(),
                micros(entry.path("requestReceivedTimestamp")),
                micros(entry.path("stageTimestamp")));
    }

    private static long micros(JsonNode time) {
        Instant instant = Instant.parse(time.asText());
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
