package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.Ground;
import vn.onshore.boundary.Problem;
import vn.onshore.boundary.Samples;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.Labels;
import vn.onshore.residency.ResidencyInputs.NodeView;
import vn.onshore.residency.ResidencyPlan.Reason;
import vn.onshore.residency.ResidencyPlan.Stalled;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.residency.prove.CanaryGround;
import vn.onshore.residency.prove.CanaryInputs;
import vn.onshore.residency.prove.Proof;

class ResidencyPlannerTest {
    private Cluster cluster = new Cluster();

    @BeforeEach
    void fill() {
        cluster = new Cluster()
                .node(Cluster.hanoi("hn-1"), true)
                .node(Cluster.hanoi("hn-2"), false)
                .node(Cluster.singapore("sgp-1"), true)
                .node(Cluster.liar("liar-1"), false);
    }

    @Test
    void suspendedSaysWhatToDo() {
        cluster.suspend = true;
        assertStalled(Reason.Suspended, "spec.suspend", "false");
    }

    @Test
    void anUnknownValueIsNeverADefault() {
        cluster.modeUnknown = true;
        assertStalled(Reason.InvalidSpec, "spec.mode", "upgrade");
        cluster.modeUnknown = false;
        cluster.evidence = null;
        assertStalled(Reason.InvalidSpec, "spec.minimumNodeEvidence", "upgrade");
    }

    @Test
    void aBoundaryThatIsNotThereIsNamed() {
        cluster.ground = new Ground.Missing("vietnam");
        assertStalled(Reason.BoundaryNotFound, "spec.boundaryRef.name", "vietnam");
    }

    @Test
    void aBoundaryThatCannotBeUsedTellsItsFirstProblem() {
        cluster.ground = new Ground.Unusable(
                "vietnam",
                List.of(new Problem("spec.sites[0].cidrs", "10.0.0.0/33 is no range"), new Problem("spec.x", "more")));
        assertStalled(Reason.BoundaryInvalid, "spec.boundaryRef", "spec.sites[0].cidrs", "10.0.0.0/33 is no range");
    }

    @Test
    void anUnknownSiteIsNamedBesideTheKnownOnes() {
        cluster.sites = List.of("hn-01", "dn-01");
        assertStalled(Reason.UnknownSite, "spec.sites", "dn-01", "[hn-01, hcm-01]");
    }

    @Test
    void anOldServerCanOnlyBeAudited() {
        cluster.server = Cluster.oldServer();
        assertStalled(Reason.ServerTooOld, "spec.mode", "1.30", "Audit");
        cluster.mode = Mode.Audit;
        assertThat(cluster.plan()).isInstanceOf(ResidencyPlan.Work.class);
    }

