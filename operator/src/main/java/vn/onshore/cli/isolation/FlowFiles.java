package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import vn.onshore.cli.Streams;
import vn.onshore.isolation.observed.FlowBook;
import vn.onshore.isolation.observed.Line;
import vn.onshore.isolation.observed.LineReader;
import vn.onshore.isolation.observed.PodAddresses;

/** Streams of flows of any length, read line by line into a book. */
final class FlowFiles {
    private static final int LONGEST_LINE = 1 << 20;

    private final PodAddresses addresses;
    private final FlowBook book;
    private final Streams streams;

    FlowFiles(PodAddresses addresses, FlowBook book, Streams streams) {
        this.addresses = addresses;
        this.book = book;
        this.streams = streams;
    }

    /** Says on standard error which file could not be read; false if there was one. */
    boolean readAll(List<String> names) {
        var sound = true;
        for (var name : names) {
            try (var in = open(name)) {
                read(name, new InputStreamReader(in, StandardCharsets.UTF_8));
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

    private void read(String name, Reader in) throws IOException {
        var lines = new LineReader(addresses);
        var buffer = new char[1 << 16];
        var text = new StringBuilder();
        var number = 1;
        for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (var i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    line(name, number++, text, lines);
                } else if (text.length() <= LONGEST_LINE) {
                    text.append(buffer[i]);
                }
            }
        }
        line(name, number, text, lines);
    }

    private void line(String name, int number, StringBuilder text, LineReader lines) {
        var line = text.toString();
        text.setLength(0);
        book.add(
                name,
                number,
                line,
                line.length() > LONGEST_LINE
                        ? new Line.Garbage("the line is longer than " + LONGEST_LINE + " characters")
                        : lines.read(line));
    }
}
