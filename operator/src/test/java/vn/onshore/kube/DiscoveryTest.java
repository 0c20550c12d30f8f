package vn.onshore.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.onshore.kube.FaultyServer.reset;
import static vn.onshore.kube.FaultyServer.status;
import static vn.onshore.kube.FaultyServer.tagged;
import static vn.onshore.kube.FaultyServer.text;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds come and go while the operator runs. */
class DiscoveryTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String APIS = "/apis";
    private static final String OURS = "onshore.vn DataResidency";
    private static final String SNAPSHOTS = "snapshot.storage.k8s.io VolumeSnapshotClass";

    private final FaultyServer faulty = new FaultyServer();
    private final AtomicInteger told = new AtomicInteger();
    private KubernetesClient client;
    private Discovery discovery;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        client = faulty.client(directory, TIMEOUT);
        discovery = new Discovery(new ApiServer(client, TIMEOUT));
        discovery.listen(told::incrementAndGet);
    }

    @AfterEach
    void close() {
        client.close();
        faulty.close();
    }

    /** Aggregated discovery of these, as {@code group kind}. */
    private static String groups(String... kinds) {
        return Json.write(Map.of(
                "items",
                Stream.of(kinds)
                        .map(kind -> kind.split(" "))
                        .map(kind -> Map.of("metadata", Map.of("name", kind[0]), "versions", new Object[] {
                            Map.of("version", "v1", "resources", new Object[] {
                                Map.of(
                                        "resource",
                                        kind[1].toLowerCase(Locale.ROOT) + "s",
                                        "responseKind",
                                        Map.of("kind", kind[1]),
                                        "scope",
                                        "Cluster",
                                        "verbs",
                                        new String[] {"list"})
                            })
                        }))
                        .toList()));
    }

    private void learn(FaultyServer.Fault groups) {
        faulty.fail(APIS, groups);
        assertThat(discovery.learn()).isTrue();
    }

    private boolean servesSnapshots() {
        return discovery.known().serves("snapshot.storage.k8s.io", "VolumeSnapshotClass");
    }

    private long requests() {
        return faulty.requests().size();
    }

    @Test
    void whileNothingChangesOneRequestWithoutBodySaysSo() {
        learn(tagged("\"1\"", groups(OURS)));
        var known = discovery.known();
        var before = requests();
        faulty.fail(APIS, tagged("\"1\"", "not asked for"));
        discovery.look();
        assertThat(requests()).isEqualTo(before + 1);
        assertThat(discovery.known()).isSameAs(known);
        assertThat(told).hasValue(0);
    }

    @Test
    void aKindThatComesOrGoesIsTold() {
        learn(tagged("\"1\"", groups(OURS)));
        var two = tagged("\"2\"", groups(OURS, SNAPSHOTS));
        faulty.fail(APIS, two, two);
        discovery.look();
        assertThat(servesSnapshots()).isTrue();
        assertThat(told).hasValue(1);
        var three = tagged("\"3\"", groups(OURS));
        faulty.fail(APIS, three, three);
        discovery.look();
        assertThat(servesSnapshots()).isFalse();
        assertThat(told).hasValue(2);
    }

    @Test
    void whoeverAsksAnewTellsAsWell() {
        learn(tagged("\"1\"", groups(OURS)));
        faulty.fail(APIS, tagged("\"2\"", groups(OURS, SNAPSHOTS)));
        assertThat(discovery.again().serves("snapshot.storage.k8s.io", "VolumeSnapshotClass"))
                .isTrue();
        assertThat(told).hasValue(1);
    }

    @Test
    void anotherAnswerThatNamesTheSameKindsIsNoNews() {
        learn(tagged("\"1\"", groups(OURS, SNAPSHOTS)));
        var reordered = tagged("\"2\"", groups(SNAPSHOTS, OURS));
        faulty.fail(APIS, reordered, reordered, reordered);
        discovery.look();
        var before = requests();
        discovery.look();
        assertThat(requests()).as("the new tag is known").isEqualTo(before + 1);
        assertThat(told).hasValue(0);
    }

    @Test
    void aServerThatGivesNoTagIsNotAskedForEverythingAgainAndAgain() {
        learn(text(200, groups(OURS)));
        var before = requests();
        discovery.look();
        assertThat(requests()).isEqualTo(before);
    }

    @Test
    void whatWasKnownStaysWhileTheServerIsNotWell() {
        learn(tagged("\"1\"", groups(OURS, SNAPSHOTS)));
        faulty.fail(APIS, reset(), reset(), reset());
        discovery.look();
        faulty.fail(APIS, status(503, "a"), status(503, "b"), status(503, "c"));
        discovery.look();
        var starting = tagged("\"2\"", groups());
        faulty.fail(APIS, starting, starting);
        discovery.look();
        faulty.close();
        discovery.look();
        assertThat(discovery.again()).isSameAs(discovery.known());
        assertThat(servesSnapshots()).isTrue();
        assertThat(told).hasValue(0);
    }
}