    private void assertStalled(Reason reason, String... words) {
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        Stalled.class, stalled -> assertThat(stalled.reason()).isEqualTo(reason));
        assertThat(cluster.stalled().sentence()).contains(words);
    }

    /** The prover shares nothing with the compiler, so nothing but this keeps the two from speaking of two labels. */
    @Test
    void everyoneSpeaksOfTheSameMark() {
        for (var policy : List.of("a", "citizen-data", "x".repeat(48))) {
            assertThat(GuardNames.nodeLabel(policy)).isEqualTo(CanaryInputs.eligibility(policy));
        }
        assertThat(GuardNames.CANARY).isEqualTo(CanaryGround.ANNOTATION);
    }

    @ParameterizedTest
    @CsvSource({"60s, 60", "5m, 300", "10s, 10", "9s, 10", "1s, 10", "soon, 60"})
    void theGuardIsAttackedAtMostEveryTenSeconds(String interval, long seconds) {
        cluster.canaryInterval = interval;
        assertThat(cluster.inputs().policy().canaryInterval()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void marksFollowEligibility() {
        var work = cluster.work();
        assertThat(work.eligibility().eligible()).containsExactly("hn-1", "hn-2");
        assertThat(work.revoke()).containsOnlyKeys("sgp-1");
        assertThat(work.revoke().get("sgp-1")).isNotBlank();
        assertThat(work.grant()).containsExactly("hn-2");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"Warn", "Enforce"})
    void aPolicyThatBitesIsProved(Mode mode) {
        cluster.mode = mode;
        var work = cluster.work();
        assertThat(work.enforcing()).isEqualTo(mode == Mode.Enforce);
        assertThat(work.guards().objects()).isNotEmpty().allSatisfy(object -> {
            assertThat(object.labels())
                    .containsEntry(Labels.MANAGED_BY, Labels.ONSHORE)
                    .containsEntry(Labels.OWNER_UID, "uid-1");
            assertThat(object.annotations()).containsKey(Labels.DIGEST);
        });
        assertThat(work.canary()).isPresent();
        assertThat(work.groundless()).isEmpty();
        assertThat(work.ground()).extracting(object -> object.kind()).startsWith("Namespace");
    }

    @Test
    void auditTouchesNothingButMarks() {
        cluster.mode = Mode.Audit;
        cluster.evict = true;
        cluster.pod("p", "sgp-1", false);
        var work = cluster.work();
        assertThat(work.guards().objects()).isEmpty();
        assertThat(work.ground()).isEmpty();
        assertThat(work.evict()).isEmpty();
        assertThat(work.enforcing()).isFalse();
    }

    @Test
    void onlyStraysAreEvictedAndMirrorPodsStay() {
        cluster.pod("stray-2", "sgp-1", false)
                .pod("stray-1", "liar-1", false)
                .pod("home", "hn-1", false)
                .pod("mirror", "sgp-1", true)
                .pod("nowhere", "a node that is not known yet", false);
        cluster.proof = ResidencyReportTest.holds(Cluster.NOW);
        assertThat(cluster.work().evict()).isEmpty();
        cluster.evict = true;
        assertThat(cluster.work().evict()).extracting(Subject::name).containsExactly("stray-1", "stray-2");
        cluster.mode = Mode.Warn;
        assertThat(cluster.work().evict()).isEmpty();
    }

    /** Else its successor could go abroad again, or be made without the selector and wait for ever. */
    @Test
    void nothingIsEvictedBeforeTheGuardIsProved() {
        cluster.pod("stray", "sgp-1", false).evict = true;
        assertThat(cluster.work().evict()).isEmpty();
        cluster.proof = Optional.of(new Proof(Cluster.NOW, List.of(), List.of("no token")));
        assertThat(cluster.work().evict()).isEmpty();
        cluster.proof = ResidencyReportTest.holds(Cluster.NOW);
        assertThat(cluster.work().evict()).hasSize(1);
    }

    @Test
    void whereCanariesCannotStandThePolicyIsNotProved() {
        var spec = Samples.spec();
        cluster.ground = new Ground.Usable(
                Samples.boundary(),
                new OnshoreBoundarySpec(
                        spec.jurisdiction(),
                        spec.sites(),
                        spec.endpoints(),
                        spec.domains(),
                        spec.registries(),
                        spec.csiDrivers(),
                        spec.useCatalogue(),
                        spec.nodeGuard(),
                        new OnshoreBoundarySpec.Exemptions(
                                List.of("onshore-canary-citizen-data"), List.of(), "meant to hide")));
        var work = cluster.work();
        assertThat(work.canary()).isEmpty();
        assertThat(work.groundless()).hasValueSatisfying(why -> assertThat(why).contains("spec.exemptions.namespaces"));
    }

    /** Carrying a plan out and planning again leaves nothing to do. */
    @Test
    void theSecondPlanIsEmpty() {
        var first = cluster.work();
        var after = cluster.nodes.stream()
                .map(node -> new NodeView(
                        node.name(),
                        node.standing(),
                        node.labelled() && !first.revoke().containsKey(node.name())
                                || first.grant().contains(node.name())))
                .toList();
        cluster.nodes.clear();
        cluster.nodes.addAll(after);
        var second = cluster.work();
        assertThat(second.revoke()).isEmpty();
        assertThat(second.grant()).isEmpty();
        assertThat(second.guards()).isEqualTo(first.guards());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20260101})
    void theOrderOfNodesAndPodsMeansNothing(long seed) {
        cluster.evict = true;
        cluster.proof = ResidencyReportTest.holds(Cluster.NOW);
        cluster.pod("a", "sgp-1", false).pod("b", "liar-1", false).pod("c", "hn-1", false);
        var expected = cluster.work();
        var nodes = new ArrayList<>(cluster.nodes);
        var pods = new ArrayList<>(cluster.pods);
        Collections.shuffle(nodes, new Random(seed));
        Collections.shuffle(pods, new Random(seed));
        cluster.nodes.clear();
        cluster.pods.clear();
        cluster.nodes.addAll(nodes);
        cluster.pods.addAll(pods);
        assertThat(cluster.work()).isEqualTo(expected);
    }
}
