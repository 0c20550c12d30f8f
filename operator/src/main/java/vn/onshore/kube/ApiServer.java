package vn.onshore.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Tree;

/**
 * Plain requests to the API server with the client's own connection and credentials. An answer is a value whatever its
 * code; only a server that gives none throws ({@link UncheckedIOException}). A lost connection and an error of the server
 * (5xx) are tried again twice, and a server that is too busy (429) is asked again after the few seconds that it names in
 * {@code Retry-After}; so whatever is sent must do no harm when it arrives twice.
 */
public final class ApiServer {
    private static final String JSON = "application/json";
    /** Of an object that was written, its new version is enough. */
    private static final String METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1," + JSON;

    private static final String DRY_RUN = "?dryRun=All&fieldManager=onshore-canary";
    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final KubernetesClient client;
    private final HttpClient http;
    private final Duration timeout;

    /** @param timeout for one whole answer, with everything that is tried for it */
    public ApiServer(KubernetesClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
        // The client's own retries take no notice of Retry-After.
        http = client.getHttpClient()
                .newBuilder()
                .tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build())
                .build();
    }

    /**
     * What the server said.
     *
     * @param etag by which the body can be asked for again (RFC 9110, 8.8.3); empty if the server gave none
     */
    public record Answer(int code, Tree body, String etag) {
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
        return send(request("GET", path, JSON, null, accept));
    }

    /** Asks for news only: if {@code etag} is still right, the answer is 304 and has no body (RFC 9110, 13.1.2). */
    public Answer get(String path, String accept, String etag) {
        return send(request("GET", path, JSON, null, accept).header("If-None-Match", etag));
    }

    public Answer create(String path, Object body) {
        return send("POST", path, JSON, Json.write(body), JSON);
    }

    /** Asks what {@link #create} would do, and nothing is stored; admission is asked. */
    public Answer tryCreate(String path, Object body) {
        return send("POST", path + DRY_RUN, JSON, Json.write(body), METADATA);
    }

    /** Asks what {@link #mergePatch} would do, and nothing is stored; admission is asked. */
    public Answer tryMergePatch(String path, Object body) {
        return send("PATCH", path + DRY_RUN, "application/merge-patch+json", Json.write(body), METADATA);
    }

    /** Replaces the object and answers its metadata; a stale {@code metadata.resourceVersion} in it gives 409. */
    public Answer replace(String path, Object body, String fieldManager) {
        return send("PUT", path + "?fieldManager=" + fieldManager, JSON, Json.write(body), METADATA);
    }

    /** Server-side apply that takes conflicting fields over; answers the object's metadata. */
    public Answer apply(String path, Object body, String fieldManager) {
        return send(
                "PATCH",
                path + "?force=true&fieldManager=" + fieldManager,
                "application/apply-patch+yaml",
                Json.write(body),
                METADATA);
    }

    /** RFC 7386; answers the object's metadata. */
    public Answer mergePatch(String path, Object body, String fieldManager) {
        return patch(path, "application/merge-patch+json", body, fieldManager);
    }

    /** RFC 6902; answers the object's metadata. */
    public Answer jsonPatch(String path, Object operations, String fieldManager) {
        return patch(path, "application/json-patch+json", operations, fieldManager);
    }

    private Answer patch(String path, String format, Object patch, String fieldManager) {
        return send("PATCH", path + "?fieldManager=" + fieldManager, format, Json.write(patch), METADATA);
    }

    public Answer delete(String path, @Nullable String uid) {
        var options = uid == null
                ? "{\"propagationPolicy\":\"Background\"}"
                : "{\"propagationPolicy\":\"Background\",\"preconditions\":{\"uid\":" + Json.write(uid) + "}}";
        return send("DELETE", path, JSON, options, JSON);
    }

    private Answer send(String method, String path, String type, @Nullable String body, String accept) {
        return send(request(method, path, type, body, accept));
    }

    private HttpRequest.Builder request(String method, String path, String type, @Nullable String body, String accept) {
        var base = client.getMasterUrl().toString().replaceAll("/$", "");
        return http.newHttpRequestBuilder()
                .uri(base + path)
                .header("Accept", accept)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .method(method, type, body);
    }

    private Answer send(HttpRequest.Builder builder) {
        var request = builder.build();
        try {
            return await(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noAnswer(request, "interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw noAnswer(request, "the API server gave no answer", e);
        }
    }

    private static UncheckedIOException noAnswer(HttpRequest request, String why, Exception cause) {
        return new UncheckedIOException(
                request.method() + " " + request.uri().getRawPath(), new IOException(why, cause));
    }

    private Answer await(HttpRequest request) throws InterruptedException, ExecutionException, TimeoutException {
        var deadline = System.nanoTime() + timeout.toNanos();
        var pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                var response = http.sendAsync(request, String.class)
                        .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                var asked = pauseAskedFor(response);
                if ((asked.isEmpty() && (response.code() < SERVER_ERROR || attempt == TRIES))
                        || System.nanoTime() + asked.orElse(pause).toNanos() > deadline) {
                    var etag = response.header("ETag");
                    return new Answer(response.code(), Json.read(response.body()), etag == null ? "" : etag);
                }
                Thread.sleep(asked.orElse(pause));
            } catch (ExecutionException e) {
                if (attempt == TRIES || System.nanoTime() + pause.toNanos() > deadline) {
                    throw e;
                }
                Thread.sleep(pause);
            }
            pause = pause.multipliedBy(2);
        }
    }

    /** A server that is too busy for longer than a few seconds is no longer waited for: the caller comes back later. */
    private static Optional<Duration> pauseAskedFor(HttpResponse<String> response) {
        var seconds = response.header("Retry-After");
        return response.code() == TOO_MANY_REQUESTS && seconds != null && seconds.matches("[1-9]")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }
}
