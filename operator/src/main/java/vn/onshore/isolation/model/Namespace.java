package vn.onshore.isolation.model;

import java.util.HashMap;
import java.util.Map;

/** @param labels always with {@code kubernetes.io/metadata.name}, as the API server sets it */
public record Namespace(String name, Map<String, String> labels) {
    public static final String NAME_LABEL = "kubernetes.io/metadata.name";

    public Namespace {
        var all = new HashMap<>(labels);
        all.put(NAME_LABEL, name);
        labels = Map.copyOf(all);
    }
}
