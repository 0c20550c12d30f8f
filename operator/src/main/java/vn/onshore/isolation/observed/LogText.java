package vn.onshore.isolation.observed;

import java.io.IOException;
import java.io.Reader;

/** Logs, line by line into a book. A line of any length takes bounded memory. */
public final class LogText {
    private static final int LONGEST_LINE = 1 << 20;

    private final PodAddresses addresses;
    private final FlowBook book;

    public LogText(PodAddresses addresses, FlowBook book) {
        this.addresses = addresses;
        this.book = book;
    }

    /**
     * Reads a log to its end, and does not close it.
     *
     * @param most characters; what follows is not read, and told as a line that could not be
     * @return how many characters were read
     */
    public long read(String name, Reader in, long most) throws IOException {
        var lines = new LineReader(addresses);
        var buffer = new char[1 << 16];
        var text = new StringBuilder();
        var number = 1;
        var all = 0L;
        for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            all += read;
            if (all > most) {
                book.add(name, number, "", new Line.Garbage("this log and those before it are too long to be read on"));
                return all;
            }
            for (var i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    line(name, number++, text, lines);
                } else if (text.length() <= LONGEST_LINE) {
                    text.append(buffer[i]);
                }
            }
        }
        line(name, number, text, lines);
        return all;
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
