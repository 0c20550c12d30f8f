package vn.onshore.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the API server was asked, by its own account: an entry is there before the answer is. */
public record AuditLog(Path file) {

    /** The place where the next entry will be. */
    public long end() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Requests of one user since a place in the log, in the order in which they were answered. */
    public List<AuditEntry> since(long place, String user) {
        try (var channel = FileChannel.open(file)) {
            channel.position(place);
            var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            // Most lines are others'; and the last one may be half written.
            return lines.lines()
                    .filter(line -> line.contains(user) && line.endsWith("}"))
                    .map(AuditEntry::of)
                    .filter(entry -> entry.user().equals(user))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a user changed since a place in the log. */
    public List<AuditEntry> writes(long place, String user) {
        return since(place, user).stream().filter(AuditEntry::writes).toList();
    }
}
