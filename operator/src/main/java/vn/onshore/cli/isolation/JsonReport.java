package vn.onshore.cli.isolation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import vn.onshore.isolation.read.ReadWorld.NotEvaluated;

/** One JSON object; each connection, exposure and object that is not evaluated stands on a line of its own. */
final class JsonReport implements ReportFormat.Form {

    @Override
    public void write(Report report, Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new Lines());
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

    /** Elements of the outermost lists on lines of their own, everything else on one. */
    static final class Lines extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;

        private int depth;

        Lines() {
            super("");
        }

        @Override
        public void writeStartArray(JsonGenerator json) throws IOException {
            json.writeRaw('[');
            depth++;
        }

        @Override
        public void beforeArrayValues(JsonGenerator json) throws IOException {
            if (depth == 1) {
                json.writeRaw('\n');
            }
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(depth == 1 ? ",\n" : ",");
        }

        @Override
        public void writeEndArray(JsonGenerator json, int values) throws IOException {
            json.writeRaw(values == 0 || depth > 1 ? "]" : "\n]");
            depth--;
        }
    }
}
