package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.sandbox.scenario.Scenario;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.Yaml;

/** The policies that users copy can come to {@code Compliant=True}, with the rights of the chart, on a cluster that is clean. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CompliantIT {
    private static final String POLICY = "citizen-data";
    private static final Attestor attestor = new Attestor();

    @AutoClose
    private static LiveCluster cluster;

    @BeforeAll
    static void start() {
        cluster = LiveCluster.start(Settings.full());
        cluster.operator();
        // One in Hanoi, one in Ho Chi Minh City.
        var nodes = Scenario.fleet(2);
        nodes.applyTo(cluster.client());
        nodes.awaitReady(cluster.client(), LiveCluster.PATIENCE);
        cluster.apply(Yaml.example("01-boundary.yaml").replaceAll("MCowBQYDK2VwAyEA\\S+", attestor.publicKey()));
        attest("fleet-00000", "hn-01");
        attest("fleet-00001", "hcm-01");
        cluster.apply(Yaml.example("workloads/00-namespace.yaml"));
    }

    @Test
    @Order(1)
    void inAuditWithWhatIsDoneRight() {
        cluster.apply(Yaml.example("workloads/10-records.yaml"));
        cluster.apply(Yaml.example("workloads/30-inside.yaml"));
        cluster.apply(Yaml.example("02-policy-audit.yaml"));
        awaitCondition("Compliant", "True", "NoViolations");
    }

    @Test
    @Order(2)
    void inEnforceWithGuardsThatAreProved() {
        cluster.apply(Yaml.example("03-policy-enforce.yaml"));
        awaitCondition("Ready", "True", "EnforcedAndProved");
        awaitCondition("Compliant", "True", "NoViolations");
    }

    /** Nothing is left to luck: what is Unknown is what the example names, and it says so itself. */
    @Test
    @Order(3)
    void nothingIsUnknownButWhatSomebodyAnswersFor() {
        var status = cluster.policy(POLICY).at("status");
        assertThat(status.at("rules").items())
                .filteredOn(rule -> rule.at("verdict").text().equals("Unknown"))
                .allSatisfy(rule -> assertThat(rule.at("reason").text()).startsWith("accepted; "))
                .extracting(rule -> rule.at("rule").text())
                .containsExactly("E12", "E22", "E45", "E51", "E52", "E56", "E58", "E59", "E60");
        var coverage = status.at("coverage");
        assertThat(coverage.at("kindsUnread").number(0)).as(coverage.toString()).isEqualTo(1);
        assertThat(coverage.at("unread").texts()).containsExactly("Secret: the operator may not list it");
        assertThat(cluster.plane()
                        .kubectl()
                        .run("get", "dataresidency", POLICY, "--no-headers")
                        .out())
                .contains("True");
    }

    /** True is worth something only if it goes away. */
    @Test
    @Order(4)
    void aNodeThatLiesEndsItAndItComesBackWithoutIt() {
        var liar = Scenario.fleet(3).nodes().getLast();
        liar.getMetadata().setName("liar");
        liar.getSpec().setProviderID("openstack://hcm/liar");
        cluster.client().nodes().resource(liar).create();
        awaitCondition("Compliant", "False", "Violations");
        cluster.client().nodes().withName("liar").delete();
        awaitCondition("Compliant", "True", "NoViolations");
    }

    /** Waits until a condition says so of the present spec. */
    private static void awaitCondition(String type, String status, String reason) {
        cluster.await(
                LiveCluster.RESIDENCIES + "/" + POLICY,
                policy -> LiveCluster.condition(policy, type)
                        .filter(condition -> condition.at("observedGeneration").number(-1)
                                == policy.at("metadata", "generation").number(0))
                        .filter(condition -> condition.at("status").text().equals(status)
                                && condition.at("reason").text().equals(reason))
                        .isPresent());
    }

    private static void attest(String node, String site) {
        cluster.apply(attestor.attest(node, cluster.get("/api/v1/nodes/" + node), site));
    }
}
