package vn.onshore.cli.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import vn.onshore.cli.RowPrinter;

/** One JSON array, a row a line. */
final class JsonFormat implements Format.Form {

    @Override
    public void write(Verdicts verdicts, Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new RowPrinter());
        json.writeStartArray();
        for (var row : verdicts.rows()) {
            row(row, json);
        }
        json.writeEndArray();
        json.writeRaw('\n');
        json.flush();
    }

    private static void row(Row row, JsonGenerator json) throws IOException {
        var finding = row.finding();
        var subject = finding.subject();
        json.writeStartObject();
        json.writeStringField("rule", finding.rule());
        json.writeStringField("verdict", finding.verdict().name());
        json.writeStringField("file", row.source().file());
        json.writeNumberField("line", row.source().line());
        json.writeObjectFieldStart("subject");
        json.writeStringField("apiVersion", subject.apiVersion());
        json.writeStringField("kind", subject.kind());
        json.writeStringField("namespace", subject.namespace());
        json.writeStringField("name", subject.name());
        json.writeEndObject();
        json.writeStringField("message", finding.message());
        json.writeStringField("remediation", finding.remediation());
        json.writeEndObject();
    }
}
