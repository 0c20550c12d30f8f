package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Bare requests to an API server, so that as little as possible of what is timed is our own. */
final class Api implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;
    private final HttpClient http;
    /** Who acts; empty for whom the kubeconfig names. */
    private final String user;

    private Api(String url, HttpClient http, String user) {
        this.url = url;
        this.http = http;
        this.user = user;
    }

    /** With the rights of a kubeconfig that names a client certificate. */
    static Api open(Path kubeconfig) {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        try {
            SSLContext tls = SSLUtils.sslContext(config);
            return new Api(
                    config.getMasterUrl().replaceAll("/$", ""),
                    HttpClient.newBuilder().sslContext(tls).build(),
                    "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the kubeconfig " + kubeconfig + " has no usable certificate", e);
        }
    }

    /** The same connections, in somebody else's name; closed with this one. */
    Api as(String other) {
        return new Api(url, http, other);
    }

    /** What the server said. */
    record Answer(int code, JsonNode body) {
        boolean ok() {
            return code >= 200 && code < 300;
        }

        JsonNode orThrow() {
            if (!ok()) {
                throw new IllegalStateException("the API server answered " + code + ": "
                        + body.path("message").asText());
            }
            return body;
        }
    }

    Answer get(String path) {
        return send("GET", path, "application/json", "");
    }

    Answer create(String path, String body) {
        return send("POST", path, "application/json", body);
    }

    Answer mergePatch(String path, String body) {
        return send("PATCH", path, "application/merge-patch+json", body);
    }

    /** Server-side apply. */
    Answer apply(String path, String body) {
        return send("PATCH", path + "?force=true&fieldManager=bench", "application/apply-patch+yaml", body);
    }

    /** At once: what a pod's grace period would be. */
    Answer delete(String path) {
        return send("DELETE", path, "application/json", "{\"gracePeriodSeconds\":0}");
    }

    private Answer send(String method, String path, String type, String body) {
        HttpRequest request = request(path)
                .timeout(PATIENCE)
                .header("Content-Type", type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + method + " " + path, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
        return user.isEmpty() ? request : request.header("Impersonate-User", user);
    }

    /**
     * Lists and then watches; the listener is called on the watch's own thread, for what is there and for what comes.
     *
     * @return ends the watch
     */
    AutoCloseable watch(String path, Consumer<JsonNode> listener) {
        String joint = path.contains("?") ? "&" : "?";
        try {
            HttpResponse<Stream<String>> answer = http.send(
                    request(path + joint + "watch=true&timeoutSeconds=3600").build(), BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("cannot watch " + path + ": " + answer.statusCode());
            }
            Stream<String> lines = answer.body();
            Thread.ofVirtual().name("watch " + path).start(() -> read(lines, listener));
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("watch " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while opening a watch", e);
        }
    }

    private static void read(Stream<String> lines, Consumer<JsonNode> listener) {
        try (lines) {
            lines.forEach(line -> listener.accept(parse(line)));
        } catch (UncheckedIOException e) {
            // Closed by us, or the server is gone; whoever waits for an event says what is missing.
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object(String json) {
        return (ObjectNode) parse(json);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
