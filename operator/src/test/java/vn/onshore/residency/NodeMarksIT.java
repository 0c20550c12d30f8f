package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.Applier;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.Json;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.world.LiveCluster;

/** Many nodes that qualify at once, or no longer. */
class NodeMarksIT {
    private static final String MARK = GuardNames.nodeLabel("marking");
    private static final List<String> NODES =
            IntStream.range(0, 12).mapToObj("many-%02d"::formatted).toList();

    private final LiveCluster cluster = LiveCluster.shared();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ApiServer server = new ApiServer(cluster.client(), Duration.ofSeconds(20));
    private final String instance = "marks-" + System.nanoTime();
    private final NodeMarks marks = new NodeMarks(
            new Applier(server, executor), new EventRecorder(server, Clock.systemUTC(), instance), "test");
    private final ResidencyInputs.Policy policy = policy();
    private final List<String> failures = new ArrayList<>();

    private static ResidencyInputs.Policy policy() {
        return new ResidencyInputs.Policy(
                new Subject(ApiGroup.API_VERSION, "DataResidency", null, "marking", "1"),
                "1",
                1,
                Json.convert(Map.of("boundaryRef", Map.of("name", "vietnam")), DataResidencySpec.class));
    }

    @BeforeEach
    void make() {
        // It would take them away again.
        cluster.withoutOperator();
        NODES.forEach(node -> cluster.client()
                .nodes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .build())
                .create());
    }

    @AfterEach
    void remove() {
        NODES.forEach(node -> cluster.client().nodes().withName(node).delete());
        executor.close();
    }

    private List<String> marked() {
        return cluster.client().nodes().withLabel(MARK, GuardNames.ELIGIBLE).list().getItems().stream()
                .map(node -> node.getMetadata().getName())
                .sorted()
                .toList();
    }

    private List<String> notes() {
        return cluster.client().events().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> instance.equals(event.getReportingInstance()))
                .map(Event::getNote)
                .sorted()
                .toList();
    }

    @Test
    void manyNodesAreToldOfInOneEvent() {
        marks.grant(policy, NODES, failures);
        assertThat(marked()).isEqualTo(NODES);
        assertThat(notes()).containsExactly("nodes " + String.join(", ", NODES.subList(0, 10)) + " and 2 more qualify");
        assertThat(failures).isEmpty();
    }

    @Test
    void thoseThatLoseItForOneReasonAreToldOfTogether() {
        marks.grant(policy, NODES, failures);
        var reasons = NODES.stream()
                .collect(Collectors.toMap(
                        Function.identity(), node -> node.equals("many-07") ? "is virtual" : "stands in TH"));
        marks.revoke(policy, reasons, failures);
        assertThat(marked()).isEmpty();
        assertThat(notes())
                .contains("node many-07 no longer qualifies: is virtual")
                .filteredOn(note -> note.endsWith("no longer qualify: stands in TH"))
                .hasSize(1);
        assertThat(failures).isEmpty();
    }

    @Test
    void aNodeThatIsGoneIsNoFailure() {
        cluster.client().nodes().withName("many-03").delete();
        marks.grant(policy, List.of("many-03", "many-04"), failures);
        assertThat(notes()).containsExactly("node many-04 qualifies");
        assertThat(failures).isEmpty();
    }
}
