package vn.onshore.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** An API server on loopback that does what it is told for each path, and after that takes everything. */
final class FaultyServer implements AutoCloseable {
    /** What it does with one request. */
    interface Fault {
        void answer(HttpExchange exchange) throws IOException;
    }

    private static final String TAKEN = "{\"metadata\":{\"resourceVersion\":\"7\"}}";

    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Deque<Fault>> script = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    FaultyServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** From here on requests for the path go wrong in this way, one after the other. */
    void fail(String path, Fault... faults) {
        script.computeIfAbsent(path, p -> new ConcurrentLinkedDeque<>()).addAll(List.of(faults));
    }

    /** Methods and paths of what it was asked. */
    List<String> requests() {
        return requests;
    }

    /** A client as the operator opens it. */
    KubernetesClient client(Path directory, Duration timeout) throws IOException {
        var kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: it
                contexts: [{name: it, context: {cluster: it, user: it}}]
                clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: it, user: {token: secret-token}}]
                """.formatted(
                        server.getAddress().getPort()));
        return Connection.open(kubeconfig.toString(), timeout);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        exchange.getRequestBody().readAllBytes();
        var faults = script.get(path);
        var fault = faults == null ? null : faults.poll();
        try (exchange) {
            if (fault == null) {
                send(exchange, 200, TAKEN);
            } else {
                fault.answer(exchange);
            }
        }
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    /** A Status with this code. */
    static Fault status(int code, String message) {
        return text(code, Json.write(Map.of("kind", "Status", "code", code, "message", message)));
    }

    static Fault text(int code, String text) {
        return exchange -> send(exchange, code, text);
    }

    /**
     * A compressed answer, in pieces of so many octets; none for a client that did not say that it can expand one.
     *
     * @param flags of the header, RFC 1952, 2.3.1: optional fields that follow it
     */
    static Fault gzip(String text, int piece, int flags) {
        return exchange -> {
            if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Accept-Encoding"))) {
                send(exchange, 406, "{}");
                return;
            }
            var compressed = compressed(text);
            compressed[3] = (byte) flags;
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            for (int start = 0; start < compressed.length; start += piece) {
                exchange.getResponseBody().write(compressed, start, Math.min(piece, compressed.length - start));
                exchange.getResponseBody().flush();
            }
        };
    }

    private static byte[] compressed(String text) throws IOException {
        var octets = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(octets)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return octets.toByteArray();
    }

    /** The text by its tag (RFC 9110, 8.8.3): 304 without body for who has it already. */
    static Fault tagged(String etag, String text) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                send(exchange, 200, text);
            }
        };
    }

    /** Too many requests; come back after so many seconds. */
    static Fault busy(int seconds) {
        return exchange -> {
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(seconds));
            send(exchange, 429, "{}");
        };
    }

    /** The connection ends without an answer. */
    static Fault reset() {
        return exchange -> {};
    }

    /** The connection ends in the middle of the answer. */
    static Fault cutOff() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{\"metadata\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        };
    }

    /** No answer while the test runs. */
    Fault silence() {
        return exchange -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
