package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** For people: a table. */
final class TextReport implements ReportFormat.Form {

    @Override
    public void write(Report report, Writer out) throws IOException {
        out.write("Connections under the datapath " + report.datapath() + " (" + Report.PROTOCOLS + ")\n\n");
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("SOURCE", "DESTINATION", "PORTS"));
        for (var row : report.connections()) {
            rows.add(List.of(Names.of(row.source()), Names.of(row.destination()), Names.of(row.ports())));
        }
        table(rows, out);
        if (report.exposures() != null) {
            out.write("\nExposure: what pods that do not exist yet, and the outside, could open\n\n");
            var exposures = new ArrayList<List<String>>();
            exposures.add(List.of("WORKLOAD", "DIRECTION", "PEER", "PORTS"));
            for (var row : report.exposures()) {
                exposures.add(List.of(
                        row.workload().toString(),
                        row.direction().name(),
                        Names.of(row.peer()),
                        Names.of(row.ports())));
            }
            table(exposures, out);
        }
        if (!report.notEvaluated().isEmpty()) {
            out.write("\nNot evaluated, and may open more:\n");
            for (var each : report.notEvaluated()) {
                out.write("  " + each + "\n");
            }
        }
    }

    private static void table(List<List<String>> rows, Writer out) throws IOException {
        var columns = rows.getFirst().size();
        var widths = new int[columns];
        for (var row : rows) {
            for (var i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (var row : rows) {
            for (var i = 0; i < columns - 1; i++) {
                out.write(row.get(i));
                out.write(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.write(row.get(columns - 1));
            out.write('\n');
        }
    }
}
