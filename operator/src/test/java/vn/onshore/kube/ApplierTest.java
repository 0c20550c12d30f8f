package vn.onshore.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.onshore.kube.FaultyServer.text;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.kube.Applier.Desired;
import vn.onshore.kube.Applier.Outcome;
import vn.onshore.manifest.Manifest;

/** Which guards are asked for again while the cache lags behind what was written. */
class ApplierTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String PATH = Watched.VALIDATING_POLICY.kind().path(null, "pods");

    private final FaultyServer server = new FaultyServer();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private KubernetesClient client;
    private Applier applier;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        client = server.client(directory, TIMEOUT);
        applier = new Applier(new ApiServer(client, TIMEOUT), executor);
    }

    @AfterEach
    void close() {
        client.close();
        executor.close();
        server.close();
    }

    private static Manifest guard(String expression, Map<String, Object> metadata) {
        return Manifest.of(Map.of(
                "apiVersion",
                "admissionregistration.k8s.io/v1",
                "kind",
                "ValidatingAdmissionPolicy",
                "metadata",
                metadata,
                "spec",
                Map.of("validations", List.of(Map.of("expression", expression)))));
    }

    private static Manifest wanted(String expression) {
        return guard(expression, Map.of("name", "pods", "labels", Map.of(Labels.MANAGED_BY, Labels.ONSHORE)));
    }

    private static Manifest found(String expression, String uid, String resourceVersion) {
        return guard(
                expression,
                Map.of(
                        "name",
                        "pods",
                        "uid",
                        uid,
                        "resourceVersion",
                        resourceVersion,
                        "generation",
                        Long.parseLong(resourceVersion),
                        "labels",
                        Map.of(Labels.MANAGED_BY, Labels.ONSHORE)));
    }

    /** The next write is answered with this uid and version. */
    private void answers(String uid, String resourceVersion) {
        server.fail(
                PATH,
                text(200, Json.write(found("true", uid, resourceVersion).tree().fields())));
    }

    /** Applies by what a cache has; whether anything was written. */
    private boolean writes(Manifest wanted, @Nullable Manifest cached) {
        var outcomes = applier.applyCached(
                List.of(new Desired(Watched.VALIDATING_POLICY.kind(), wanted)), ignored -> cached, "test");
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Applied.class);
        return ((Outcome.Applied) outcomes.getFirst()).written();
    }

    @Test
    void whatIsOnItsWayIntoTheCacheIsNotAskedForAgain() {
        answers("a", "100");
        assertThat(writes(wanted("true"), null)).isTrue();
        assertThat(writes(wanted("true"), null)).isFalse();
        assertThat(writes(wanted("true"), found("false", "a", "99"))).isFalse();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void somethingElseIsAskedForAtOnce() {
        answers("a", "100");
        writes(wanted("true"), null);
        answers("a", "101");
        assertThat(writes(wanted("1 == 1"), null)).isTrue();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void anEditThatTheCacheHasIsPutBackAtOnce() {
        answers("a", "100");
        writes(wanted("true"), null);
        answers("a", "102");
        assertThat(writes(wanted("true"), found("false", "a", "101"))).isTrue();
    }

    @Test
    void whatSomebodyDeletedIsMadeAgainAtOnce() {
        answers("a", "100");
        writes(wanted("true"), null);
        applier.changed(Watched.VALIDATING_POLICY, found("true", "a", "100"), null);
        answers("b", "102");
        assertThat(writes(wanted("true"), null)).isTrue();
    }

    /** The news of an object's end may be quicker than the answer to the write that made it. */
    @Test
    void whatWasDeletedBeforeTheAnswerCameIsMadeAgainAtOnce() {
        applier.changed(Watched.VALIDATING_POLICY, found("true", "a", "100"), null);
        answers("a", "100");
        writes(wanted("true"), null);
        answers("b", "102");
        assertThat(writes(wanted("true"), null)).isTrue();
        assertThat(writes(wanted("true"), null)).as("and that is on its way").isFalse();
    }

    @Test
    void theEndOfAnEarlierObjectOfThatNameSaysNothingOfTheNewOne() {
        answers("b", "100");
        writes(wanted("true"), null);
        applier.changed(Watched.VALIDATING_POLICY, found("true", "a", "98"), null);
        assertThat(writes(wanted("true"), null)).isFalse();
    }

    /** What there is was read this moment: nothing can be on its way. */
    @Test
    void anObjectThatWasLookedForAndIsNotThereIsMadeAgain() {
        answers("a", "100");
        writes(wanted("true"), null);
        answers("b", "102");
        var outcomes = applier.apply(
                List.of(new Desired(Watched.VALIDATING_POLICY.kind(), wanted("true"))), ignored -> null, "test");
        assertThat(outcomes).singleElement().matches(outcome -> ((Outcome.Applied) outcome).written());
    }
}
