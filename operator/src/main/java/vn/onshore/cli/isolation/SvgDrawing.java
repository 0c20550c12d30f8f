package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import vn.onshore.cli.isolation.Diagram.Arrow;

/** A network diagram as SVG 1.1: boxes in rows, arrows for flows, and what leaks in red and dashed. */
final class SvgDrawing {
    private static final int BOX_WIDTH = 210;
    private static final int BOX_HEIGHT = 64;
    private static final int COLUMN = 330;
    private static final int ROW = 170;
    private static final int MARGIN = 60;
    private static final int HEADER = 90;
    private static final int FOOTER = 60;
    private static final int LONGEST_TEXT = 34;

    private final Diagram diagram;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Integer> used = new HashMap<>();
    private final int width;
    private final int height;

    /** The middle of a box. */
    private record Place(double x, double y) {}

    SvgDrawing(Diagram diagram) {
        this.diagram = diagram;
        var columns =
                diagram.rows().stream().mapToInt(java.util.List::size).max().orElse(1);
        width = Math.max(720, 2 * MARGIN + columns * COLUMN);
        height = HEADER + diagram.rows().size() * ROW + FOOTER;
        for (var row = 0; row < diagram.rows().size(); row++) {
            var boxes = diagram.rows().get(row);
            for (var column = 0; column < boxes.size(); column++) {
                var x = width / 2.0 + (column - (boxes.size() - 1) / 2.0) * COLUMN;
                places.put(boxes.get(column).name(), new Place(x, HEADER + row * ROW + BOX_HEIGHT));
            }
        }
    }

