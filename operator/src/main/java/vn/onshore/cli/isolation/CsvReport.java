package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.engine.Exposure;
import vn.onshore.isolation.model.Protocol;

/** Comma-separated values (RFC 4180) with a heading: a row for each connection, and with exposures one for each of them. */
final class CsvReport implements ReportFormat.Form {
    private static final String CHARACTERS_TO_QUOTE = ",\"\r\n";

    @Override
    public void write(Report report, Writer out) throws IOException {
        row(
                out,
                "source_namespace",
                "source_name",
                "source_kind",
                "source_range",
                "destination_namespace",
                "destination_name",
                "destination_kind",
                "destination_range",
                "tcp",
                "udp",
                "sctp",
                "datapath");
        for (var connection : report.connections()) {
            var source = columns(connection.source());
            var destination = columns(connection.destination());
            var ports = connection.ports();
            row(
                    out,
                    source[0],
                    source[1],
                    source[2],
                    source[3],
                    destination[0],
                    destination[1],
                    destination[2],
                    destination[3],
                    ports.text(Protocol.TCP),
                    ports.text(Protocol.UDP),
                    ports.text(Protocol.SCTP),
                    report.datapath().name());
        }
        var exposures = report.exposures();
        if (exposures != null) {
            exposures(exposures, out);
        }
    }

    private static void exposures(List<Exposure> exposures, Writer out) throws IOException {
        out.write("\r\n");
        row(out, "namespace", "name", "kind", "direction", "peer", "tcp", "udp", "sctp");
        for (var exposure : exposures) {
            var workload = exposure.workload();
            row(
                    out,
                    workload.namespace(),
                    workload.name(),
                    workload.kind(),
                    exposure.direction().name(),
                    Names.of(exposure.peer()),
                    exposure.ports().text(Protocol.TCP),
                    exposure.ports().text(Protocol.UDP),
                    exposure.ports().text(Protocol.SCTP));
        }
    }

    private static String[] columns(Party party) {
        return switch (party) {
            case Party.Inside(var workload) ->
                new String[] {workload.namespace(), workload.name(), workload.kind(), ""};
            case Party.Outside(var range) -> new String[] {"", "", "", Names.of(range)};
        };
    }

    private static void row(Writer out, String... values) throws IOException {
        for (var i = 0; i < values.length; i++) {
            out.write((i == 0 ? "" : ",") + quoted(values[i]));
        }
        out.write("\r\n");
    }

    private static String quoted(String value) {
        for (var i = 0; i < value.length(); i++) {
            if (CHARACTERS_TO_QUOTE.indexOf(value.charAt(i)) >= 0) {
                return '"' + value.replace("\"", "\"\"") + '"';
            }
        }
        return value;
    }
}
