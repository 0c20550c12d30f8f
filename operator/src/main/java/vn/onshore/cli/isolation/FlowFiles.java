package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import vn.onshore.cli.Streams;
import vn.onshore.isolation.observed.FlowBook;
import vn.onshore.isolation.observed.LogText;
import vn.onshore.isolation.observed.PodAddresses;

/** Streams of flows of any length, read line by line into a book. */
final class FlowFiles {
    private final LogText logs;
    private final Streams streams;

    FlowFiles(PodAddresses addresses, FlowBook book, Streams streams) {
        logs = new LogText(addresses, book);
        this.streams = streams;
    }

    /** Says on standard error which file could not be read; false if there was one. */
    boolean readAll(List<String> names) {
        var sound = true;
        for (var name : names) {
            try (var in = open(name)) {
                logs.read(name, new InputStreamReader(in, StandardCharsets.UTF_8), Long.MAX_VALUE);
            } catch (NoSuchFileException missing) {
                streams.error(name + ": there is no such file");
                sound = false;
            } catch (IOException | InvalidPathException unreadable) {
                streams.error(name + ": it cannot be read");
                sound = false;
            }
        }
        return sound;
    }

    private InputStream open(String name) throws IOException {
        return name.equals("-") ? streams.in() : Files.newInputStream(Path.of(name));
    }
}
