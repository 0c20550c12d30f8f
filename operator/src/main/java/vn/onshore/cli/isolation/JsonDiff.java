package vn.onshore.cli.isolation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import vn.onshore.cli.RowPrinter;
import vn.onshore.isolation.engine.Connection;

/** One JSON object; each row stands on a line of its own. */
final class JsonDiff implements DiffFormat.Form {

    @Override
    public void write(Comparison comparison, Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new RowPrinter());
        json.writeStartObject();
        rows("added", comparison.difference().added(), json);
        rows("removed", comparison.difference().removed(), json);
        json.writeArrayFieldStart("changed");
        for (var change : comparison.difference().changed()) {
            json.writeStartObject();
            JsonRows.party("source", change.source(), json);
            JsonRows.party("destination", change.destination(), json);
            JsonRows.ports("oldPorts", change.before(), json);
            JsonRows.ports("newPorts", change.after(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("verdicts");
        for (var verdict : comparison.verdicts()) {
            verdict(verdict, json);
        }
        json.writeEndArray();
        JsonReport.notEvaluated(comparison.notEvaluated(), json);
        json.writeStringField("datapath", comparison.datapath().name());
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private static void rows(String field, List<Connection> connections, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (var connection : connections) {
            JsonRows.connection(connection, json);
        }
        json.writeEndArray();
    }

    private static void verdict(ZoneChange verdict, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("isolation", verdict.isolation());
        json.writeStringField("from", verdict.from());
        json.writeStringField("to", verdict.to());
        json.writeStringField("old", verdict.before().name());
        json.writeStringField("new", verdict.after().name());
        json.writeBooleanField("worse", verdict.isWorse());
        json.writeArrayFieldStart("because");
        for (var sentence : verdict.because()) {
            json.writeString(sentence);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
