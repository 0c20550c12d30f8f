package vn.onshore.cli.isolation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import vn.onshore.cli.RowPrinter;
import vn.onshore.isolation.read.ReadWorld.NotEvaluated;

/** One JSON object; each connection, exposure and object that is not evaluated stands on a line of its own. */
final class JsonReport implements ReportFormat.Form {

    @Override
    public void write(Report report, Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new RowPrinter());
        json.writeStartObject();
        json.writeArrayFieldStart("connections");
        for (var connection : report.connections()) {
            JsonRows.connection(connection, json);
        }
        json.writeEndArray();
        if (report.exposures() != null) {
            json.writeArrayFieldStart("exposure");
            for (var exposure : report.exposures()) {
                JsonRows.exposure(exposure, json);
            }
            json.writeEndArray();
        }
        notEvaluated(report.notEvaluated(), json);
        json.writeStringField("datapath", report.datapath().name());
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    static void notEvaluated(List<NotEvaluated> all, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("notEvaluated");
        for (var each : all) {
            json.writeStartObject();
            json.writeStringField("apiVersion", each.apiVersion());
            json.writeStringField("kind", each.kind());
            json.writeStringField("namespace", each.namespace());
            json.writeStringField("name", each.name());
            json.writeStringField("reason", each.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
