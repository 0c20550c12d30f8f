package vn.onshore.kube;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A kind as the API server serves it.
 *
 * @param group empty for the core group
 */
public record ApiKind(String group, String version, String kind, String plural, boolean namespaced) {

    public static ApiKind cluster(String group, String version, String kind, String plural) {
        return new ApiKind(group, version, kind, plural, false);
    }

    public static ApiKind namespaced(String group, String version, String kind, String plural) {
        return new ApiKind(group, version, kind, plural, true);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Path of the collection; of all namespaces if {@code namespace} is null. */
    public String path(@Nullable String namespace) {
        return (group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version)
                + (namespaced && namespace != null ? "/namespaces/" + encode(namespace) : "")
                + "/" + plural;
    }

    public String path(@Nullable String namespace, String name) {
        return path(namespace) + "/" + encode(name);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
