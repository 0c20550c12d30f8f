package vn.onshore.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Tree;

/**
 * Plain requests to the API server with the client's own connection and credentials. An answer is a value whatever its
 * code; only a server that gives none throws ({@link UncheckedIOException}).
 */
public final class ApiServer {
    private static final String JSON = "application/json";

    private final KubernetesClient client;
    private final Duration timeout;

    /** @param timeout for one whole answer */
    public ApiServer(KubernetesClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /** What the server said. */
    public record Answer(int code, Tree body) {
        /** Whether it did what was asked. A proxy's page or half an answer is no yes. */
        public boolean ok() {
            return code >= 200 && code < 300 && body.isObject();
        }

        /** The server's sentence; for errors the {@code message} of its Status. */
        public String message() {
            return body.at("message").text();
        }

        public String resourceVersion() {
            return body.at("metadata", "resourceVersion").text();
        }
    }

    public Answer get(String path) {
        return get(path, JSON);
    }

    /** @param accept such as {@code application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1} */
    public Answer get(String path, String accept) {
        return send("GET", path, JSON, null, accept);
    }

    public Answer create(String path, Object body) {
        return send("POST", path, JSON, Json.write(body), JSON);
    }

    /** Replaces the object; a stale {@code metadata.resourceVersion} in it gives 409. */
    public Answer replace(String path, Object body, String fieldManager) {
        return send("PUT", path + "?fieldManager=" + fieldManager, JSON, Json.write(body), JSON);
    }

    /** Server-side apply that takes conflicting fields over. */
    public Answer apply(String path, Object body, String fieldManager) {
        return send(
                "PATCH",
                path + "?force=true&fieldManager=" + fieldManager,
                "application/apply-patch+yaml",
                Json.write(body),
                JSON);
    }

    public Answer mergePatch(String path, Object body, String fieldManager) {
        return send(
                "PATCH",
                path + "?fieldManager=" + fieldManager,
                "application/merge-patch+json",
                Json.write(body),
                JSON);
    }

    /** RFC 6902. */
    public Answer jsonPatch(String path, Object operations, String fieldManager) {
        return send(
                "PATCH",
                path + "?fieldManager=" + fieldManager,
                "application/json-patch+json",
                Json.write(operations),
                JSON);
    }

    public Answer delete(String path, @Nullable String uid) {
        var options = uid == null
                ? "{\"propagationPolicy\":\"Background\"}"
                : "{\"propagationPolicy\":\"Background\",\"preconditions\":{\"uid\":" + Json.write(uid) + "}}";
        return send("DELETE", path, JSON, options, JSON);
    }

    private Answer send(String method, String path, String type, @Nullable String body, String accept) {
        var http = client.getHttpClient();
        var base = client.getMasterUrl().toString().replaceAll("/$", "");
        var request = http.newHttpRequestBuilder().uri(base + path).header("Accept", accept);
        request.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (body == null) {
            request.method(method, type, null);
        } else {
            request.method(method, type, body);
        }
        return await(method, path, request.build());
    }

    private Answer await(String method, String path, HttpRequest request) {
        var where = method + " " + path.replaceAll("\\?.*", "");
        try {
            var response = client.getHttpClient()
                    .sendAsync(request, String.class)
                    .get(timeout.toMillis() + 1_000, TimeUnit.MILLISECONDS);
            return new Answer(response.code(), Json.read(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(where, new IOException("interrupted", e));
        } catch (ExecutionException | TimeoutException e) {
            throw new UncheckedIOException(where, new IOException("the API server gave no answer", e));
        }
    }
}
