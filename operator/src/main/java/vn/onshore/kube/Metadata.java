package vn.onshore.kube;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Object metadata as part of a tree: what rules read. */
final class Metadata {
    private Metadata() {}

    static Map<String, Object> tree(ObjectMeta meta) {
        var tree = new LinkedHashMap<String, Object>();
        put(tree, "name", meta.getName());
        put(tree, "namespace", meta.getNamespace());
        put(tree, "uid", meta.getUid());
        put(tree, "resourceVersion", meta.getResourceVersion());
        put(tree, "creationTimestamp", meta.getCreationTimestamp());
        put(tree, "deletionTimestamp", meta.getDeletionTimestamp());
        put(tree, "labels", meta.getLabels());
        put(tree, "annotations", meta.getAnnotations());
        if (meta.getGeneration() != null) {
            tree.put("generation", meta.getGeneration());
        }
        if (meta.getOwnerReferences() != null && !meta.getOwnerReferences().isEmpty()) {
            tree.put(
                    "ownerReferences",
                    meta.getOwnerReferences().stream().map(Metadata::owner).toList());
        }
        if (meta.getManagedFields() != null && !meta.getManagedFields().isEmpty()) {
            tree.put(
                    "managedFields",
                    meta.getManagedFields().stream().map(Metadata::manager).toList());
        }
        return tree;
    }

    private static Map<String, Object> owner(OwnerReference reference) {
        var tree = new LinkedHashMap<String, Object>();
        put(tree, "apiVersion", reference.getApiVersion());
        put(tree, "kind", reference.getKind());
        put(tree, "name", reference.getName());
        put(tree, "uid", reference.getUid());
        put(tree, "controller", reference.getController());
        put(tree, "blockOwnerDeletion", reference.getBlockOwnerDeletion());
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

    private static void put(Map<String, Object> tree, String key, @Nullable Object value) {
        if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
            tree.put(key, value);
        }
    }
}
