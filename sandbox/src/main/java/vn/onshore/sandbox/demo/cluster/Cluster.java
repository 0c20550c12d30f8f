package vn.onshore.sandbox.demo.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Plain requests to an API server with the rights of one identity. An answer is a value whatever its code. */
public final class Cluster implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String MANAGER = "onshore-demo";
    private static final String AS_JSON = "application/json";
    private static final String AS_TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String MERGE = "application/merge-patch+json";
    private static final int CREATED = 201;

    private final Path kubeconfig;
    private final KubernetesClient client;
    private final Kinds kinds = new Kinds(this::get);
    private final Consumer<String> made;

    private Cluster(Path kubeconfig, KubernetesClient client, Consumer<String> made) {
        this.kubeconfig = kubeconfig;
        this.client = client;
        this.made = made;
    }

    /**
     * Opens it with the rights of a kubeconfig.
     *
     * @param made told the path of every object that exists because of a request made here
     */
    public static Cluster open(Path kubeconfig, Consumer<String> made) {
        return new Cluster(kubeconfig, client(Config.fromKubeconfig(kubeconfig.toFile())), made);
    }

    /** The same cluster as this user sees it, by impersonation. */
    public Cluster as(String user, String... groups) {
        Config config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
                .withImpersonateUsername(user)
                .withImpersonateGroups(groups)
                .build();
        return new Cluster(kubeconfig, client(config), made);
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    /** Where it answers, without a slash at the end. */
    public String url() {
        return client.getMasterUrl().toString().replaceAll("/$", "");
    }

    /** The same identity, for what plain requests cannot do. */
    public KubernetesClient client() {
        return client;
    }

    /** The path of an object, found by asking the server where it serves the kind. */
    public String path(JsonNode object) {
        return kinds.path(object, object.path("metadata").path("name").asText());
    }

    public Answer get(String path) {
        return send("GET", path, AS_JSON, null, AS_JSON);
    }

    /** The objects of a collection. */
    public List<JsonNode> items(String path) {
        return StreamSupport.stream(get(path).orThrow().body().path("items").spliterator(), false)
                .toList();
    }

    /** A collection as the server draws it for {@code kubectl get}: column names first, then rows. */
    public JsonNode table(String path) {
        return send("GET", path, AS_JSON, null, AS_TABLE).orThrow().body();
    }

    public Answer create(ObjectNode object) {
        return told(path(object), create(kinds.path(object, ""), object));
    }

    /** Posts to a path, such as a subresource. */
    public Answer create(String path, ObjectNode body) {
        return send("POST", path + "?fieldManager=" + MANAGER, AS_JSON, body, AS_JSON);
    }

    /** Server-side apply, as {@code kubectl apply --server-side} does it. */
    public Answer apply(ObjectNode object) {
        String path = path(object);
        return told(path, send("PATCH", path + "?fieldManager=" + MANAGER, APPLY, object, AS_JSON));
    }

    public Answer merge(String path, JsonNode patch) {
        return send("PATCH", path + "?fieldManager=" + MANAGER, MERGE, patch, AS_JSON);
    }

    public Answer delete(String path) {
        return send("DELETE", path, AS_JSON, null, AS_JSON);
    }

    /**
     * Asks for an object until it is as wanted.
     *
     * @return the answer that was; empty when there was none in time
     */
    public Optional<Answer> await(String path, Duration patience, Predicate<JsonNode> wanted) {
        return Await.value(
                patience, () -> Optional.of(get(path)).filter(answer -> answer.ok() && wanted.test(answer.body())));
    }

    private Answer told(String path, Answer answer) {
        if (answer.code() == CREATED && answer.body().path("metadata").has("uid")) {
            made.accept(path);
        }
        return answer;
    }

    private Answer send(String method, String path, String type, @Nullable JsonNode body, String accept) {
        HttpRequest.Builder request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(url() + path)
                .header("Accept", accept)
                .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        request.method(method, type, body == null ? null : body.toString());
        long began = System.nanoTime();
        try {
            var response = client.getHttpClient()
                    .sendAsync(request.build(), String.class)
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.code(), read(response.body()), Duration.ofNanos(System.nanoTime() - began));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while waiting for " + path, e));
        } catch (ExecutionException | TimeoutException e) {
            throw new UncheckedIOException(
                    new IOException("the API server gave no answer to " + method + " " + path, e));
        }
    }

    private static JsonNode read(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // What is not JSON is a sentence, such as that of /readyz.
            return JSON.createObjectNode().put("message", text.strip());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
