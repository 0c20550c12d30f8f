package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;

/** A Markdown document with tables, as pull requests show them. */
final class MarkdownReport implements ReportFormat.Form {

    @Override
    public void write(Report report, Writer out) throws IOException {
        out.write("## Connections\n\nDatapath: `" + report.datapath() + "`. " + Report.PROTOCOLS + ".\n\n");
        out.write("| Source | Destination | Ports |\n|---|---|---|\n");
        for (var row : report.connections()) {
            out.write("| " + cell(Names.of(row.source())) + " | " + cell(Names.of(row.destination())) + " | "
                    + cell(Names.of(row.ports())) + " |\n");
        }
        if (report.exposures() != null) {
            out.write("\n### Exposure\n\n| Workload | Direction | Peer | Ports |\n|---|---|---|---|\n");
            for (var row : report.exposures()) {
                out.write("| " + cell(row.workload().toString()) + " | " + row.direction() + " | "
                        + cell(Names.of(row.peer())) + " | " + cell(Names.of(row.ports())) + " |\n");
            }
        }
        if (!report.notEvaluated().isEmpty()) {
            out.write("\n### Not evaluated, and may open more\n\n");
            for (var each : report.notEvaluated()) {
                out.write("* " + cell(each.toString()) + "\n");
            }
        }
    }

    /** Names from files stay text in a table. */
    static String cell(String text) {
        var escaped = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '|' || c == '\\' || c == '`' || c == '<' || c == '[' || c == '*' || c == '_') {
                escaped.append('\\');
            }
            escaped.append(c < ' ' ? ' ' : c);
        }
        return escaped.toString();
    }
}
