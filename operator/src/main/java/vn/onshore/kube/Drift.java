package vn.onshore.kube;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Manifest;

/** How an object differs from what it should be. */
public enum Drift {
    /** Nothing to write. */
    None,
    /** A field that we own is missing or different: server-side apply puts it right. */
    Ours,
    /** Somebody added fields that weaken the object: only replacing it takes them away. */
    Foreign;

    /** In these groups every field beyond ours changes the meaning, so a desired object is the whole object. */
    private static final Set<String> EXACT = Set.of(
            "admissionregistration.k8s.io",
            "rbac.authorization.k8s.io",
            "networking.k8s.io",
            "policy.networking.k8s.io");

    private static final Set<String> SERVERS_OWN = Set.of("apiVersion", "kind", "metadata", "status");

    public static Drift between(Manifest desired, Manifest actual) {
        var exact = EXACT.contains(desired.group());
        if (exact && owners(actual) > owners(desired)) {
            return Foreign;
        }
        if (!subset(metadata(desired), actual.tree().at("metadata").value())) {
            return Ours;
        }
        for (var field : desired.tree().fields().entrySet()) {
            if (SERVERS_OWN.contains(field.getKey())) {
                continue;
            }
            var value = actual.tree().fields().get(field.getKey());
            if (!subset(field.getValue(), value)) {
                return exact && value != null ? Foreign : Ours;
            }
            if (exact && !same(field.getValue(), value)) {
                return Foreign;
            }
        }
        return None;
    }

    /** A foreign owner that does not exist lets the garbage collector take the object once ours is gone from it. */
    private static int owners(Manifest object) {
        return object.tree().at("metadata", "ownerReferences").items().size();
    }

    private static Map<String, Object> metadata(Manifest desired) {
        var wanted = new LinkedHashMap<>(desired.tree().at("metadata").fields());
        wanted.keySet().retainAll(Set.of("labels", "annotations", "ownerReferences"));
        return wanted;
    }

    /** Maps may have more keys, lists must have the same length. */
    static boolean subset(@Nullable Object wanted, @Nullable Object is) {
        return switch (wanted) {
            case Map<?, ?> map ->
                is instanceof Map<?, ?> other
                        && map.entrySet().stream().allMatch(e -> subset(e.getValue(), other.get(e.getKey())));
            case List<?> list -> {
                if (!(is instanceof List<?> other) || other.size() != list.size()) {
                    yield list.isEmpty() && is == null;
                }
                for (int i = 0; i < list.size(); i++) {
                    if (!subset(list.get(i), other.get(i))) {
                        yield false;
                    }
                }
                yield true;
            }
            case Number number -> is instanceof Number other && number.doubleValue() == other.doubleValue();
            case null -> is == null;
            default -> wanted.equals(is);
        };
    }

    private static boolean same(@Nullable Object wanted, @Nullable Object is) {
        return subset(wanted, is) && Objects.equals(size(wanted), size(is));
    }

    /**
     * Scalars and list elements below a value: with {@link #subset}, equal counts mean that nothing was added. An element
     * counts even if it is empty: a rule of a NetworkPolicy without fields allows everything.
     */
    private static int size(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.values().stream().mapToInt(Drift::size).sum();
            case List<?> list ->
                list.size() + list.stream().mapToInt(Drift::size).sum();
            case null -> 0;
            default -> 1;
        };
    }
}
