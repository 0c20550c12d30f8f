package vn.onshore.isolation.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.attempt.Attempt.Verb;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.Json;

/** What answers of an API server show about the guards that were tried. */
class GuardTrierTest {
    private static final String OWN = "onshore-archive-";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer http;
    private KubernetesClient client;
    private volatile int code = 201;
    private volatile String message = "";

    @BeforeEach
    void open() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            var body = Json.write(Map.of("kind", "Status", "message", message)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        http.start();
        var config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + http.getAddress().getPort());
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterEach
    void close() {
        client.close();
        http.stop(0);
    }

    private Trial answered(int code, String message, Optional<String> refusal) {
        this.code = code;
        this.message = message;
        var attempts = List.of(
                new Attempt("open a zone", Verb.Create, "/create", Map.of("a", "b"), refusal),
                new Attempt("change a policy", Verb.Patch, "/patch", Map.of("a", "b"), refusal));
        var server = new ApiServer(client, Duration.ofSeconds(5));
        return new GuardTrier(server, InstantSource.fixed(NOW)).tryAll(new AttemptPlan(OWN, attempts, List.of("u")));
    }

    private static String denied(String guard) {
        return "networkpolicies \"x\" is forbidden: ValidatingAdmissionPolicy '" + guard + "' with binding '" + guard
                + "' denied request: no";
    }

    @Test
    void nothingIsEverStored() {
        answered(201, "", Optional.empty());
        assertThat(asked)
                .containsExactly(
                        "POST /create?dryRun=All&fieldManager=onshore-canary",
                        "PATCH /patch?dryRun=All&fieldManager=onshore-canary");
    }

    @Test
    void onlyTheGuardsOwnRefusalShowsThatItRefuses() {
        var guard = OWN + "storage-openings";
        var held = answered(422, denied(guard), Optional.of(guard));
        assertThat(held.holds()).isTrue();
        assertThat(held).isEqualTo(new Trial(NOW, 2, List.of(), List.of(), List.of("u")));
        var open = answered(201, "", Optional.of(guard));
        assertThat(open.deviations().getFirst())
                .isEqualTo("an attempt to open a zone was admitted; " + guard + " must refuse it");
        assertThat(answered(422, denied("theirs"), Optional.of(guard)).inconclusive())
                .hasSize(2)
                .first()
                .asString()
                .contains("theirs refused it first", "onshore.vn/canary");
        for (var other : List.of(400, 403, 404, 409)) {
            assertThat(answered(other, "no", Optional.of(guard)).inconclusive())
                    .first()
                    .asString()
                    .contains("the API server answered " + other + " no");
        }
    }

    @Test
    void whatIsHarmlessMustPass() {
        assertThat(answered(200, "", Optional.empty()).holds()).isTrue();
        assertThat(answered(422, denied(OWN + "managed"), Optional.empty()).deviations())
                .first()
                .asString()
                .contains("was refused by onshore-archive-managed; it must pass");
        assertThat(answered(422, denied("theirs"), Optional.empty()).inconclusive())
                .hasSize(2);
        assertThat(answered(422, "spec: Invalid value", Optional.empty()).inconclusive())
                .hasSize(2);
    }

    @Test
    void aServerThatIsAwayShowsNothing() {
        http.stop(0);
        assertThat(answered(200, "", Optional.empty()).inconclusive())
                .first()
                .asString()
                .contains("the API server gave no answer");
    }
}
