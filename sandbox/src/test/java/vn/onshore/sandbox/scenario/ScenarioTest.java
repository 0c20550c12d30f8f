package vn.onshore.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void vietnamHasNodesInTellingPlaces() {
        List<Node> nodes = Scenario.vietnam().nodes();
        assertThat(nodes).hasSize(10);
        assertThat(Scenario.vietnam().objects()).hasAtLeastOneElementOfType(CSINode.class);
        assertDistinctIdentities(nodes);
        Node liar = nodes.stream()
                .filter(node -> node.getMetadata().getName().equals("liar-node-1"))
                .findFirst()
                .orElseThrow();
        assertThat(liar.getMetadata().getLabels()).containsEntry("topology.kubernetes.io/region", "vn-north");
        assertThat(liar.getSpec().getProviderID()).startsWith("aws:///ap-southeast-1b/");
    }

    @Test
    void aFleetIsTheSameInEveryRun() {
        List<Node> fleet = Scenario.fleet(10_000).nodes();
        assertThat(fleet).hasSize(10_000);
        assertDistinctIdentities(fleet);
        assertThat(Scenario.fleet(10_000).nodes()).isEqualTo(fleet);
        assertThatThrownBy(() -> Scenario.fleet(10_001)).hasMessageContaining("10000");
    }

    private static void assertDistinctIdentities(List<Node> nodes) {
        List<Function<Node, Object>> identities = List.of(
                node -> node.getMetadata().getName(),
                node -> node.getStatus().getNodeInfo().getSystemUUID(),
                node -> node.getStatus().getNodeInfo().getMachineID(),
                node -> node.getStatus().getAddresses().getFirst().getAddress());
        identities.forEach(identity -> assertThat(nodes.stream().map(identity)).doesNotHaveDuplicates());
    }
}
