package vn.onshore.isolation.live;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.ConfigMapReference;
import vn.onshore.kube.ApiKind;
import vn.onshore.kube.ApiServer;
import vn.onshore.manifest.Manifest;

/**
 * ConfigMaps by the names that a resource gives. They are not watched: a cluster has many of others, and whoever may edit the
 * resource says which are believed.
 */
public final class ConfigMaps {
    private static final ApiKind KIND = ApiKind.namespaced("", "v1", "ConfigMap", "configmaps");
    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /** Not allowed, and not there. */
    private static final Set<Integer> UNREADABLE = Set.of(403, 404);

    private final ApiServer server;

    public ConfigMaps(ApiServer server) {
        this.server = server;
    }

    /** Names a ConfigMap. */
    public record Reference(String namespace, String name) {
        /** Each once. */
        public static List<Reference> of(List<ConfigMapReference> named) {
            return named.stream()
                    .map(one -> new Reference(one.namespace(), one.name()))
                    .distinct()
                    .toList();
        }

        private String path() {
            return KIND.path(namespace, name);
        }
    }

    /** What came of reading one. */
    public sealed interface Reading {}

    public record Read(Manifest configMap) implements Reading {}

    /** @param why a sentence */
    public record Unread(String why) implements Reading {}

    public Reading read(Reference reference) {
        var said = "ConfigMap " + reference.namespace() + "/" + reference.name() + " could not be read: ";
        try {
            var answer = server.get(reference.path());
            return answer.ok()
                    ? new Read(Manifest.of(new LinkedHashMap<>(answer.body().fields())))
                    : new Unread(said + answer.message());
        } catch (UncheckedIOException e) {
            return new Unread(said + "the server gave no answer");
        }
    }

    /** The {@code resourceVersion}, which is "" of one that cannot be read; empty if the server has no answer now. */
    public Optional<String> version(Reference reference) {
        try {
            var answer = server.get(reference.path(), METADATA_ONLY);
            return answer.ok()
                    ? Optional.of(answer.resourceVersion())
                    : UNREADABLE.contains(answer.code()) ? Optional.of("") : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
