package vn.onshore.boundary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is found wrong with a spec while it is looked through, in that order. */
final class ProblemList {
    private final List<Problem> found = new ArrayList<>();

    /** Looks at one entry of a list. */
    interface Visitor<T> {
        /** @param path of the entry, such as {@code spec.sites[1]} */
        void visit(String path, T item);
    }

    /** @param sentence what is wrong and what to do, to be read after the field */
    void add(String field, String sentence) {
        found.add(new Problem(field, sentence));
    }

    /**
     * Something may be listed once.
     *
     * @param seen where each key was first listed
     * @param what names it in the sentence
     */
    void once(Map<String, String> seen, String key, String field, String what) {
        var first = seen.putIfAbsent(key, field);
        if (first != null) {
            add(field, what + " is already listed at " + first + "; list it once");
        }
    }

    List<Problem> all() {
        return found;
    }

    static <T> void each(String path, List<T> items, Visitor<T> visitor) {
        for (var i = 0; i < items.size(); i++) {
            visitor.visit(path + "[" + i + "]", items.get(i));
        }
    }
}
