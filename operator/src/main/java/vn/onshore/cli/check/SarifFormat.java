package vn.onshore.cli.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import vn.onshore.cli.SarifPlace;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Problem;
import vn.onshore.residency.verify.ExitCatalogue;
import vn.onshore.residency.verify.Verifier;

/**
 * SARIF 2.1.0: violations are errors, what is unknown are warnings, unusable input is told as notifications of the tool.
 */
final class SarifFormat implements Format.Form {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    @Override
    public void write(Verdicts verdicts, Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("$schema", SCHEMA);
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        var indexes = tool(json);
        invocation(verdicts, json);
        json.writeStringField("columnKind", "utf16CodeUnits");
        json.writeArrayFieldStart("results");
        for (var row : verdicts.rows()) {
            if (row.verdict().needsAttention()) {
                result(row, indexes, json);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private static Map<String, Integer> tool(JsonGenerator json) throws IOException {
        var indexes = new HashMap<String, Integer>();
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "onshore");
        json.writeArrayFieldStart("rules");
        for (var id : Verifier.offlineRules()) {
            indexes.put(id, indexes.size());
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeObjectFieldStart("shortDescription");
            json.writeStringField("text", ExitCatalogue.find(id).orElseThrow().title());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        return indexes;
    }

    private static void invocation(Verdicts verdicts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", verdicts.problems().isEmpty());
        json.writeNumberField("exitCode", verdicts.exitCode());
        json.writeArrayFieldStart("toolExecutionNotifications");
        for (var problem : verdicts.problems()) {
            notification(problem, "error", json);
        }
        for (var warning : verdicts.warnings()) {
            notification(warning, "warning", json);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void notification(Problem problem, String level, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("level", level);
        message(problem.sentence(), json);
        SarifPlace.write(problem.file(), problem.line(), json);
        json.writeEndObject();
    }

    private static void result(Row row, Map<String, Integer> indexes, JsonGenerator json) throws IOException {
        var finding = row.finding();
        json.writeStartObject();
        json.writeStringField("ruleId", finding.rule());
        json.writeNumberField("ruleIndex", indexes.getOrDefault(finding.rule(), -1));
        json.writeStringField("level", row.is(Verdict.NotMet) ? "error" : "warning");
        message(finding.subject() + ": " + finding.message() + ". " + finding.remediation(), json);
        SarifPlace.write(row.source().file(), row.source().line(), json);
        json.writeObjectFieldStart("properties");
        json.writeStringField("verdict", finding.verdict().name());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void message(String text, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
