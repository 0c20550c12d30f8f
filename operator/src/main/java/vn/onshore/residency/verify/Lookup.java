package vn.onshore.residency.verify;

import java.util.Map;
import java.util.Optional;

/** What other objects say about the one that is judged. Must be cheap and safe for use by several threads. */
public interface Lookup {

    /** Labels of a namespace; empty if the namespace is not known. */
    Optional<Map<String, String>> namespaceLabels(String namespace);

    /** A node of the cluster; empty if it is not known. */
    Optional<NodeView> node(String name);

    /** Whether this is a live cluster, so that what only runs there is judged. */
    boolean isLive();

    /** Whether the user says that the namespace is governed, whatever its labels. */
    default boolean isDeclaredGoverned(String namespace) {
        return false;
    }

    /**
     * What leads to a Service from where it is judged: an object of a governed namespace, or one by which the API server
     * itself calls others. As {@code Kind/name}; empty if nothing does.
     */
    default Optional<String> leadingTo(ServiceName service) {
        return Optional.empty();
    }
}
