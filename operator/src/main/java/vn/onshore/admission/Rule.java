package vn.onshore.admission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests that a policy looks at.
 *
 * @param group API group; empty for the core group
 * @param resources plural names, subresources as {@code pods/binding}
 * @param operations CREATE, UPDATE, DELETE, CONNECT
 */
public record Rule(String group, List<String> versions, List<String> resources, List<String> operations) {

    public Rule {
        versions = List.copyOf(versions);
        resources = List.copyOf(resources);
        operations = List.copyOf(operations);
    }

    /** Requests on version v1 of some resources of a group. */
    public static Rule v1(String group, List<String> resources, String... operations) {
        return new Rule(group, List.of("v1"), resources, List.of(operations));
    }

    Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("apiGroups", List.of(group));
        tree.put("apiVersions", versions);
        tree.put("operations", operations);
        tree.put("resources", resources);
        tree.put("scope", "*");
        return tree;
    }
}
