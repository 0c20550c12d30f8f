package vn.onshore.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads JSON that nobody trusts, and writes it in one canonical form. */
public final class JsonTree {

    /** What came of reading. */
    public sealed interface Result {}

    /** The document. */
    public record Readable(Tree tree) implements Result {}

    /**
     * No document.
     *
     * @param reason where and why, without the text itself
     */
    public record Unreadable(String reason) implements Result {}

    private JsonTree() {}

    /**
     * Reads exactly one JSON value. Duplicate keys, anything after the value, and more than the limits are unreadable.
     *
     * @param maxLength in characters
     * @param maxDepth of nested objects and lists
     */
    public static Result parse(String text, int maxLength, int maxDepth) {
        if (text.length() > maxLength) {
            return new Unreadable("longer than " + maxLength + " characters");
        }
        var factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(100)
                        .maxStringLength(maxLength)
                        .maxNameLength(4096)
                        .build())
                .build();
        try (var parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                return new Unreadable("empty");
            }
            var value = value(parser);
            return parser.nextToken() == null
                    ? new Readable(new Tree(value))
                    : new Unreadable("something follows the JSON value");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            return new Unreadable("not JSON, duplicate key, or nested deeper than " + maxDepth
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    /** The value as JSON without white space, the keys of every object in code-unit order. */
    public static String canonical(@Nullable Object value) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            parser.nextToken();
            fields.put(key, value(parser));
        }
        return fields;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        var items = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> map -> {
                json.writeStartObject();
                var sorted = new TreeMap<String, @Nullable Object>();
                map.forEach((key, field) -> sorted.put(String.valueOf(key), field));
                for (var entry : sorted.entrySet()) {
                    json.writeFieldName(entry.getKey());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case Iterable<?> items -> {
                json.writeStartArray();
                for (var item : items) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.doubleValue());
            default -> json.writeString(value.toString());
        }
    }
}
