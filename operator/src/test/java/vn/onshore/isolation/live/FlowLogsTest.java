package vn.onshore.isolation.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.live.ConfigMaps.Reference;
import vn.onshore.isolation.model.Networks;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.Json;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/** A log is read again, and its addresses placed again, only if there is something new. */
class FlowLogsTest {
    private static final String ISOLATION = "archive";
    private static final List<Reference> NAMED = List.of(new Reference("ops", "log"));

    private final AtomicInteger bodies = new AtomicInteger();
    private final List<String> turned = new ArrayList<>();
    private final List<Manifest> pods = new ArrayList<>();
    private HttpServer http;
    private KubernetesClient client;
    private FlowLogs logs;
    private volatile int code = 200;
    private volatile int version = 1;
    private volatile String line = ",storage,10.0.1.5,,TCP,5432";

    @BeforeEach
    void open() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/api/v1/namespaces/ops/configmaps/log", this::answer);
        http.start();
        var config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + http.getAddress().getPort());
        client = new KubernetesClientBuilder().withConfig(config).build();
        logs = new FlowLogs(new ConfigMaps(new ApiServer(client, Duration.ofSeconds(5))), new Pods());
    }

    @AfterEach
    void close() {
        client.close();
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var isWhole = !exchange.getRequestHeaders().getFirst("Accept").contains("PartialObjectMetadata");
        if (isWhole) {
            bodies.incrementAndGet();
        }
        var metadata = Map.of(
                "namespace",
                "ops",
                "name",
                "log",
                "resourceVersion",
                String.valueOf(version),
                "creationTimestamp",
                "2026-11-20T12:00:00Z");
        var text = "src_namespace,dst_namespace,src_ip,dst_ip,protocol,port\n" + line + "\n";
        var answer = code != 200
                ? Map.of("kind", "Status", "message", "it is gone")
                : isWhole ? Map.of("metadata", metadata, "data", Map.of("a", text)) : Map.of("metadata", metadata);
        var body = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** The cache of pods. */
    private final class Pods implements ObjectSource {
        @Override
        public Stream<Manifest> all(Watched kind) {
            return kind == Watched.POD ? pods.stream() : Stream.empty();
        }

        @Override
        public Optional<Manifest> get(Watched kind, @Nullable String namespace, String name) {
            return Optional.empty();
        }
    }

    private static Manifest pod(String address) {
        return Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("name", "web", "namespace", "app", "creationTimestamp", "2026-11-20T08:00:00Z"),
                "status",
                Map.of("podIP", address)));
    }

    private Observed observed() {
        return logs.of(ISOLATION, NAMED, Networks.UNKNOWN);
    }

    private List<String> look() {
        turned.clear();
        logs.look(turned::add);
        return List.copyOf(turned);
    }

    private String flow() {
        return observed().placement().flows().keySet().toString();
    }

    @Test
    void aLogIsReadAgainWhenItsVersionIsAnother() {
        var first = observed();
        assertThat(look()).isEmpty();
        assertThat(observed()).isSameAs(first);
        assertThat(bodies).hasValue(1);

        version = 2;
        line = "app,storage,,,TCP,22";
        assertThat(look()).containsExactly(ISOLATION);
        assertThat(flow()).isEqualTo("[app to storage TCP/22]");
        assertThat(observed().logs()).isNotEqualTo(first.logs());
        assertThat(look()).isEmpty();

        // Somebody labelled it.
        version = 3;
        var before = observed();
        look();
        assertThat(observed()).isEqualTo(before);
    }

    @Test
    void whatIsGoneIsSaidAndAServerWithoutAnAnswerChangesNothing() {
        var first = observed();
        code = 500;
        assertThat(look()).isEmpty();
        assertThat(observed()).isSameAs(first);
        code = 404;
        assertThat(look()).containsExactly(ISOLATION);
        assertThat(observed().unread()).containsExactly("ConfigMap ops/log could not be read: it is gone");
        assertThat(observed().logs()).isEmpty();
        assertThat(look()).isEmpty();
        code = 200;
        assertThat(look()).containsExactly(ISOLATION);
        assertThat(observed().logs()).isEqualTo(first.logs());
    }

    @Test
    void onlyPodsThatHaveAnAddressOfTheLogMatter() {
        assertThat(flow()).isEqualTo("[10.0.1.5 to storage TCP/5432]");
        pods.add(pod("10.0.9.9"));
        logs.changed(Watched.POD, null, pods.getFirst());
        assertThat(look()).isEmpty();
        pods.add(pod("10.0.1.5"));
        logs.changed(Watched.POD, null, pods.getLast());
        logs.changed(Watched.POD, pods.getLast(), pods.getLast());
        assertThat(look()).containsExactly(ISOLATION);
        assertThat(flow()).isEqualTo("[app to storage TCP/5432]");
        assertThat(look()).isEmpty();
        assertThat(bodies).hasValue(1);
    }
}
