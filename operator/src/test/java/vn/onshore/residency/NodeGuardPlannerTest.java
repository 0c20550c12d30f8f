package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.compliance.Subject;
import vn.onshore.residency.NodeGuardInputs.NodeView;
import vn.onshore.residency.NodeGuardPlan.TaintChange;

class NodeGuardPlannerTest {
    private static final Map<String, Object> OURS = Map.of("key", "onshore.vn/unattested", "effect", "NoExecute");
    private static final Map<String, Object> OTHER =
            Map.of("key", "node.kubernetes.io/not-ready", "effect", "NoExecute", "timeAdded", "2026-11-22T04:00:00Z");

    private static final ServerFeatures SERVER = new ServerFeatures(
            36,
            Set.of(
                    "admissionregistration.k8s.io/v1/validatingadmissionpolicies",
                    "admissionregistration.k8s.io/v1/mutatingadmissionpolicies"));

    private boolean wanted = true;
    private boolean judged = true;
    private boolean others;
    private String applied = "sha256:before";

    private NodeGuardPlan plan(NodeView... nodes) {
        return NodeGuardPlanner.plan(new NodeGuardInputs(
                new Subject("onshore.vn/v1alpha1", "OnshoreBoundary", null, "vietnam", "uid-b"),
                wanted,
                applied,
                others,
                judged,
                Set.of("cp-1"),
                List.of(nodes),
                List.of("system:serviceaccount:onshore-system:onshore"),
                SERVER));
    }

    @SafeVarargs
    private static NodeView attested(String name, Map<String, Object>... taints) {
        return new NodeView(name, "7", true, false, List.of(taints));
    }

    @SafeVarargs
    private static NodeView unattested(String name, Map<String, Object>... taints) {
        return new NodeView(name, "7", false, false, List.of(taints));
    }

    private static NodeView spared(String name, boolean attested) {
        return new NodeView(name, "7", attested, true, List.of());
    }

    @Test
    void anAttestedNodeLosesOurTaintAndNoOther() {
        assertThat(plan(attested("hn-1", OTHER, OURS)).taints())
                .containsExactly(new TaintChange("hn-1", "7", List.of(OTHER, OURS), List.of(OTHER)));
    }

    @Test
    void aNodeThatIsNoLongerAttestedGetsItBack() {
        assertThat(plan(unattested("hn-1", OTHER)).taints())
                .containsExactly(new TaintChange("hn-1", "7", List.of(OTHER), List.of(OTHER, OURS)));
    }

    @Test
    void whatIsAsItShouldBeStays() {
        var first = plan(unattested("hn-1", OURS), attested("hn-2", OTHER));
        assertThat(first.taints()).isEmpty();
        assertThat(first.spare()).isEmpty();
        applied = first.applied();
        assertThat(plan(unattested("hn-1", OURS), attested("hn-2", OTHER))).isEqualTo(first);
    }

    @Test
    void anotherEffectUnderOurKeyIsNotTheTaint() {
        Map<String, Object> weak = Map.of("key", "onshore.vn/unattested", "effect", "NoSchedule");
        assertThat(plan(unattested("hn-1", weak)).taints().getFirst().after()).containsExactly(weak, OURS);
        assertThat(plan(attested("hn-1", weak, OURS)).taints().getFirst().after())
                .isEmpty();
    }

    @Test
    void exemptNodesAreLeftAlone() {
        var plan = plan(unattested("cp-1"), attested("cp-1", OURS));
        assertThat(plan.taints()).isEmpty();
        assertThat(plan.spare()).isEmpty();
    }

    @Test
    void switchingItOnSparesWhatIsThere() {
        applied = "";
        var plan = plan(unattested("hn-1"), attested("hn-2"), unattested("hn-3", OURS), unattested("cp-1"));
        assertThat(plan.spare()).containsExactly("hn-1");
        assertThat(plan.taints()).isEmpty();
    }

    @Test
    void aSparedNodeKeepsItsPodsUntilItIsAttestedOnce() {
        assertThat(plan(spared("hn-1", false)).taints()).isEmpty();
        assertThat(plan(spared("hn-1", true)).unspare()).containsExactly("hn-1");
    }

    @Test
    void withoutAUsableBoundaryNoTaintMoves() {
        judged = false;
        var plan = plan(unattested("hn-1"), attested("hn-2", OURS));
        assertThat(plan.taints()).isEmpty();
        assertThat(plan.guards().objects()).hasSize(4);
    }

    @Test
    void switchedOffEverythingGoes() {
        wanted = false;
        var plan = plan(unattested("hn-1", OTHER, OURS), spared("hn-2", false), unattested("cp-1", OURS));
        assertThat(plan.guards().objects()).isEmpty();
        assertThat(plan.applied()).isEmpty();
        assertThat(plan.taints()).extracting(TaintChange::node).containsExactly("hn-1", "cp-1");
        assertThat(plan.taints().getFirst().after()).containsExactly(OTHER);
        assertThat(plan.unspare()).containsExactly("hn-2");
    }

    @Test
    void whatWasNeverOnTouchesNothing() {
        wanted = false;
        applied = "";
        assertThat(plan(unattested("hn-1", OURS)).taints()).isEmpty();
    }

    @Test
    void taintsStayWhileAnotherBoundaryGuardsThem() {
        wanted = false;
        others = true;
        var plan = plan(unattested("hn-1", OURS));
        assertThat(plan.taints()).isEmpty();
        assertThat(plan.guards().objects()).isEmpty();
    }

    @Test
    void whatIsNotedChangesWithTheGuards() {
        var before = plan().applied();
        assertThat(before).startsWith("sha256:").isEqualTo(plan().applied());
        assertThat(NodeGuardPlanner.plan(new NodeGuardInputs(
                                new Subject("onshore.vn/v1alpha1", "OnshoreBoundary", null, "vietnam", "uid-b"),
                                true,
                                before,
                                false,
                                true,
                                Set.of(),
                                List.of(),
                                List.of(),
                                SERVER))
                        .applied())
                .isNotEqualTo(before);
    }
}
