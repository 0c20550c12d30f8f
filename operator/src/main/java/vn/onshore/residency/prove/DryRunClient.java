package vn.onshore.residency.prove;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.onshore.kube.Json;

/**
 * Asks for writes in dry-run only, and never for a connection's upgrade, and shows the answer as it came: no retries, no redirects, at most
 * {@value #LARGEST} bytes.
 */
final class DryRunClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LARGEST = 1 << 20;

    private final URI server;
    private final HttpClient http;

    DryRunClient(ApiEndpoint server) {
        this.server = server.url();
        this.http = HttpClient.newBuilder()
                .sslContext(server.tls())
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build();
    }

    Answer send(ApiRequest request, BearerToken token) throws InterruptedException {
        var pending = http.sendAsync(http(request, token), BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
        try {
            return replied(pending.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            pending.cancel(true);
            return new Answer.Missing("the API server did not answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Answer.Missing("the API server was not reached: " + e.getCause());
        }
    }

    private HttpRequest http(ApiRequest request, BearerToken token) {
        var publisher = BodyPublishers.ofString(Json.write(request.body()));
        var builder = HttpRequest.newBuilder()
                .header("Accept", "application/json")
                .header("User-Agent", CanaryGround.NAME)
                .header("Authorization", "Bearer " + token.value());
        return switch (request.verb()) {
            case Create ->
                builder.uri(server.resolve(request.path() + "?dryRun=All&fieldManager=" + CanaryGround.NAME))
                        .header("Content-Type", "application/json")
                        .POST(publisher)
                        .build();
            case Apply ->
                builder.uri(server.resolve(request.path() + "?dryRun=All&force=true&fieldManager=" + CanaryGround.NAME))
                        .header("Content-Type", "application/apply-patch+yaml")
                        .method("PATCH", publisher)
                        .build();
            case Connect ->
                builder.uri(server.resolve(request.path() + "?command=true&stdout=true"))
                        .POST(BodyPublishers.noBody())
                        .build();
        };
    }

    private static Answer replied(HttpResponse<String> response) {
        return new Answer.Replied(
                response.statusCode(), response.headers().allValues("Warning"), Json.read(response.body()));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
