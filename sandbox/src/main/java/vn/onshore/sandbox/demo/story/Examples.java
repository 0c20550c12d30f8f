package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.sandbox.demo.cluster.Documents;

/**
 * The objects of {@code examples/residency/} and {@code examples/isolation/}, which users copy.
 *
 * @param files the objects of each file, by its path below {@code examples/}
 */
public record Examples(Map<String, List<ObjectNode>> files) {
    private static final String RESIDENCY = "residency/";
    private static final String BOUNDARY = RESIDENCY + "01-boundary.yaml";
    private static final String AUDIT = RESIDENCY + "02-policy-audit.yaml";
    private static final String ENFORCE = RESIDENCY + "03-policy-enforce.yaml";
    private static final String NAMESPACE = RESIDENCY + "workloads/00-namespace.yaml";
    private static final String WORKLOAD = RESIDENCY + "workloads/10-records.yaml";
    private static final String ABROAD = RESIDENCY + "workloads/20-abroad.yaml";

    private static final String ISOLATION = "isolation/";
    private static final String ZONES_AUDIT = ISOLATION + "02-archive-audit.yaml";
    private static final String ZONES_ENFORCE = ISOLATION + "03-archive-enforce.yaml";
    private static final String SHADOW = ISOLATION + "05-shadow.yaml";
    private static final String ZONE_NAMESPACES = ISOLATION + "00-namespaces.yaml";
    private static final String ZONE_WORKLOADS = ISOLATION + "workloads/10-archive.yaml";
    private static final String HOLE = ISOLATION + "attempts/policy-to-the-internet.yaml";

    public Examples {
        files = Map.copyOf(files);
    }

    /** Those of a checkout. */
    public static Examples in(Path root) {
        Path folder = root.resolve("examples");
        Map<String, List<ObjectNode>> files = new HashMap<>();
        for (String part : List.of(RESIDENCY, ISOLATION)) {
            Documents.below(folder.resolve(part)).forEach((file, objects) -> files.put(part + file, objects));
        }
        return new Examples(files);
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

    /** Zones and flows, in Audit. */
    ObjectNode zonesAudit() {
        return only(ZONES_AUDIT);
    }

    ObjectNode zonesEnforce() {
        return only(ZONES_ENFORCE);
    }

    /** Connections that were seen. */
    ObjectNode seenFlows() {
        return file(SHADOW).getFirst();
    }

    /** The zones, to be held against these. */
    ObjectNode zonesShadow() {
        return file(SHADOW).getLast();
    }

    List<ObjectNode> zoneNamespaces() {
        return file(ZONE_NAMESPACES);
    }

    /** A Deployment in each zone. */
    List<ObjectNode> zoneWorkloads() {
        return file(ZONE_WORKLOADS);
    }

    /** A policy that leads from the storage zone to the Internet. */
    ObjectNode hole() {
        return only(HOLE);
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
                .orElseThrow(
                        () -> new IllegalStateException("the examples have no %s %s any more".formatted(kind, name)))
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
            throw new IllegalStateException("examples/" + file + " is gone or empty");
        }
        return objects.stream().map(ObjectNode::deepCopy).toList();
    }
}
