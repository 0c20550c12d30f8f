package vn.onshore.cli.isolation;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.Writer;

/** One JSON object. */
final class JsonAnswer implements AnswerFormat.Form {

    @Override
    public void write(Answer answer, Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("from", answer.from());
        json.writeStringField("to", answer.to());
        json.writeStringField("protocol", answer.port().protocol().name());
        json.writeNumberField("port", answer.port().number());
        json.writeBooleanField("allowed", answer.explanation().allowed());
        json.writeNumberField("allowedPairs", answer.allowed());
        json.writeNumberField("pairs", answer.pairs());
        json.writeArrayFieldStart("steps");
        for (var step : answer.explanation().steps()) {
            json.writeStartObject();
            json.writeStringField("direction", step.direction().name());
            json.writeStringField("tier", step.tier().name());
            json.writeStringField("outcome", step.outcome().name());
            if (step.decidedBy().isPresent()) {
                var rule = step.decidedBy().get();
                json.writeStringField("policy", rule.policy().toString());
                json.writeNumberField("rule", rule.index());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (answer.explanation().nearest().isPresent()) {
            var near = answer.explanation().nearest().get();
            json.writeObjectFieldStart("nearest");
            json.writeStringField("direction", near.direction().name());
            json.writeStringField("policy", near.policy().toString());
            json.writeNumberField("rule", near.index());
            json.writeStringField("why", near.why());
            json.writeEndObject();
        }
        json.writeStringField("datapath", answer.datapath().name());
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
