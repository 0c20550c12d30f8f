package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import vn.onshore.manifest.Tree;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;

/** The end of a NetworkIsolation. No controllers run here: what goes, the operator took away and not the garbage collector. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolationRemovalIT {
    private static final String GUARDS = "/apis/admissionregistration.k8s.io/v1/validatingadmission";
    private static final String DELETED = "the resource is deleted: .* are taken away";

    @AutoClose
    private static LiveCluster cluster;

    private static RunningOperator operator;

    @BeforeAll
    static void start() {
        cluster = LiveCluster.bare();
        operator = cluster.quietOperator("removal").awaitReady();
    }

    /** Everything that was generated for zones of a name, with the paths of what guards it first. */
    private static List<Tree> generated(String name) {
        return Stream.of(GUARDS + "policybindings", GUARDS + "policies", "/apis/networking.k8s.io/v1/networkpolicies")
                .flatMap(path -> cluster.list(path + "?labelSelector=onshore.vn/isolation=" + name).stream())
                .toList();
    }

    /** A new admission policy takes the server a moment. */
    private static void assertRefused(Zones zones) {
        await().atMost(LiveCluster.PATIENCE)
                .untilAsserted(() -> assertThat(cluster.plane()
                                .kubectl()
                                .apply(zones.hole("storage"), "--dry-run=server")
                                .err())
                        .contains("NetworkPolicy hole opens more than NetworkIsolation late declares"));
    }

    private static Zones enforced(String name) {
        var zones = Zones.in(cluster, name).apply("Enforce");
        zones.await("Ready", "Enforced");
        assertThat(generated(name)).hasSizeGreaterThan(20);
        return zones;
    }

    @Test
    @Order(1)
    void whatIsGeneratedGoesAndWhatIsOfOthersStays() {
        var zones = enforced("over");
        cluster.apply(zones.narrowing("storage"));
        zones.remove();
        assertThat(generated("over")).isEmpty();
        assertThat(zones.policyNames("storage")).containsExactly("narrow");
        cluster.awaitEvent("Loosened", "over", DELETED);
    }

    @Test
    @Order(2)
    void suspendedOrStalledItGoesAsWell() {
        var suspended = enforced("rests");
        suspended.apply("Enforce", "suspend: true").await("Stalled", "Suspended");
        suspended.remove();
        assertThat(generated("rests")).isEmpty();
        var stalled = enforced("stalls");
        cluster.apply(stalled.yaml("Enforce").replace("{name: vietnam}", "{name: atlantis}"));
        stalled.await("Stalled", "BoundaryNotFound");
        stalled.remove();
        assertThat(generated("stalls")).isEmpty();
    }

    @Test
    @Order(3)
    void whileTheOperatorIsAwayGuardsStayAndThenTheyGo() {
        var zones = enforced("late");
        assertRefused(zones);
        operator.kill();
        cluster.kubectl("delete", "networkisolation", "late", "--wait=false");
        assertRefused(zones);
        // As if it had died in the middle.
        zones.asOperator("delete", "validatingadmissionpolicybinding", "onshore-late-managed");
        zones.asOperator("delete", "networkpolicy", "onshore-late-default-deny", "-n", "late-app");
        operator = cluster.quietOperator("removal").awaitReady();
        cluster.await(zones.path(), isolation -> !isolation.isPresent());
        assertThat(generated("late")).isEmpty();
        cluster.awaitEvent("Loosened", "late", DELETED);
    }

    @Test
    @Order(4)
    void theDefinitionGoesWithEverything() {
        enforced("crd");
        cluster.kubectl("delete", "crd", "networkisolations.onshore.vn", "--timeout=60s");
        assertThat(generated("crd")).isEmpty();
        assertThat(operator.isLive()).as(operator::lastWords).isTrue();
    }
}
