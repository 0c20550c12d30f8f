package vn.onshore.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static vn.onshore.kube.FaultyServer.busy;
import static vn.onshore.kube.FaultyServer.cutOff;
import static vn.onshore.kube.FaultyServer.gzip;
import static vn.onshore.kube.FaultyServer.reset;
import static vn.onshore.kube.FaultyServer.status;
import static vn.onshore.kube.FaultyServer.text;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.Applier.Desired;
import vn.onshore.kube.Applier.Outcome;
import vn.onshore.manifest.Manifest;

/** What becomes of requests when the way to the API server, or the server itself, is not well. */
class HttpFaultsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String PATH = "/api/v1/namespaces";
    private static final String STATUS = "/apis/onshore.vn/v1alpha1/dataresidencies/p/status";

    private final FaultyServer faulty = new FaultyServer();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private KubernetesClient client;
    private ApiServer server;
    private Applier applier;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        client = faulty.client(directory, TIMEOUT);
        server = new ApiServer(client, TIMEOUT);
        applier = new Applier(server, executor);
    }

    @AfterEach
    void close() {
        client.close();
        executor.close();
        faulty.close();
    }

    @Test
    void errorsOfTheServerAreTriedAgainTwice() {
        faulty.fail(PATH, status(500, "etcd"), status(503, "starting"));
        assertThat(server.get(PATH).ok()).isTrue();
        assertThat(faulty.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000_000})
    void compressedAnswersAreExpandedHoweverTheyArrive(int piece) {
        var name = "hà-nội-".repeat(40_000);
        faulty.fail(PATH, gzip(Json.write(Map.of("metadata", Map.of("name", name))), piece, 0), text(200, "{}"));
        assertThat(server.get(PATH).body().at("metadata", "name").text()).isEqualTo(name);
        assertThat(server.get(PATH).ok()).as("a plain one afterwards").isTrue();
    }

    @Test
    void compressedAnswerThatCannotBeReadIsNoAnswer() {
        faulty.fail(PATH, gzip("{}", 100, 4), gzip("{}", 100, 4), gzip("{}", 100, 4));
        assertThatThrownBy(() -> server.get(PATH))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("a gzip header with optional fields, which no API server writes");
    }

    @Test
    void errorsThatStayAreAnAnswer() {
        faulty.fail(PATH, status(500, "a"), status(500, "b"), status(500, "etcd is away"));
        var answer = server.get(PATH);
        assertThat(answer.ok()).isFalse();
        assertThat(answer.code()).isEqualTo(500);
        assertThat(answer.message()).isEqualTo("etcd is away");
        assertThat(faulty.requests()).hasSize(3);
    }

    @Test
    void whatTheServerRefusesIsNotTriedAgain() {
        faulty.fail(PATH, status(403, "no"));
        assertThat(server.get(PATH).code()).isEqualTo(403);
        assertThat(faulty.requests()).hasSize(1);
    }

    @Test
    void aBusyServerIsGivenTheTimeThatItAsksFor() {
        faulty.fail(PATH, busy(1));
        var began = System.nanoTime();
        assertThat(server.get(PATH).ok()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(faulty.requests()).hasSize(2);
    }

    @Test
    void nobodyWaitsForAnHourNorBeyondTheTimeout() {
        faulty.fail(PATH, busy(3_600), busy(8), status(429, "a PodDisruptionBudget holds it"));
        for (int i = 0; i < 3; i++) {
            assertThat(server.get(PATH).code()).isEqualTo(429);
        }
        assertThat(faulty.requests()).hasSize(3);
    }

    @Test
    void nobodyWaitsForSilence() {
        faulty.fail(PATH, faulty.silence(), faulty.silence(), faulty.silence());
        var began = System.nanoTime();
        assertThatThrownBy(() -> server.get(PATH + "?continue=of-somebody"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("GET " + PATH);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(2));
    }

    @Test
    void aBrokenConnectionIsTriedAgain() {
        faulty.fail(PATH, reset(), cutOff());
        assertThat(server.get(PATH).ok()).isTrue();
        faulty.fail(PATH, cutOff(), cutOff(), cutOff());
        assertThatThrownBy(() -> server.get(PATH)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aServerThatIsAwayGivesNoAnswer() {
        faulty.close();
        assertThatThrownBy(() -> server.get(PATH)).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"metadata\":", "<html>sign in</html>", "", "[]", "null"})
    void whatIsNoObjectIsNoYes(String text) {
        faulty.fail(PATH, text(200, text));
        var answer = server.get(PATH);
        assertThat(answer.ok()).isFalse();
        assertThat(answer.body().fields()).isEmpty();
        faulty.fail("/api", text(200, text));
        assertThatThrownBy(() -> ServerApis.discover(server)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void oneObjectThatCannotBeWrittenStopsNoOther() {
        faulty.fail(PATH + "/sick", status(500, "a"), status(500, "b"), status(500, "c"));
        faulty.fail(PATH + "/garbled", text(200, "{"));
        faulty.fail(PATH + "/contested", status(409, "somebody was quicker"));
        faulty.fail(PATH + "/silent", faulty.silence(), faulty.silence(), faulty.silence());
        faulty.fail(PATH + "/lost", reset());
        var outcomes = applier.apply(
                List.of(desired("sick"), desired("garbled"), desired("contested"), desired("silent"), desired("lost")),
                wanted -> null,
                "test");
        assertThat(outcomes)
                .extracting(outcome -> outcome.object().name(), HttpFaultsTest::told)
                .containsExactly(
                        tuple("sick", "failed 500"),
                        tuple("garbled", "failed 200"),
                        tuple("contested", "superseded"),
                        tuple("silent", "failed 0"),
                        tuple("lost", "written"));
        assertThat(applier.writes()).isEqualTo(1);
        assertThat(applier.apply(List.of(desired("sick")), wanted -> null, "test"))
                .extracting(HttpFaultsTest::told)
                .containsExactly("written");
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed failed when failed.superseded() -> "superseded";
            case Outcome.Failed(var object, var code, var message) -> "failed " + code;
            case Outcome.Applied(var object, var written, var before) -> written ? "written" : "as desired";
        };
    }

    private static Desired desired(String name) {
        return new Desired(Watched.NAMESPACE.kind(), manifest(name));
    }

    private static Manifest manifest(String name) {
        return Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Namespace",
                "metadata",
                Map.of("name", name, "uid", "1", "labels", Map.of(Labels.MANAGED_BY, Labels.ONSHORE))));
    }

    @Test
    void aDeletionThatTheServerCannotDoIsTold() {
        faulty.fail(PATH + "/sick", status(500, "a"), status(500, "b"), status(500, "etcd is away"));
        assertThat(applier.delete(Watched.NAMESPACE.kind(), manifest("sick")))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("sick", "500", "etcd is away"));
        assertThat(applier.delete(Watched.NAMESPACE.kind(), manifest("sick"))).isEmpty();
    }

    /** The status is there although its answer was lost: the same write again meets another version. */
    @Test
    void aStatusWhoseAnswerWasLostIsLookedAtAgain() {
        faulty.fail(STATUS, reset(), status(409, "the object has been modified"));
        assertThat(write()).isEqualTo(StatusWriter.Result.Superseded);
        assertThat(write()).isEqualTo(StatusWriter.Result.Written);
    }

    @Test
    void aStatusThatCannotBeWrittenIsAnErrorUntilItCan() {
        faulty.fail(STATUS, status(500, "a"), status(500, "b"), status(500, "etcd is away"));
        assertThatThrownBy(this::write).hasMessageContaining("etcd is away").hasMessageContaining("500");
        faulty.fail(STATUS, text(200, "{"));
        assertThatThrownBy(this::write).isInstanceOf(IllegalStateException.class);
        assertThat(write()).isEqualTo(StatusWriter.Result.Written);
    }

    private StatusWriter.Result write() {
        var resource = new GenericKubernetesResource();
        resource.setMetadata(new ObjectMetaBuilder()
                .withName("p")
                .withUid("1")
                .withResourceVersion("1")
                .build());
        return new StatusWriter(server, "test")
                .write(Watched.RESIDENCY.kind(), resource, null, Map.of("observedGeneration", 1));
    }

    @Test
    void anEventThatCannotBeToldStopsNothing() {
        var path = "/apis/events.k8s.io/v1/namespaces/default/events";
        faulty.fail(path, status(422, "no"), faulty.silence(), faulty.silence(), faulty.silence());
        var recorder = new EventRecorder(server, Clock.systemUTC(), "test");
        var subject = new Subject("onshore.vn/v1alpha1", "DataResidency", null, "p", "1");
        for (int i = 0; i < 2; i++) {
            assertThatCode(() -> recorder.tell(subject, EventRecorder.Reason.Loosened, "Do", "note"))
                    .doesNotThrowAnyException();
        }
        assertThat(faulty.requests()).contains("POST " + path);
    }
}
