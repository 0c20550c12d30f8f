package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import vn.onshore.isolation.engine.Connection;

/** A Markdown document, as pull requests show it. */
final class MarkdownDiff implements DiffFormat.Form {

    @Override
    public void write(Comparison comparison, Writer out) throws IOException {
        var difference = comparison.difference();
        out.write(
                "## Connections that change\n\nDatapath: `" + comparison.datapath() + "`. " + Report.PROTOCOLS + ".\n");
        if (difference.isEmpty()) {
            out.write("\nNo connection changes.\n");
        }
        rows("Added", difference.added(), out);
        rows("Removed", difference.removed(), out);
        if (!difference.changed().isEmpty()) {
            out.write("\n### Changed\n\n| Source | Destination | Ports before | Ports after |\n|---|---|---|---|\n");
            for (var change : difference.changed()) {
                out.write("| " + cell(Names.of(change.source())) + " | " + cell(Names.of(change.destination())) + " | "
                        + cell(Names.of(change.before())) + " | " + cell(Names.of(change.after())) + " |\n");
            }
        }
        if (!comparison.verdicts().isEmpty()) {
            out.write(
                    "\n### Zones\n\n| Isolation | From | To | Before | After | Because |\n|---|---|---|---|---|---|\n");
            for (var verdict : comparison.verdicts()) {
                out.write("| " + cell(verdict.isolation()) + " | " + cell(verdict.from()) + " | " + cell(verdict.to())
                        + " | " + verdict.before() + " | "
                        + (verdict.isWorse() ? "**" + verdict.after() + "**" : verdict.after()) + " | "
                        + cell(String.join(" ", verdict.because())) + " |\n");
            }
        }
        if (!comparison.notEvaluated().isEmpty()) {
            out.write("\n### Not evaluated, and may open more\n\n");
            for (var each : comparison.notEvaluated()) {
                out.write("* " + cell(each.toString()) + "\n");
            }
        }
    }

    private static void rows(String heading, List<Connection> connections, Writer out) throws IOException {
        if (connections.isEmpty()) {
            return;
        }
        out.write("\n### " + heading + "\n\n| Source | Destination | Ports |\n|---|---|---|\n");
        for (var row : connections) {
            out.write("| " + cell(Names.of(row.source())) + " | " + cell(Names.of(row.destination())) + " | "
                    + cell(Names.of(row.ports())) + " |\n");
        }
    }

    private static String cell(String text) {
        return MarkdownReport.cell(text);
    }
}
