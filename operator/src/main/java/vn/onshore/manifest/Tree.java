package vn.onshore.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON document: maps, lists, strings, numbers, booleans or nothing. Reading what is absent or of another
 * type gives the empty answer, because what users wrote may have any shape.
 *
 * @param value a {@code Map<String, Object>}, a {@code List<Object>}, a scalar, or null where there is nothing
 */
public record Tree(@Nullable Object value) {
    public static final Tree NOTHING = new Tree(null);

    /** What stands below the given keys, {@link #NOTHING} if a step is missing or no object. */
    public Tree at(String... path) {
        var here = value;
        for (var key : path) {
            if (!(here instanceof Map<?, ?> map)) {
                return NOTHING;
            }
            here = map.get(key);
        }
        return here == null ? NOTHING : new Tree(here);
    }

    public boolean isPresent() {
        return value != null;
    }

    public boolean isObject() {
        return value instanceof Map<?, ?>;
    }

    /**
     * The scalar here as a string; empty if there is none. A number or boolean where the API wants a string is what the
     * user wrote without quotes: it is judged as it reads, and never taken for absent.
     */
    public String text() {
        return value == null || value instanceof Map<?, ?> || value instanceof List<?> ? "" : value.toString();
    }

    /** Whether {@code true} stands here. */
    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /** The number here, or {@code otherwise}. */
    public long number(long otherwise) {
        return value instanceof Number number ? number.longValue() : otherwise;
    }

    /** The elements of the list here; empty if there is no list. */
    public List<Tree> items() {
        if (!(value instanceof List<?> list)) {
            return List.of();
        }
        var items = new ArrayList<Tree>(list.size());
        for (var item : list) {
            items.add(item == null ? NOTHING : new Tree(item));
        }
        return items;
    }

    /** The elements of the list here as {@link #text()} reads them: none is left out. */
    public List<String> texts() {
        return items().stream().map(Tree::text).toList();
    }

    /** The object here as a map in document order; empty if there is no object. Not a copy: do not change it. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> fields() {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The fields whose value is a scalar, as strings: labels, annotations, parameters. */
    public Map<String, String> textFields() {
        var texts = new LinkedHashMap<String, String>();
        fields().forEach((key, field) -> {
            if (field != null && !(field instanceof Map<?, ?>) && !(field instanceof List<?>)) {
                texts.put(key, field.toString());
            }
        });
        return texts;
    }
}
