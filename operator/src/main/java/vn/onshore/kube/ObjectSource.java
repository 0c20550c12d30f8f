package vn.onshore.kube;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Manifest;

/** Where objects of the cluster are read: a cache, or the server itself. */
public interface ObjectSource {

    /** Every object of the kind; none if the server does not serve it. */
    Stream<Manifest> all(Watched kind);

    /** One object; empty if there is none. */
    Optional<Manifest> get(Watched kind, @Nullable String namespace, String name);
}
