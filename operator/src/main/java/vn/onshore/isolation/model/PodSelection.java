package vn.onshore.isolation.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which pods are meant, by their labels and those of their namespace.
 *
 * @param namespace the only namespace they may be in; null if {@code namespaces} decides
 * @param namespaces of the namespace's labels, {@code kubernetes.io/metadata.name} among them
 */
public record PodSelection(@Nullable String namespace, Selector namespaces, Selector pods) {
    /** The pods of one namespace. */
    public static PodSelection in(String namespace, Selector pods) {
        return new PodSelection(namespace, Selector.EVERYTHING, pods);
    }

    public static PodSelection across(Selector namespaces, Selector pods) {
        return new PodSelection(null, namespaces, pods);
    }

    public boolean matches(Namespace of, Pod pod) {
        return (namespace == null || namespace.equals(of.name()))
                && namespaces.matches(of.labels())
                && pods.matches(pod.labels());
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof PodSelection(var in, var across, var some)
                        && Objects.equals(namespace, in)
                        && namespaces.equals(across)
                        && pods.equals(some);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Objects.hashCode(namespace) + namespaces.hashCode()) + pods.hashCode();
    }
}