    /** @param subtitle stands below the title: datapath, date and digest of what was drawn */
    void write(String title, String subtitle, Writer out) throws IOException {
        out.write("""
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="Helvetica, Arial, sans-serif">
                <title>%3$s</title>
                <defs>
                """.formatted(width, height, escaped(title)));
        marker("flow", "#1f4e79", out);
        marker("shut", "#8a8a8a", out);
        marker("leak", "#c00000", out);
        out.write("</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text(MARGIN, 36, 22, "start", "#1a1a1a", title, out);
        text(MARGIN, 60, 13, "start", "#555555", subtitle, out);
        var labels = new StringWriter();
        for (var arrow : diagram.arrows()) {
            arrow(arrow, out, labels);
        }
        for (var row : diagram.rows()) {
            for (var box : row) {
                box(box, out);
            }
        }
        // On top, where no box hides them.
        out.write(labels.toString());
        legend(out);
        out.write("</svg>\n");
    }

    private static void marker(String id, String colour, Writer out) throws IOException {
        out.write("<marker id=\"" + id + "\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" markerWidth=\"8\""
                + " markerHeight=\"8\" orient=\"auto-start-reverse\"><path d=\"M0 0L10 5L0 10z\" fill=\"" + colour
                + "\"/></marker>\n");
    }

    private void box(Diagram.Box box, Writer out) throws IOException {
        var place = places.get(box.name());
        if (place == null) {
            return;
        }
        out.write("<rect x=\"%s\" y=\"%s\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"#404040\"/>%n"
                .formatted(
                        number(place.x - BOX_WIDTH / 2.0),
                        number(place.y - BOX_HEIGHT / 2.0),
                        BOX_WIDTH,
                        BOX_HEIGHT,
                        box.outside() ? BOX_HEIGHT / 2 : 6,
                        box.outside() ? "#f2f2f2" : "#e8f1fa"));
        text(place.x, place.y + (box.note().isEmpty() ? 5 : -4), 15, "middle", "#1a1a1a", box.name(), out);
        if (!box.note().isEmpty()) {
            text(place.x, place.y + 16, 11, "middle", "#555555", box.note(), out);
        }
    }

    /** Arrows between the same two boxes bend away from each other, and long ones around what lies between. */
    private void arrow(Arrow arrow, Writer out, Writer labels) throws IOException {
        var from = places.get(arrow.from());
        var to = places.get(arrow.to());
        if (from == null || to == null) {
            return;
        }
        var dx = to.x - from.x;
        var dy = to.y - from.y;
        var length = Math.max(1, Math.hypot(dx, dy));
        var nth = used.merge(arrow.from() + "\n" + arrow.to(), 1, Integer::sum);
        var far = Math.abs(dy) > 1.5 * ROW || Math.abs(dx) > 1.5 * COLUMN;
        var bend = 26 * nth + (far ? 70 : 0);
        // To the left of the way, so that there and back are on different sides.
        var control =
                new Place((from.x + to.x) / 2 + dy / length * 2 * bend, (from.y + to.y) / 2 - dx / length * 2 * bend);
        var start = border(from, control);
        var end = border(to, control);
        var name = arrow.sort().name().toLowerCase(Locale.ROOT);
        out.write("<path d=\"M%s %s Q%s %s %s %s\" fill=\"none\" %s marker-end=\"url(#%s)\"/>%n"
                .formatted(
                        number(start.x),
                        number(start.y),
                        number(control.x),
                        number(control.y),
                        number(end.x),
                        number(end.y),
                        stroke(arrow.sort()),
                        name));
        var x = (start.x + 2 * control.x + end.x) / 4;
        var y = (start.y + 2 * control.y + end.y) / 4;
        text(x, y, 12, "middle", colour(arrow.sort()), arrow.label(), labels);
    }

    /** Where the way from the middle of a box to another point leaves the box. */
    private static Place border(Place box, Place towards) {
        var dx = towards.x - box.x;
        var dy = towards.y - box.y;
        var scale = Math.min(
                dx == 0 ? Double.MAX_VALUE : BOX_WIDTH / 2.0 / Math.abs(dx),
                dy == 0 ? Double.MAX_VALUE : BOX_HEIGHT / 2.0 / Math.abs(dy));
        return new Place(box.x + dx * Math.min(1, scale), box.y + dy * Math.min(1, scale));
    }

    private void legend(Writer out) throws IOException {
        var y = height - FOOTER / 2;
        var x = MARGIN;
        for (var sort : Diagram.Sort.values()) {
            out.write("<path d=\"M%d %d h36\" fill=\"none\" %s/>%n".formatted(x, y, stroke(sort)));
            text(x + 44, y + 4, 12, "start", "#333333", meaning(sort), out);
            x += 210;
        }
    }

    private static String meaning(Diagram.Sort sort) {
        return switch (sort) {
            case Flow -> "declared and open";
            case Shut -> "declared, not open";
            case Leak -> "open, not declared";
        };
    }

    private static String colour(Diagram.Sort sort) {
        return switch (sort) {
            case Flow -> "#1f4e79";
            case Shut -> "#8a8a8a";
            case Leak -> "#c00000";
        };
    }

    private static String stroke(Diagram.Sort sort) {
        return "stroke=\"" + colour(sort) + "\" stroke-width=\"" + (sort == Diagram.Sort.Leak ? "2.4" : "1.6") + "\""
                + switch (sort) {
                    case Flow -> "";
                    case Shut -> " stroke-dasharray=\"2 4\"";
                    case Leak -> " stroke-dasharray=\"8 5\"";
                };
    }

    private static void text(double x, double y, int size, String anchor, String colour, String text, Writer out)
            throws IOException {
        var shown = anchor.equals("middle") && text.length() > LONGEST_TEXT
                ? text.substring(0, LONGEST_TEXT - 1) + "…"
                : text;
        out.write(
                "<text x=\"%s\" y=\"%s\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\">%s%s</text>%n"
                        .formatted(
                                number(x),
                                number(y),
                                size,
                                anchor,
                                colour,
                                shown.equals(text) ? "" : "<title>" + escaped(text) + "</title>",
                                escaped(shown)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Text of XML 1.0, which has no control characters. */
    static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 8);
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' || c >= 0xFFFE || Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }
}
