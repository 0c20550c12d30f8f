package vn.onshore.compliance;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The object that a finding speaks of.
 *
 * @param namespace null for cluster-scoped objects
 * @param uid null for objects that were read from files
 */
public record Subject(
        String apiVersion,
        String kind,
        @Nullable String namespace,
        String name,
        @Nullable String uid) implements Comparable<Subject> {
    private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::kind)
            .thenComparing(s -> s.namespace == null ? "" : s.namespace)
            .thenComparing(Subject::name)
            .thenComparing(Subject::apiVersion)
            .thenComparing(s -> s.uid == null ? "" : s.uid);

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }

    /** As people write it: {@code Pod shop/web-1}. */
    @Override
    public String toString() {
        return kind + " " + (namespace == null ? "" : namespace + "/") + name;
    }
}
