package vn.onshore.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Where a command reads and writes; output is UTF-8 whatever the locale. */
public record Streams(InputStream in, OutputStream out, PrintStream err) {

    public static Streams ofProcess() {
        return new Streams(System.in, new FileOutputStream(FileDescriptor.out), System.err);
    }

    /** Something that is written as a whole. */
    public interface Text {
        void write(Writer out) throws IOException;
    }

    /** Writes the answer as a whole; nothing can be written after it. */
    public void write(Text text) throws IOException {
        try (var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16)) {
            text.write(writer);
        }
    }

    public void error(Object sentence) {
        err.println("error: " + sentence);
    }

    public void warning(Object sentence) {
        err.println("warning: " + sentence);
    }

    public void note(Object sentence) {
        err.println("note: " + sentence);
    }
}
