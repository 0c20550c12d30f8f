package vn.onshore.admission;

import java.util.LinkedHashMap;
import java.util.Map;

/** A CEL expression with a name: a variable or a match condition. */
public record Named(String name, String expression) {

    Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", name);
        tree.put("expression", expression);
        return tree;
    }
}
