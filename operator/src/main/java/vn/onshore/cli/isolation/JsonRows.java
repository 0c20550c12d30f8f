package vn.onshore.cli.isolation;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import vn.onshore.isolation.engine.Connection;
import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.engine.Exposure;
import vn.onshore.isolation.engine.Exposure.Peer;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Operator;
import vn.onshore.isolation.model.Selector.Requirement;
import vn.onshore.isolation.model.Workload;

/** The pieces of JSON that reports are made of. */
final class JsonRows {
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.values());

    private JsonRows() {}

    static void connection(Connection connection, JsonGenerator json) throws IOException {
        json.writeStartObject();
        party("source", connection.source(), json);
        party("destination", connection.destination(), json);
        ports("ports", connection.ports(), json);
        json.writeEndObject();
    }

    static void exposure(Exposure exposure, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("workload");
        workload(exposure.workload(), json);
        json.writeStringField("direction", exposure.direction().name().toLowerCase(Locale.ROOT));
        json.writeFieldName("peer");
        switch (exposure.peer()) {
            case Peer.EntireCluster() -> json.writeString("entire-cluster");
            case Peer.Pods(var selection) -> selection(selection, json);
            case Peer.Outside(var range) -> range(range, json);
        }
        ports("ports", exposure.ports(), json);
        json.writeEndObject();
    }

    static void party(String field, Party party, JsonGenerator json) throws IOException {
        json.writeFieldName(field);
        switch (party) {
            case Party.Inside(var workload) -> workload(workload, json);
            case Party.Outside(var range) -> range(range, json);
        }
    }

    private static void workload(Workload workload, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("namespace", workload.namespace());
        json.writeStringField("name", workload.name());
        json.writeStringField("kind", workload.kind());
        json.writeEndObject();
    }

    private static void range(AddressRange range, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("range", Names.of(range));
        json.writeEndObject();
    }

    static void ports(String field, PortSet ports, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        for (var protocol : PROTOCOLS) {
            var text = ports.text(protocol);
            if (!text.isEmpty()) {
                json.writeStringField(protocol.name(), text);
            }
        }
        json.writeEndObject();
    }

    private static void selection(PodSelection selection, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("namespaceSelector");
        selector(
                selection.namespace() == null
                        ? selection.namespaces()
                        : Selector.of(Map.of(Namespace.NAME_LABEL, selection.namespace())),
                json);
        json.writeFieldName("podSelector");
        selector(selection.pods(), json);
        json.writeEndObject();
    }

    /** As the API has it: what is one value of a key goes into matchLabels, unless the key has another one there. */
    private static void selector(Selector selector, JsonGenerator json) throws IOException {
        var labels = new TreeMap<String, String>();
        var expressions = new ArrayList<Requirement>();
        for (var requirement : selector.requirements()) {
            var one = requirement.operator() == Operator.In
                    && requirement.values().size() == 1
                    && !labels.containsKey(requirement.key());
            if (one) {
                labels.put(requirement.key(), requirement.values().getFirst());
            } else {
                expressions.add(requirement);
            }
        }
        json.writeStartObject();
        if (!labels.isEmpty()) {
            json.writeObjectFieldStart("matchLabels");
            for (var label : labels.entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            json.writeEndObject();
        }
        if (!expressions.isEmpty()) {
            json.writeArrayFieldStart("matchExpressions");
            for (var expression : expressions) {
                expression(expression, json);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void expression(Requirement expression, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", expression.key());
        json.writeStringField("operator", expression.operator().name());
        if (!expression.values().isEmpty()) {
            json.writeArrayFieldStart("values");
            for (var value : expression.values()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
