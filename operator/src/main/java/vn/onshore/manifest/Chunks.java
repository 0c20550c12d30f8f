package vn.onshore.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a YAML stream at its {@code ---} lines, which may stand nowhere else: one broken document does not hide the
 * others, and several can be read at once.
 */
final class Chunks {

    /**
     * A part of a file.
     *
     * @param line the line of the file at which it begins, from 1
     */
    record Chunk(String text, int line) {}

    private Chunks() {}

    static List<Chunk> of(String text) {
        var chunks = new ArrayList<Chunk>();
        var begin = 0;
        var beginLine = 1;
        var line = 1;
        var content = false;
        for (var at = 0; at < text.length(); line++) {
            var end = text.indexOf('\n', at);
            var next = end < 0 ? text.length() : end + 1;
            if (isSeparator(text, at)) {
                if (content) {
                    chunks.add(new Chunk(text.substring(begin, at), beginLine));
                    begin = at;
                    beginLine = line;
                }
                content = next - at > 5;
            } else {
                content = content || hasContent(text, at, next);
            }
            at = next;
        }
        if (content) {
            chunks.add(new Chunk(text.substring(begin), beginLine));
        }
        return chunks;
    }

    private static boolean isSeparator(String text, int at) {
        if (!text.startsWith("---", at)) {
            return false;
        }
        return at + 3 == text.length() || Character.isWhitespace(text.charAt(at + 3));
    }

    /** Whether the line holds more than blanks, a comment or a directive. */
    private static boolean hasContent(String text, int from, int to) {
        if (text.charAt(from) == '%') {
            return false;
        }
        for (var i = from; i < to; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return text.charAt(i) != '#';
            }
        }
        return false;
    }
}
