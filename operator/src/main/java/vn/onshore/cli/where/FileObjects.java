package vn.onshore.cli.where;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/** Objects that were read from files, in the place of a cluster. */
record FileObjects(List<Manifest> manifests) implements ObjectSource {

    FileObjects {
        manifests = List.copyOf(manifests);
    }

    @Override
    public Stream<Manifest> all(Watched kind) {
        return manifests.stream()
                .filter(manifest -> manifest.is(kind.kind().group(), kind.kind().kind()));
    }

    @Override
    public Optional<Manifest> get(Watched kind, @Nullable String namespace, String name) {
        return all(kind)
                .filter(manifest ->
                        manifest.name().equals(name) && manifest.namespace().equals(namespace == null ? "" : namespace))
                .findFirst();
    }
}
