package vn.onshore.sandbox.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vn.onshore.sandbox.demo.cluster.Answer;

/** Tells the story: what is done, and what the API server answered. Never wider than {@value #WIDTH} columns. */
public final class Narrator {
    private static final int WIDTH = 100;
    private static final String INDENT = "     ";

    private final PrintWriter out;
    private final boolean colours;
    private final long began = System.nanoTime();

    /** @param colours whether the reader's terminal shows them */
    public Narrator(PrintWriter out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    private enum Colour {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        CYAN("36");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    /** How long the story has lasted. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The first line. */
    public void title(String text) {
        line(paint(Colour.BOLD, text));
    }

    /** Begins a step. */
    public void step(int number, String title) {
        String heading = number + "  " + title;
        String time = "%.1f s".formatted(elapsed().toMillis() / 1000.0);
        out.println();
        line(paint(Colour.BOLD, heading)
                + " ".repeat(Math.max(2, WIDTH - heading.length() - time.length()))
                + paint(Colour.DIM, time));
    }

    /** What is done now. */
    public void does(String what) {
        block("   > ", what, Colour.CYAN);
    }

    /** What the API server answered, as it says it; its refusals are red, unless a refusal was wanted. */
    public void answered(Answer answer, String sentence) {
        block("   < ", "%d in %s: %s".formatted(answer.code(), millis(answer.took()), sentence), Colour.GREEN);
    }

    /** A refusal that had to be. */
    public void refused(Answer answer) {
        block(
                "   < ",
                "%d in %s: %s".formatted(answer.code(), millis(answer.took()), answer.sentence()),
                Colour.YELLOW);
    }

    /** What was read from the API server. */
    public void saw(String what) {
        block("   < ", what, Colour.GREEN);
    }

    /** A detail below what was read. */
    public void detail(String what) {
        wrap(INDENT, INDENT + "  ", what).forEach(this::line);
    }

    /** A remark of the narrator's own. */
    public void note(String what) {
        wrap(INDENT, INDENT, what).forEach(text -> line(paint(Colour.DIM, text)));
    }

    /** Columns under headings, as wide as what stands in them. */
    public void table(List<String> headings, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(headings));
        all.addAll(rows);
        int[] widths = new int[headings.size()];
        for (List<String> row : all) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (int row = 0; row < all.size(); row++) {
            var text = new StringBuilder(INDENT);
            for (int column = 0; column < widths.length; column++) {
                String cell = all.get(row).get(column);
                text.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            String shown = cut(text.toString().stripTrailing());
            line(row == 0 ? paint(Colour.DIM, shown) : shown);
        }
    }

    private static String cut(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
    }

    /** A line as it is, such as one that is meant to be copied. */
    public void plain(String text) {
        line(text);
    }

    /** {@code 7 ms}, {@code 1.8 s}. */
    public static String millis(Duration time) {
        long millis = time.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private void block(String mark, String text, Colour colour) {
        List<String> lines = wrap(mark, INDENT, text);
        line(paint(colour, mark) + lines.getFirst().substring(mark.length()));
        lines.stream().skip(1).forEach(this::line);
    }

    /** Breaks between words; a word that is longer than a line is cut. */
    static List<String> wrap(String first, String rest, String text) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder(first);
        int empty = first.length();
        for (String word : text.strip().split("\\s+")) {
            String left = word;
            if (line.length() > empty && line.length() + 1 + left.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(rest);
                empty = rest.length();
            }
            if (line.length() > empty) {
                line.append(' ');
            }
            while (line.length() + left.length() > WIDTH) {
                int room = WIDTH - line.length();
                lines.add(line + left.substring(0, room));
                left = left.substring(room);
                line = new StringBuilder(rest);
                empty = rest.length();
            }
            line.append(left);
        }
        lines.add(line.toString());
        return lines;
    }

    private String paint(Colour colour, String text) {
        return colours ? "\033[" + colour.code + "m" + text + "\033[0m" : text;
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
