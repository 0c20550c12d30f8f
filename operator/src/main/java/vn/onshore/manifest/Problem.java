package vn.onshore.manifest;

import java.util.Comparator;

/**
 * Why input could not be used.
 *
 * @param file as it was named; {@code -} for standard input
 * @param line from 1; 0 when the whole file is meant
 * @param sentence what is wrong, and what to do where that is not plain
 */
public record Problem(String file, int line, String sentence) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::file).thenComparingInt(Problem::line).thenComparing(Problem::sentence);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** As compilers print it: {@code file:line: sentence}. */
    @Override
    public String toString() {
        return file + ":" + (line == 0 ? "" : line + ":") + " " + sentence;
    }
}
