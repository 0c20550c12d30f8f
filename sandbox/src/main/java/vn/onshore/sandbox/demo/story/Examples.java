package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import vn.onshore.sandbox.demo.cluster.Documents;

/**
 * The objects of {@code examples/residency/}, which users copy.
 *
 * @param files the objects of each file, by its path below that folder
 */
public record Examples(Map<String, List<ObjectNode>> files) {
    private static final String BOUNDARY = "01-boundary.yaml";
    private static final String AUDIT = "02-policy-audit.yaml";
    private static final String ENFORCE = "03-policy-enforce.yaml";
    private static final String NAMESPACE = "workloads/00-namespace.yaml";
    private static final String WORKLOAD = "workloads/10-records.yaml";
    private static final String ABROAD = "workloads/20-abroad.yaml";

    public Examples {
        files = Map.copyOf(files);
    }

    /** Those of a checkout. */
    public static Examples in(Path root) {
        return new Examples(Documents.below(root.resolve("examples/residency")));
    }

    /** All objects, of all files. */
    public List<ObjectNode> objects() {
        return files.values().stream().flatMap(List::stream).toList();
    }

    ObjectNode boundary() {
        return only(BOUNDARY);
    }

    ObjectNode audit() {
        return only(AUDIT);
    }

    ObjectNode enforce() {
        return only(ENFORCE);
    }

    ObjectNode namespace() {
        return only(NAMESPACE);
    }

    /** A Deployment that runs wherever it may. */
    ObjectNode workload() {
        return only(WORKLOAD);
    }

    /** What leads abroad. */
    List<ObjectNode> abroad() {
        return file(ABROAD);
    }

    String boundaryName() {
        return name(boundary());
    }

    public String policyName() {
        return name(audit());
    }

    /** The label by which nodes are marked on which governed pods may run. */
    String nodeLabel() {
        return "onshore.node-restriction.kubernetes.io/residency." + policyName();
    }

    /** The object of this kind and name. */
    ObjectNode find(String kind, String name) {
        return objects().stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("examples/residency has no %s %s any more".formatted(kind, name)))
                .deepCopy();
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private ObjectNode only(String file) {
        return file(file).getFirst();
    }

    private List<ObjectNode> file(String file) {
        List<ObjectNode> objects = files.getOrDefault(file, List.of());
        if (objects.isEmpty()) {
            throw new IllegalStateException("examples/residency/" + file + " is gone or empty");
        }
        return objects.stream().map(ObjectNode::deepCopy).toList();
    }
}
