package vn.onshore.isolation.observed;

import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** Every key of a ConfigMap as a log of one of the forms that {@link LineReader} tells apart. */
public final class ConfigMapLogs {
    private ConfigMapLogs() {}

    /** Adds up what a ConfigMap holds. Addresses stay addresses; {@link Placement} says whose they were. */
    public static void read(Manifest configMap, FlowBook book) {
        var name = name(configMap);
        configMap.tree().at("data").fields().forEach((key, value) -> {
            var lines = new LineReader(PodAddresses.NONE);
            var number = 1;
            for (var line : (Iterable<String>) new Tree(value).text().lines()::iterator) {
                // What a line says beyond the flow is not kept: whoever reads a status need not be allowed to read the
                // log.
                book.add(name + " " + key, number++, "", lines.read(line));
            }
        });
        configMap
                .tree()
                .at("binaryData")
                .fields()
                .keySet()
                .forEach(key -> book.add(
                        name + " " + key, 0, "", new Line.Garbage("it is binary and is not read; give it as text")));
    }

    /** {@code ConfigMap namespace/name}. */
    public static String name(Manifest configMap) {
        return "ConfigMap " + configMap.namespace() + "/" + configMap.name();
    }
}
