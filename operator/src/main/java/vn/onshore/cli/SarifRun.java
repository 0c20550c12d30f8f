package vn.onshore.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;

/**
 * A file of SARIF 2.1.0 with one run of this program.
 *
 * @param rules in the order of their indexes
 * @param invocation how the run went; null to say nothing about it
 * @param properties of the run; left out if empty
 */
public record SarifRun(List<Rule> rules, @Nullable Invocation invocation, Map<String, String> properties) {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final int NO_INDEX = -1;

    public SarifRun {
        rules = List.copyOf(rules);
        properties = Map.copyOf(properties);
    }

    /** A {@code reportingDescriptor}. */
    public record Rule(String id, String title) {}

    /** How a run went; what could not be used are its notifications. */
    public record Invocation(int exitCode, List<Problem> errors, List<Problem> warnings) {}

    /** The levels of results and notifications, as SARIF spells them. */
    public enum Level {
        error,
        warning,
        note
    }

    /**
     * What was found.
     *
     * @param rule its id
     * @param place null if it is about no place in particular
     * @param properties left out if empty
     */
    public record Result(
            String rule, Level level, String text, Manifest.@Nullable Source place, Map<String, String> properties) {}

    /** Writes the file; results are written as they come. */
    public void write(Stream<Result> results, Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("$schema", SCHEMA);
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        tool(json);
        if (invocation != null) {
            invocation(invocation, json);
        }
        json.writeStringField("columnKind", "utf16CodeUnits");
        results(results, json);
        properties(properties, json);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private void tool(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "onshore");
        json.writeArrayFieldStart("rules");
        for (var rule : rules) {
            json.writeStartObject();
            json.writeStringField("id", rule.id());
            text("shortDescription", rule.title(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void invocation(Invocation invocation, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", invocation.errors().isEmpty());
        json.writeNumberField("exitCode", invocation.exitCode());
        json.writeArrayFieldStart("toolExecutionNotifications");
        notifications(invocation.errors(), Level.error, json);
        notifications(invocation.warnings(), Level.warning, json);
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void notifications(List<Problem> problems, Level level, JsonGenerator json) throws IOException {
        for (var problem : problems) {
            json.writeStartObject();
            json.writeStringField("level", level.name());
            text("message", problem.sentence(), json);
            locations(problem.file(), problem.line(), json);
            json.writeEndObject();
        }
    }

    private void results(Stream<Result> results, JsonGenerator json) throws IOException {
        var indexes = new HashMap<String, Integer>();
        rules.forEach(rule -> indexes.put(rule.id(), indexes.size()));
        json.writeArrayFieldStart("results");
        for (var result : (Iterable<Result>) results::iterator) {
            json.writeStartObject();
            json.writeStringField("ruleId", result.rule());
            json.writeNumberField("ruleIndex", indexes.getOrDefault(result.rule(), NO_INDEX));
            json.writeStringField("level", result.level().name());
            text("message", result.text(), json);
            var place = result.place();
            if (place != null) {
                locations(place.file(), place.line(), json);
            }
            properties(result.properties(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void text(String field, String text, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    /** @param line from 1; the first for 0 */
    private static void locations(String file, int line, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(file));
        json.writeEndObject();
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", Math.max(1, line));
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void properties(Map<String, String> properties, JsonGenerator json) throws IOException {
        if (properties.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("properties");
        for (var property : properties.entrySet()) {
            json.writeStringField(property.getKey(), property.getValue());
        }
        json.writeEndObject();
    }

    private static String uri(String file) {
        if (file.equals("-")) {
            return "stdin";
        }
        try {
            var relative = file.startsWith("./") ? file.substring(2) : file;
            return new URI(file.startsWith("/") ? "file" : null, null, relative.replace('\\', '/'), null)
                    .toASCIIString();
        } catch (URISyntaxException impossible) {
            return "unnamed";
        }
    }
}
