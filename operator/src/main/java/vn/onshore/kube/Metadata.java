package vn.onshore.kube;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.Map;

/** Object metadata as part of a tree: what rules read. */
final class Metadata {
    private Metadata() {}

    static Map<String, Object> tree(ObjectMeta meta) {
        var tree = new LinkedHashMap<String, Object>();
        put(tree, "name", meta.getName());
        put(tree, "namespace", meta.getNamespace());
        put(tree, "uid", meta.getUid());
        put(tree, "resourceVersion", meta.getResourceVersion());
        put(tree, "deletionTimestamp", meta.getDeletionTimestamp());
        put(tree, "labels", meta.getLabels());
        put(tree, "annotations", meta.getAnnotations());
        if (meta.getGeneration() != null) {
            tree.put("generation", meta.getGeneration());
        }
        if (meta.getOwnerReferences() != null && !meta.getOwnerReferences().isEmpty()) {
            tree.put(
                    "ownerReferences",
                    meta.getOwnerReferences().stream().map(Json::toMap).toList());
        }
        if (meta.getManagedFields() != null && !meta.getManagedFields().isEmpty()) {
            tree.put(
                    "managedFields",
                    meta.getManagedFields().stream().map(Metadata::manager).toList());
        }
        return tree;
    }

    private static Map<String, Object> manager(ManagedFieldsEntry entry) {
        var tree = new LinkedHashMap<String, Object>();
        put(tree, "manager", entry.getManager());
        put(tree, "operation", entry.getOperation());
        put(tree, "subresource", entry.getSubresource());
        put(tree, "time", entry.getTime());
        return tree;
    }

    private static void put(Map<String, Object> tree, String key, @org.jspecify.annotations.Nullable Object value) {
        if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
            tree.put(key, value);
        }
    }
}
