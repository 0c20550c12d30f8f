package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import vn.onshore.cli.isolation.Diagram.Sort;
import vn.onshore.cli.isolation.DiagramLayout.Placed;
import vn.onshore.cli.isolation.DiagramLayout.Route;

/** A network diagram as SVG 1.1, laid out by {@link DiagramLayout}. */
final class SvgDrawing {
    private static final int TITLE_SIZE = 22;
    private static final int NAME_SIZE = 15;
    private static final int WORD_SIZE = 12;
    private static final int NOTE_SIZE = 11;

    /** The average letter of a sans-serif face, as a part of its size. */
    private static final double LETTER = 0.56;

    private static final int LEGEND_STEP = 220;

    private final DiagramLayout layout;
    private final Writer out;

    private SvgDrawing(DiagramLayout layout, Writer out) {
        this.layout = layout;
        this.out = out;
    }

    /** @param subtitle stands below the title: datapath, date and digest of what was drawn */
    static void write(Diagram diagram, String title, String subtitle, Writer out) throws IOException {
        new SvgDrawing(DiagramLayout.of(diagram), out).write(title, subtitle);
    }

    private void write(String title, String subtitle) throws IOException {
        out.write("""
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="Helvetica, Arial, sans-serif">
                <title>%3$s</title>
                <defs>
                """.formatted(layout.width(), layout.height(), escaped(title)));
        for (var sort : Sort.values()) {
            out.write(
                    "<marker id=\"%s\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" markerUnits=\"userSpaceOnUse\" markerWidth=\"11\" markerHeight=\"11\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"%s\"/></marker>%n"
                            .formatted(id(sort), colour(sort)));
        }
        out.write("</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        var across = layout.width() - 2 * DiagramLayout.MARGIN;
        text(DiagramLayout.MARGIN, 40, TITLE_SIZE, "start", "#1a1a1a", title, across);
        text(DiagramLayout.MARGIN, 64, WORD_SIZE + 1, "start", "#555555", subtitle, across);
        for (var route : layout.routes()) {
            line(route);
        }
        for (var box : layout.boxes()) {
            box(box);
        }
        for (var route : layout.routes()) {
            words(route);
        }
        legend();
        out.write("</svg>\n");
    }

    private void line(Route route) throws IOException {
        out.write("<path d=\"M%d %d H%d V%d H%d\" fill=\"none\" %s marker-end=\"url(#%s)\"/>%n"
                .formatted(
                        route.edge(),
                        route.from(),
                        route.lane(),
                        route.to(),
                        route.edge(),
                        stroke(route.arrow().sort()),
                        id(route.arrow().sort())));
    }

    private void words(Route route) throws IOException {
        var arrow = route.arrow();
        beside(route, route.from(), "to " + arrow.to() + ": " + arrow.label());
        beside(route, route.to(), "from " + arrow.from());
    }

    /** Above the line, clear of the arrow's head. */
    private void beside(Route route, int y, String words) throws IOException {
        text(
                route.edge() + (route.right() ? 14 : -14),
                y - 4,
                WORD_SIZE,
                route.right() ? "start" : "end",
                colour(route.arrow().sort()),
                words,
                DiagramLayout.WORDS - 14);
    }

    private void box(Placed placed) throws IOException {
        var box = placed.box();
        out.write("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"#404040\"/>%n"
                .formatted(
                        placed.x(),
                        placed.y(),
                        DiagramLayout.BOX_WIDTH,
                        placed.height(),
                        box.outside() ? 20 : 6,
                        box.outside() ? "#f2f2f2" : "#e8f1fa"));
        var x = placed.x() + DiagramLayout.BOX_WIDTH / 2;
        var y = placed.y() + placed.height() / 2;
        var within = DiagramLayout.BOX_WIDTH - 16;
        text(x, y + (box.note().isEmpty() ? 5 : -4), NAME_SIZE, "middle", "#1a1a1a", box.name(), within);
        if (!box.note().isEmpty()) {
            text(x, y + 16, NOTE_SIZE, "middle", "#555555", box.note(), within);
        }
    }

    private void legend() throws IOException {
        var y = layout.height() - DiagramLayout.FOOTER / 2;
        var x = DiagramLayout.MARGIN;
        for (var sort : Sort.values()) {
            out.write("<path d=\"M%d %d h36\" fill=\"none\" %s/>%n".formatted(x, y, stroke(sort)));
            text(x + 44, y + 4, WORD_SIZE, "start", "#333333", meaning(sort), LEGEND_STEP - 44);
            x += LEGEND_STEP;
        }
    }

    private static String meaning(Sort sort) {
        return switch (sort) {
            case Flow -> "declared and open";
            case Shut -> "declared, not open";
            case Leak -> "open, not declared";
        };
    }

    private static String id(Sort sort) {
        return sort.name().toLowerCase(Locale.ROOT);
    }

    private static String colour(Sort sort) {
        return switch (sort) {
            case Flow -> "#1f4e79";
            case Shut -> "#767676";
            case Leak -> "#c00000";
        };
    }

    private static String stroke(Sort sort) {
        return "stroke=\"" + colour(sort) + "\" stroke-width=\"" + (sort == Sort.Leak ? "2" : "1.5") + "\""
                + switch (sort) {
                    case Flow -> "";
                    case Shut -> " stroke-dasharray=\"2 4\"";
                    case Leak -> " stroke-dasharray=\"8 5\"";
                };
    }

    /** What does not fit into the width is cut, and whole in the tooltip. */
    private void text(int x, int y, int size, String anchor, String colour, String text, int width) throws IOException {
        var fitting = (int) (width / (LETTER * size));
        var shown = text.length() > fitting ? text.substring(0, fitting - 1) + "…" : text;
        out.write("<text x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s%s</text>%n"
                .formatted(
                        x,
                        y,
                        size,
                        anchor,
                        colour,
                        shown.equals(text) ? "" : "<title>" + escaped(text) + "</title>",
                        escaped(shown)));
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
