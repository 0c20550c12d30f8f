package vn.onshore.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON, one document or several behind each other. */
final class JsonDocuments {
    private static final int OBJECT_IN_LIST = 2;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(ManifestReader.MAX_BYTES)
                    .maxNestingDepth(10 * Document.MAX_DEPTH)
                    .build())
            .build();

    private final JsonParser parser;
    private final IdentityHashMap<Object, Integer> lines = new IdentityHashMap<>();

    private JsonDocuments(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The documents of a text, into {@code documents} one by one.
     *
     * @throws Unusable for the first one that cannot be used
     */
    static void read(String text, List<Document> documents) throws Unusable {
        try (var parser = JSON.createParser(text)) {
            var reader = new JsonDocuments(parser);
            while (parser.nextToken() != null) {
                var line = reader.line();
                var value = reader.value(0);
                var begins = new IdentityHashMap<>(reader.lines);
                reader.lines.clear();
                documents.add(new Document(value, line, (object, otherwise) -> begins.getOrDefault(object, otherwise)));
            }
        } catch (JsonProcessingException broken) {
            var location = broken.getLocation();
            var problem = broken.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new Unusable(
                    location == null ? 1 : Math.max(1, location.getLineNr()), "this is not valid JSON: " + problem);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private @Nullable Object value(int depth) throws IOException, Unusable {
        if (depth > Document.MAX_DEPTH) {
            throw new Unusable(line(), "it nests deeper than " + Document.MAX_DEPTH + " levels");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(depth);
            case START_ARRAY -> list(depth);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }

    private Map<String, @Nullable Object> map(int depth) throws IOException, Unusable {
        var map = new LinkedHashMap<String, @Nullable Object>();
        var line = line();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            if (map.containsKey(key)) {
                throw new Unusable(line(), "the key " + Quoted.shortened(key) + " stands twice in one object");
            }
            parser.nextToken();
            map.put(key, value(depth + 1));
        }
        if (depth <= OBJECT_IN_LIST || map.containsKey("kind")) {
            lines.put(map, line);
        }
        return map;
    }

    private List<@Nullable Object> list(int depth) throws IOException, Unusable {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
