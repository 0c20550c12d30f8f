package vn.onshore.manifest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML straight from parser events into maps and lists. Keys are strings, as in JSON; a key that stands twice, an
 * alias to itself and aliases that would unfold into more than {@value #MAX_UNFOLDED} values are refused.
 */
final class YamlDocuments {
    static final int MAX_UNFOLDED = 100_000;

    private static final int OBJECT_IN_LIST = 2;

    private final ParserImpl parser;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final IdentityHashMap<Object, Integer> lines = new IdentityHashMap<>();
    private int values;
    private int unfolded;
    private int deepest;

    private record Anchored(@Nullable Object value, int values, int height) {}

    private YamlDocuments(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        parser = new ParserImpl(new StreamReader(text), options);
    }

    /**
     * The documents of a text, into {@code documents} one by one, so that those before a broken one are kept.
     *
     * @throws Unusable for the first one that cannot be used
     */
    static void read(String text, List<Document> documents) throws Unusable {
        try {
            var reader = new YamlDocuments(text);
            reader.next(Event.ID.StreamStart);
            while (!reader.parser.checkEvent(Event.ID.StreamEnd)) {
                documents.add(reader.document());
            }
        } catch (MarkedYAMLException broken) {
            var mark = broken.getProblemMark();
            throw new Unusable(
                    mark == null ? 1 : mark.getLine() + 1,
                    "this is not valid YAML: " + sentence(broken.getProblem())
                            + (text.contains("{{") ? "; render a template first" : ""));
        } catch (YAMLException broken) {
            throw new Unusable(lineOfUnprintable(text), "this is not valid YAML: " + sentence(broken.getMessage()));
        }
    }

    /** The line of the first character that YAML forbids, which the parser tells by its offset alone. */
    private static int lineOfUnprintable(String text) {
        var line = 1;
        for (var at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            if (!StreamReader.isPrintable(text.codePointAt(at))) {
                return line;
            }
            line += text.charAt(at) == '\n' ? 1 : 0;
        }
        return 1;
    }

    private static String sentence(@Nullable String problem) {
        return problem == null ? "unreadable" : problem.lines().findFirst().orElse("unreadable");
    }

    private Document document() throws Unusable {
        next(Event.ID.DocumentStart);
        anchors.clear();
        lines.clear();
        unfolded = 0;
        var line = parser.peekEvent().getStartMark().getLine() + 1;
        var value = value(0);
        next(Event.ID.DocumentEnd);
        var begins = new IdentityHashMap<>(lines);
        return new Document(value, line, (object, otherwise) -> begins.getOrDefault(object, otherwise));
    }

    private void next(Event.ID expected) {
        if (!parser.checkEvent(expected)) {
            throw new IllegalStateException("the YAML parser gave " + parser.peekEvent() + " for " + expected);
        }
        parser.getEvent();
    }

    private @Nullable Object value(int depth) throws Unusable {
        var event = parser.getEvent();
        if (event instanceof AliasEvent alias) {
            return unfold(alias, depth);
        }
        if (depth > Document.MAX_DEPTH) {
            throw new Unusable(line(event), "it nests deeper than " + Document.MAX_DEPTH + " levels");
        }
        var before = values;
        var deepestBefore = deepest;
        deepest = depth;
        values++;
        var value = switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent ignored -> list(depth);
            case MappingStartEvent ignored -> map(event, depth);
            default -> throw new Unusable(line(event), "this is not valid YAML");
        };
        var anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, new Anchored(value, values - before, deepest - depth));
        }
        deepest = Math.max(deepest, deepestBefore);
        return value;
    }

    private @Nullable Object unfold(AliasEvent alias, int depth) throws Unusable {
        var anchored = anchors.get(alias.getAnchor());
        if (anchored == null) {
            throw new Unusable(
                    line(alias), "the alias *" + alias.getAnchor() + " refers to itself or to nothing before it");
        }
        unfolded += anchored.values;
        values += anchored.values;
        deepest = Math.max(deepest, depth + anchored.height);
        if (unfolded > MAX_UNFOLDED) {
            throw new Unusable(line(alias), "its aliases unfold into more than " + MAX_UNFOLDED + " values");
        }
        if (deepest > Document.MAX_DEPTH) {
            throw new Unusable(line(alias), "it nests deeper than " + Document.MAX_DEPTH + " levels");
        }
        return anchored.value;
    }

    private List<@Nullable Object> list(int depth) throws Unusable {
        var list = new ArrayList<@Nullable Object>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            list.add(value(depth + 1));
        }
        parser.getEvent();
        return list;
    }

    private Map<String, @Nullable Object> map(Event start, int depth) throws Unusable {
        var map = new LinkedHashMap<String, @Nullable Object>();
        List<@Nullable Object> merged = null;
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            var event = parser.peekEvent();
            if (event instanceof ScalarEvent scalar
                    && scalar.isPlain()
                    && scalar.getValue().equals("<<")) {
                parser.getEvent();
                merged = merged == null ? new ArrayList<>() : merged;
                merged.add(value(depth + 1));
                continue;
            }
            var key = key(event, value(depth + 1));
            if (map.containsKey(key)) {
                throw new Unusable(line(event), "the key " + Quoted.shortened(key) + " stands twice in one object");
            }
            map.put(key, value(depth + 1));
        }
        parser.getEvent();
        if (merged != null) {
            merge(start, merged, map);
        }
        if (depth <= OBJECT_IN_LIST || map.containsKey("kind")) {
            lines.put(map, line(start));
        }
        return map;
    }

    private static String key(Event event, @Nullable Object key) throws Unusable {
        return switch (key) {
            case String text -> text;
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case Map<?, ?> template ->
                throw new Unusable(line(event), "a key must be a string; render a template ({{ }}) first");
            case null, default -> throw new Unusable(line(event), "a key must be a string");
        };
    }

    private void merge(Event start, List<@Nullable Object> merged, Map<String, @Nullable Object> into) throws Unusable {
        for (var source : merged) {
            for (var each : source instanceof List<?> several ? several : Collections.singletonList(source)) {
                if (!(each instanceof Map<?, ?> map)) {
                    throw new Unusable(line(start), "a merge key (<<) needs an object or a list of objects");
                }
                map.forEach((key, value) -> into.putIfAbsent((String) key, value));
            }
        }
    }

    private static @Nullable Object scalar(ScalarEvent scalar) throws Unusable {
        var tag = scalar.getTag();
        if (tag == null) {
            return scalar.isPlain() ? PlainScalar.resolve(scalar.getValue()) : scalar.getValue();
        }
        return switch (tag) {
            case "!", "tag:yaml.org,2002:str" -> scalar.getValue();
            case "tag:yaml.org,2002:null",
                    "tag:yaml.org,2002:bool",
                    "tag:yaml.org,2002:int",
                    "tag:yaml.org,2002:float",
                    "tag:yaml.org,2002:timestamp" -> PlainScalar.resolve(scalar.getValue());
            case "tag:yaml.org,2002:binary" -> decoded(scalar);
            default -> throw new Unusable(line(scalar), "the tag " + Quoted.shortened(tag) + " is not understood");
        };
    }

    private static String decoded(ScalarEvent scalar) throws Unusable {
        try {
            var bytes = Base64.getMimeDecoder().decode(scalar.getValue());
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException invalid) {
            throw new Unusable(line(scalar), "a !!binary value is not base64");
        }
    }

    private static int line(Event event) {
        return event.getStartMark().getLine() + 1;
    }
}
