package vn.onshore.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenewedHttpClientTest {
    private final Peer peer = new Peer();
    private final HttpClient client =
            RenewedHttpClient.of(HttpClient.newBuilder()).build();

    @AfterEach
    void close() {
        client.shutdownNow();
        peer.close();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + peer.socket.getLocalPort() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private HttpRequest impatient(String path) {
        return HttpRequest.newBuilder(request(path), (name, value) -> true)
                .timeout(Duration.ofMillis(300))
                .build();
    }

    @Test
    void whatWaitsOnASilentPeerFailsAndTheNextRequestIsAnswered() throws Exception {
        var watch = client.sendAsync(request("/silent"), BodyHandlers.discarding());
        var asked = client.sendAsync(impatient("/silent"), BodyHandlers.discarding());
        assertThatThrownBy(() -> asked.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);

        // It has no time-out of its own: without renewal it would wait for ever.
        assertThatThrownBy(() -> watch.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(client.sendAsync(request("/"), BodyHandlers.ofString())
                        .get(10, TimeUnit.SECONDS)
                        .body())
                .isEqualTo("ok");
    }

    @Test
    void aSlowAnswerAmongOthersEndsNothing() throws Exception {
        var watch = client.sendAsync(request("/silent"), BodyHandlers.discarding());
        var asked = client.sendAsync(impatient("/silent"), BodyHandlers.discarding());
        assertThat(client.sendAsync(request("/"), BodyHandlers.ofString())
                        .get(10, TimeUnit.SECONDS)
                        .body())
                .isEqualTo("ok");
        assertThatThrownBy(() -> asked.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(client.sendAsync(request("/"), BodyHandlers.ofString())
                        .get(10, TimeUnit.SECONDS)
                        .body())
                .isEqualTo("ok");
        assertThat(watch).isNotDone();
    }

    /** Answers at once, or never where the path says so, and closes nothing by itself. */
    private static final class Peer implements AutoCloseable {
        private static final byte[] OK =
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

        final ServerSocket socket;
        private final List<Socket> accepted = new CopyOnWriteArrayList<>();

        Peer() {
            try {
                socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.startVirtualThread(() -> {
                while (!socket.isClosed()) {
                    try {
                        var connection = socket.accept();
                        accepted.add(connection);
                        Thread.startVirtualThread(() -> serve(connection));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }

        private static void serve(Socket connection) {
            try {
                var in = connection.getInputStream();
                var head = new StringBuilder();
                for (int b = in.read(); b >= 0; b = in.read()) {
                    head.append((char) b);
                    if (head.toString().endsWith("\r\n\r\n")) {
                        if (!head.toString().startsWith("GET /silent")) {
                            connection.getOutputStream().write(OK);
                        }
                        head.setLength(0);
                    }
                }
            } catch (IOException e) {
                // The client went away.
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
                for (var connection : accepted) {
                    connection.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
