package vn.onshore.cli.isolation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import vn.onshore.cli.SarifPlace;
import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.manifest.Manifest;

/**
 * SARIF 2.1.0: a zone verdict that got worse is an error, what opens is a warning, what closes a note. Each stands where the
 * manifest of a workload that it is about stands on the new side.
 */
final class SarifDiff implements DiffFormat.Form {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    /** In the order of the rules' indexes. */
    private enum Rule {
        ZoneVerdict("A zone is less isolated than before"),
        ConnectionAdded("A connection is possible that was not"),
        ConnectionChanged("A connection is possible on other ports"),
        ConnectionRemoved("A connection is no longer possible");

        private final String title;

        Rule(String title) {
            this.title = title;
        }
    }

    @Override
    public void write(Comparison comparison, Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("$schema", SCHEMA);
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        tool(json);
        json.writeStringField("columnKind", "utf16CodeUnits");
        json.writeArrayFieldStart("results");
        results(comparison, json);
        json.writeEndArray();
        json.writeObjectFieldStart("properties");
        json.writeStringField("datapath", comparison.datapath().name());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private static void tool(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "onshore");
        json.writeArrayFieldStart("rules");
        for (var rule : Rule.values()) {
            json.writeStartObject();
            json.writeStringField("id", rule.name());
            json.writeObjectFieldStart("shortDescription");
            json.writeStringField("text", rule.title);
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void results(Comparison comparison, JsonGenerator json) throws IOException {
        for (var verdict : comparison.verdicts()) {
            if (verdict.isWorse()) {
                var text = "NetworkIsolation " + verdict.isolation() + ": " + verdict.from() + " to " + verdict.to()
                        + " was " + verdict.before() + " and is " + verdict.after() + ". "
                        + String.join(" ", verdict.because());
                result(Rule.ZoneVerdict, "error", text, verdict.place(), json);
            }
        }
        for (var row : comparison.difference().added()) {
            result(
                    Rule.ConnectionAdded,
                    "warning",
                    between(row.source(), row.destination()) + " may connect now on " + Names.of(row.ports()),
                    place(comparison, row.source(), row.destination()),
                    json);
        }
        for (var row : comparison.difference().changed()) {
            result(
                    Rule.ConnectionChanged,
                    opensMore(row.before(), row.after()) ? "warning" : "note",
                    between(row.source(), row.destination()) + " may connect on " + Names.of(row.after())
                            + ", before on " + Names.of(row.before()),
                    place(comparison, row.source(), row.destination()),
                    json);
        }
        for (var row : comparison.difference().removed()) {
            result(
                    Rule.ConnectionRemoved,
                    "note",
                    between(row.source(), row.destination()) + " may no longer connect on " + Names.of(row.ports()),
                    place(comparison, row.source(), row.destination()),
                    json);
        }
    }

    private static boolean opensMore(PortSet before, PortSet after) {
        return !before.containsAll(after);
    }

    private static String between(Party source, Party destination) {
        return Names.of(source) + " to " + Names.of(destination);
    }

    private static Manifest.@Nullable Source place(Comparison comparison, Party source, Party destination) {
        var first = place(comparison, source);
        return first == null ? place(comparison, destination) : first;
    }

    private static Manifest.@Nullable Source place(Comparison comparison, Party party) {
        return party instanceof Party.Inside(var workload) ? comparison.places().get(workload) : null;
    }

    private static void result(
            Rule rule, String level, String text, Manifest.@Nullable Source place, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", rule.name());
        json.writeNumberField("ruleIndex", rule.ordinal());
        json.writeStringField("level", level);
        json.writeObjectFieldStart("message");
        json.writeStringField("text", text);
        json.writeEndObject();
        if (place != null) {
            SarifPlace.write(place.file(), place.line(), json);
        }
        json.writeEndObject();
    }
}
