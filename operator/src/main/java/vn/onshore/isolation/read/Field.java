package vn.onshore.isolation.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Quoted;

/**
 * A field of a policy: its value, which has any shape until it was asked for one, and the way that leads to it.
 *
 * @param parent null for the whole object
 * @param step from the parent: {@code .name}, or {@code [0]}
 * @param value null if the field is absent or null, which is the same to the API
 * @param evolving whether the kind is of an API that may gain fields: what is unknown is then not evaluated, and otherwise
 *     refused, as kubectl refuses it
 */
record Field(@Nullable Field parent, String step, @Nullable Object value, boolean evolving) {

    static Field root(@Nullable Object object, boolean evolving) {
        return new Field(null, "", object, evolving);
    }

    /** {@code spec.ingress[0].from}. */
    String path() {
        if (parent == null) {
            return "";
        }
        var path = parent.path() + step;
        return path.startsWith(".") ? path.substring(1) : path;
    }

    boolean isSet() {
        return value != null;
    }

    /** The field below, which may be absent. */
    Field at(String key) throws Unfit {
        return new Field(this, "." + key, object().get(key), evolving);
    }

    /** The field below, which must be there. */
    Field required(String key) throws Unfit {
        var field = at(key);
        if (!field.isSet()) {
            throw Unfit.refused(field, "it is required");
        }
        return field;
    }

    /** The object here; empty if it is absent. */
    Map<?, ?> object() throws Unfit {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw Unfit.refused(this, "it must be an object");
    }

    /** Refuses, or leaves unevaluated, what has other fields than these. */
    void only(Set<String> known) throws Unfit {
        for (var entry : object().entrySet()) {
            if (entry.getKey() instanceof String key && !known.contains(key) && entry.getValue() != null) {
                var field = at(Quoted.shortened(key));
                throw evolving
                        ? Unfit.unevaluated(field, "this field is of a version that is not known here")
                        : Unfit.refused(field, "there is no such field; check its spelling");
            }
        }
    }

    /**
     * The one field that is set.
     *
     * @param known the only fields there may be
     */
    Field oneOf(Set<String> known) throws Unfit {
        only(known);
        Field found = null;
        for (var entry : object().entrySet()) {
            if (entry.getValue() != null) {
                if (found != null) {
                    throw Unfit.refused(this, "it must have exactly one of " + list(known));
                }
                found = at((String) entry.getKey());
            }
        }
        if (found == null) {
            throw Unfit.refused(this, "it must have exactly one of " + list(known));
        }
        return found;
    }

    private static String list(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    /** The elements of the list here; empty if it is absent. */
    List<Field> items() throws Unfit {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw Unfit.refused(this, "it must be a list");
        }
        var items = new ArrayList<Field>(list.size());
        for (var item : list) {
            items.add(new Field(this, "[" + items.size() + "]", item, evolving));
        }
        return items;
    }

    /** The elements of the list here, whose length is bounded. */
    List<Field> items(int least, int most) throws Unfit {
        var items = items();
        if (items.size() > most || items.size() < least) {
            throw Unfit.refused(
                    this,
                    items.size() > most
                            ? "it has " + items.size() + " items, and may have " + most
                            : "it must have at least " + least + (least == 1 ? " item" : " items"));
        }
        return items;
    }

    /** The string here; empty if it is absent. */
    String text() throws Unfit {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw Unfit.refused(this, "it must be a string; put it into quotes");
    }

    /** The whole number here, which must be there. */
    int integer(int least, int most) throws Unfit {
        if (!(value instanceof Long || value instanceof Integer)) {
            throw Unfit.refused(this, "it must be a whole number from " + least + " to " + most);
        }
        var number = ((Number) value).longValue();
        if (number < least || number > most) {
            throw Unfit.refused(this, number + " is not from " + least + " to " + most);
        }
        return (int) number;
    }
}
