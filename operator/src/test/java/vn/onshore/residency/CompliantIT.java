package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import vn.onshore.boundary.attestation.SiteStatement;
import vn.onshore.boundary.attestation.StatementSigner;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.sandbox.scenario.Scenario;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;

/** The policies that users copy can come to {@code Compliant=True}, with the rights of the chart, on a cluster that is clean. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CompliantIT {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("onshore.root", "..")).resolve("examples/residency");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final JsonMapper JSON = new JsonMapper();

    private static LiveCluster cluster;
    private static ControlPlane plane;
    private static RunningOperator operator;
    private static KeyPair attestor;

    @BeforeAll
    static void start() throws Exception {
        attestor = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        cluster = LiveCluster.start(Settings.full());
        plane = cluster.plane();
        operator = cluster.operator();
        // One in Hanoi, one in Ho Chi Minh City.
        var nodes = Scenario.fleet(2);
        nodes.applyTo(plane.client());
        nodes.awaitReady(plane.client(), PATIENCE);
        apply(Files.readString(EXAMPLES.resolve("01-boundary.yaml"))
                .replaceAll(
                        "MCowBQYDK2VwAyEA\\S+",
                        Base64.getEncoder().encodeToString(attestor.getPublic().getEncoded())));
        attest("fleet-00000", "hn-01");
        attest("fleet-00001", "hcm-01");
        example("workloads/00-namespace.yaml");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void inAuditWithWhatIsDoneRight() throws IOException {
        example("workloads/10-records.yaml");
        example("workloads/30-inside.yaml");
        example("02-policy-audit.yaml");
        awaitCondition("Compliant", "True", "NoViolations");
    }

    @Test
    @Order(2)
    void inEnforceWithGuardsThatAreProved() throws IOException {
        example("03-policy-enforce.yaml");
        awaitCondition("Ready", "True", "EnforcedAndProved");
        awaitCondition("Compliant", "True", "NoViolations");
    }

    /** Nothing is left to luck: what is Unknown is what the example names, and it says so itself. */
    @Test
    @Order(3)
    void nothingIsUnknownButWhatSomebodyAnswersFor() {
        var status = policy().path("status");
        assertThat(status.path("rules"))
                .filteredOn(rule -> rule.path("verdict").asText().equals("Unknown"))
                .allSatisfy(rule -> assertThat(rule.path("reason").asText()).startsWith("accepted; "))
                .extracting(rule -> rule.path("rule").asText())
                .containsExactly("E12", "E22", "E45", "E51", "E52", "E56", "E58", "E59", "E60");
        assertThat(status.at("/coverage/kindsUnread").asInt())
                .as(status.at("/coverage").toString())
                .isEqualTo(1);
        assertThat(status.at("/coverage").toString()).contains("Secret: the operator may not list it");
        assertThat(plane.kubectl()
                        .run("get", "dataresidency", "citizen-data", "--no-headers")
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
        plane.client().nodes().resource(liar).create();
        awaitCondition("Compliant", "False", "Violations");
        plane.client().nodes().withName("liar").delete();
        awaitCondition("Compliant", "True", "NoViolations");
    }

    private static void awaitCondition(String type, String status, String reason) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            var policy = policy();
            assertThat(StreamSupport.stream(policy.at("/status/conditions").spliterator(), false)
                            .filter(condition -> condition.path("type").asText().equals(type))
                            .filter(condition ->
                                    condition.path("observedGeneration").asLong()
                                            == policy.at("/metadata/generation").asLong())
                            .map(condition -> condition.path("status").asText() + " "
                                    + condition.path("reason").asText()))
                    .as(() -> policy.path("status") + "\n" + operator.lastWords())
                    .containsExactly(status + " " + reason);
        });
    }

    private static JsonNode policy() {
        try {
            return JSON.readTree(plane.kubectl()
                    .run("get", "dataresidency", "citizen-data", "-o", "json")
                    .orThrow()
                    .out());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void example(String file) throws IOException {
        apply(Files.readString(EXAMPLES.resolve(file)));
    }

    private static void apply(String yaml) {
        plane.kubectl().apply(yaml).orThrow();
    }

    private static void attest(String name, String site) throws GeneralSecurityException, IOException {
        Node node = plane.client().nodes().withName(name).require();
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var statement = new SiteStatement(
                name,
                node.getStatus().getNodeInfo().getSystemUUID(),
                node.getStatus().getNodeInfo().getMachineID(),
                node.getMetadata().getUid(),
                site,
                "vietnam",
                now,
                now.plus(Duration.ofDays(1)));
        apply(JSON.writeValueAsString(Map.of(
                "apiVersion",
                "onshore.vn/v1alpha1",
                "kind",
                "SiteAttestation",
                "metadata",
                Map.of("name", name),
                "spec",
                StatementSigner.sign(statement, attestor.getPrivate(), ""))));
    }
}
