package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;

/** A network diagram for Graphviz. */
final class DotDrawing {
    private DotDrawing() {}

    static void write(Diagram diagram, String heading, Writer out) throws IOException {
        out.write("digraph zones {\n  label=" + DotReport.quoted(heading.replace("\n", "; ")) + ";\n  labelloc=t;\n");
        out.write("  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n  edge [fontname=\"Helvetica\"];\n");
        for (var row : diagram.rows()) {
            out.write("  { rank=same;\n");
            for (var box : row) {
                out.write("    " + DotReport.quoted(box.name()) + " [label="
                        + DotReport.quoted(box.note().isEmpty() ? box.name() : box.name() + " (" + box.note() + ")")
                        + (box.outside() ? ", shape=ellipse" : "") + "];\n");
            }
            out.write("  }\n");
        }
        for (var arrow : diagram.arrows()) {
            out.write("  " + DotReport.quoted(arrow.from()) + " -> " + DotReport.quoted(arrow.to()) + " [label="
                    + DotReport.quoted(arrow.label())
                    + switch (arrow.sort()) {
                        case Flow -> "";
                        case Shut -> ", color=grey, style=dotted";
                        case Leak -> ", color=red, fontcolor=red, style=dashed";
                    }
                    + "];\n");
        }
        out.write("}\n");
    }
}
