package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.api.v1alpha1.DataResidencySpec.NodeEvidence;
import vn.onshore.boundary.Samples;
import vn.onshore.boundary.Territory;

class EligibilityTest {
    private static final Territory EVERYWHERE = new Territory("VN", Set.of());

    private final Cluster cluster = new Cluster()
            .node(Cluster.hanoi("hn-2"), false)
            .node(Cluster.hanoi("hn-1"), true)
            .node(Cluster.singapore("sgp-1"), false)
            .node(Cluster.liar("liar-1"), true)
            .node(Cluster.named(Samples.provided(Samples.hanoiNode(), ""), "labels-only"), false);

    @Test
    void everyNodeIsEitherEligibleOrRefusedWithAReason() {
        var eligibility = Eligibility.of(cluster.nodes, EVERYWHERE, NodeEvidence.Provider);
        assertThat(eligibility.eligible()).containsExactly("hn-1", "hn-2");
        assertThat(eligibility.refused()).containsOnlyKeys("sgp-1", "liar-1", "labels-only");
        assertThat(eligibility.refused().values())
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
        assertThat(eligibility.inconsistent()).isEqualTo(1);
    }

    @Test
    void theReasonNamesWhatIsMissing() {
        var refused =
                Eligibility.of(cluster.nodes, EVERYWHERE, NodeEvidence.Provider).refused();
        assertThat(refused.get("labels-only")).isEqualTo("evidence is SelfDeclared, the policy wants Provider");
        assertThat(refused.get("liar-1")).contains("hn-01", "hcm-01");
        assertThat(refused.get("sgp-1")).startsWith("stands outside: ").doesNotContain("Unlisted[");
    }

    @Test
    void sitesNarrowTheTerritory() {
        assertThat(Eligibility.of(cluster.nodes, new Territory("VN", Set.of("hcm-01")), NodeEvidence.SelfDeclared)
                        .eligible())
                .isEmpty();
        assertThat(Eligibility.of(cluster.nodes, new Territory("VN", Set.of("hn-01")), NodeEvidence.SelfDeclared)
                        .eligible())
                .containsExactly("hn-1", "hn-2", "labels-only");
    }

    /** What contradicts itself satisfies nothing, not even the lowest rung. */
    @ParameterizedTest
    @EnumSource(NodeEvidence.class)
    void aContradictionNeverQualifies(NodeEvidence minimum) {
        assertThat(Eligibility.of(cluster.nodes, EVERYWHERE, minimum).eligible())
                .doesNotContain("liar-1", "sgp-1");
    }

    /** Its labels may say Hanoi, but it is no machine, and its pods run somewhere else. */
    @ParameterizedTest
    @EnumSource(NodeEvidence.class)
    void aVirtualNodeNeverQualifies(NodeEvidence minimum) {
        var labels = Samples.labelled(Samples.hanoiNode(), "type", "virtual-kubelet");
        var eligibility =
                Eligibility.of(new Cluster().node(Cluster.named(labels, "vk-1"), false).nodes, EVERYWHERE, minimum);
        assertThat(eligibility.eligible()).isEmpty();
        assertThat(eligibility.refused().get("vk-1")).contains("virtual");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void askingForMoreNeverAdmitsMoreAndOrderMeansNothing(long seed) {
        var shuffled = new ArrayList<>(cluster.nodes);
        Collections.shuffle(shuffled, new Random(seed));
        List<String> before = null;
        for (var minimum : NodeEvidence.values()) {
            var now = Eligibility.of(shuffled, EVERYWHERE, minimum);
            assertThat(now).isEqualTo(Eligibility.of(cluster.nodes, EVERYWHERE, minimum));
            if (before != null) {
                assertThat(before).containsAll(now.eligible());
            }
            before = now.eligible();
        }
    }
}
