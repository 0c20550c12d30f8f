package vn.onshore.sandbox.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The few things that are asked of etcd directly, through the JSON face of its protocol. */
record Etcd(String url, Duration patience) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Forgets all history up to now; returns the revision it now begins with. */
    long compact() {
        // The key is "\0" in Base64: any question gets the store's revision in the answer's header.
        long revision = post("/v3/kv/range", "{\"key\":\"AA==\",\"count_only\":true}")
                .at("/header/revision")
                .asLong();
        post("/v3/kv/compaction", "{\"revision\":%d,\"physical\":true}".formatted(revision));
        return revision;
    }

    private JsonNode post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("etcd answers %d: %s".formatted(response.statusCode(), response.body()));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
