package vn.onshore.kube;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One copy of values that thousands of pods share: images, node names, tolerations. Bounded, because values come from
 * users: a full table is forgotten and fills again with what is in use.
 */
final class Interned {
    private static final int MOST = 50_000;
    private static final int LONGEST = 2_048;
    private static final ConcurrentHashMap<Object, Object> COPIES = new ConcurrentHashMap<>();

    private Interned() {}

    static String text(String text) {
        return text.length() > LONGEST ? text : (String) one(text);
    }

    /** The same value with shared strings and shared lists of scalars. */
    @SuppressWarnings("NullAway") // a null in a document stays null
    static Object deep(@Nullable Object value) {
        return switch (value) {
            case String text -> text(text);
            case List<?> list -> one(list.stream().map(Interned::deep).toList());
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.forEach((key, field) -> copy.put(text(String.valueOf(key)), deep(field)));
                yield one(copy);
            }
            case null -> null;
            default -> value;
        };
    }

    /** How many values are shared now. */
    static int size() {
        return COPIES.size();
    }

    private static Object one(Object value) {
        var known = COPIES.get(value);
        if (known != null) {
            return known;
        }
        if (COPIES.size() >= MOST) {
            COPIES.clear();
        }
        COPIES.put(value, value);
        return value;
    }
}
