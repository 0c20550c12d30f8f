package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import vn.onshore.manifest.Tree;
import vn.onshore.sandbox.controlplane.Kubectl;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.SharedOperator;

/** Zones on a real API server: closed, kept closed, and judged. */
@ExtendWith(SharedOperator.class)
class IsolationIT {
    private static final LiveCluster cluster = LiveCluster.shared();

    @RegisterExtension
    private final MadeZones made = new MadeZones(cluster);

    @Test
    void zonesAreApartAndAForeignPolicyIsALeakWithItsWitness() {
        var zones = made.zones("apart").apply("Enforce");
        zones.await("Ready", "Enforced");
        var status = zones.await("Compliant", "Isolated").at("status");
        assertThat(zones.policyNames("storage"))
                .containsExactly(
                        "onshore-apart-default-deny", "onshore-apart-storage-egress", "onshore-apart-storage-ingress");
        assertThat(status.at("verdicts", "zones").number(0)).isEqualTo(4);
        assertThat(status.at("verdicts", "leak").number(-1)).isZero();
        assertThat(status.at("matrix").text()).contains("storage", "Internet");
        assertThat(status.at("packets", "summary").text())
                .startsWith("No packet was sent: the operator was given no image to probe with");
        assertThat(Zones.pair(zones.get(), "mgmt", "Internet").at("verdict").text())
                .isEqualTo("ISOLATED");

        // At once: ready means that the guards were seen to refuse.
        assertThat(cluster.plane()
                        .kubectl()
                        .apply(zones.hole("storage"), "--dry-run=server")
                        .err())
                .contains("NetworkPolicy hole opens more than NetworkIsolation apart declares for zone storage");

        cluster.plane()
                .kubectl()
                .run("delete", "validatingadmissionpolicybinding", "onshore-apart-storage-openings", "--wait=false");
        await().atMost(LiveCluster.PATIENCE)
                .untilAsserted(() -> assertThat(zones.get()
                                .at("status", "guardChanges", "total")
                                .number(0))
                        .isPositive());

        asOperator(zones, zones.hole("storage"));
        var leaking = zones.awaitPair("storage", "Internet", "LEAK");
        assertThat(Zones.pair(leaking, "storage", "Internet")
                        .at("witnesses")
                        .texts()
                        .toString())
                .contains("apart-storage");
        assertThat(LiveCluster.condition(leaking, "Compliant")
                        .orElseThrow()
                        .at("status")
                        .text())
                .isEqualTo("False");
        cluster.awaitEvent("ZonesLeak", "apart", ".*LEAK.*");
        zones.asOperator("delete", "networkpolicy", "hole", "-n", "apart-storage");
        zones.await("Compliant", "Isolated");
    }

    private static void asOperator(Zones zones, String yaml) {
        var file = cluster.plane().directory().resolve("hole.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        zones.asOperator("apply", "--server-side", "-f", file.toString());
    }

    @Test
    void whatIsDeletedOrNarrowedComesBack() {
        var zones = made.zones("kept").apply("Enforce");
        zones.await("Ready", "Enforced");
        var path = zones.policies("storage") + "/onshore-kept-default-deny";
        var before = cluster.get(path);
        zones.asOperator("delete", "networkpolicy", "onshore-kept-default-deny", "-n", "kept-storage", "--wait=false");
        cluster.await(
                path, object -> object.isPresent() && !LiveCluster.uid(object).equals(LiveCluster.uid(before)));
        for (var patch : List.of(
                "{\"spec\":{\"policyTypes\":[\"Ingress\"]}}",
                "{\"spec\":{\"ingress\":[{}]}}",
                "{\"spec\":{\"podSelector\":{\"matchLabels\":{\"nobody\":\"has\"}}}}",
                "{\"metadata\":{\"labels\":{\"onshore.vn/owner-uid\":null}}}")) {
            zones.asOperator(
                    "patch",
                    "networkpolicy",
                    "onshore-kept-default-deny",
                    "-n",
                    "kept-storage",
                    "--type=merge",
                    "--field-manager=intruder",
                    "-p",
                    patch);
            cluster.await(
                    path,
                    object -> object.at("spec").equals(before.at("spec"))
                            && object.at("metadata", "labels").equals(before.at("metadata", "labels")));
        }
        cluster.awaitEvent("GuardRestored", "kept", "NetworkPolicy onshore-kept-default-deny was .*");
        var refused = cluster.plane()
                .kubectl()
                .run("delete", "networkpolicy", "onshore-kept-default-deny", "-n", "kept-storage", "--wait=false");
        assertThat(refused.err()).contains("NetworkIsolation kept manages onshore-kept-default-deny");
    }

    @Test
    void namespacesKeepTheirZoneAndLateOnesAreCovered() {
        var zones = made.zones("late").apply("Enforce");
        zones.await("Ready", "Enforced");
        var kubectl = cluster.plane().kubectl();
        assertThat(moved(kubectl, "--dry-run=server"))
                .contains("the labels decide the zone of a namespace in NetworkIsolation late, here from app to mgmt");
        assertThat(moved(kubectl, "--dry-run=none")).contains("here from app to mgmt");
        assertThat(kubectl.run("label", "namespace", "late-app", "colour=red").succeeded())
                .isTrue();
        cluster.apply(zones.namespace("second", "storage"));
        try {
            await().atMost(LiveCluster.PATIENCE)
                    .untilAsserted(() -> assertThat(zones.policyNames("second")).hasSize(3));
            cluster.await(
                    zones.path(),
                    object -> object.at("status", "coverage", "zones").items().stream()
                            .anyMatch(zone -> zone.at("total").number(0) == 2));
        } finally {
            cluster.kubectl("delete", "namespace", "late-second", "--wait=false");
        }
    }

    /** Deny-everything is no proof, and neither is a refusal of somebody else. */
    @Test
    void whoCannotShowThatTheGuardsRefuseIsNotReady() {
        var zones = made.zones("shown").apply("Enforce");
        zones.await("Ready", "Enforced");
        cluster.awaitEvent("EnforcementProved", "shown", ".*10 attempts to get past what guards them.*");
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: nothing-at-all}
                spec:
                  matchConstraints:
                    namespaceSelector: {matchLabels: {shown: storage}}
                    resourceRules:
                    - {apiGroups: [networking.k8s.io], apiVersions: [v1], operations: [CREATE], resources: [networkpolicies]}
                  validations: [{expression: "false"}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: nothing-at-all}
                spec: {policyName: nothing-at-all, validationActions: [Deny]}
                """);
        try {
            await().atMost(LiveCluster.PATIENCE)
                    .untilAsserted(() -> assertThat(cluster.plane()
                                    .kubectl()
                                    .apply(zones.narrowing("storage"), "--dry-run=server")
                                    .err())
                            .contains("nothing-at-all"));
            zones.apply("Enforce", "moves: [{namespace: shown-none, to: mgmt, reason: asks for a new proof}]");
            var unshown = cluster.await(
                    zones.path(), object -> LiveCluster.reason(object).equals("ProofInconclusive"));
            assertThat(LiveCluster.condition(unshown, "Ready")
                            .orElseThrow()
                            .at("message")
                            .text())
                    .contains("ValidatingAdmissionPolicy nothing-at-all refused it first");
        } finally {
            cluster.kubectl("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", "nothing-at-all");
        }
        cluster.apply(zones.yaml("Enforce"));
        zones.await("Ready", "Enforced");
    }

    @Test
    void aMoveThatIsDeclaredGoesThroughOnce() {
        var zones = made.zones("moves").apply("Enforce");
        zones.await("Ready", "Enforced");
        zones.apply(
                "Enforce",
                "moves:",
                "- {namespace: moves-app, to: mgmt, reason: becomes a tool}",
                "- {namespace: moves-storage, reason: may leave}");
        cluster.awaitEvent("Loosened", "moves", "namespace moves-app may be labelled into zone mgmt: becomes a tool");
        cluster.awaitEvent("Loosened", "moves", "namespace moves-storage may be labelled into no zone: may leave");
        // What may move says nothing of the guard.
        assertThat(zones.await("Ready", "Enforced").at("status", "moves").items())
                .hasSize(2)
                .noneMatch(move -> move.at("done").isTrue());
        var kubectl = cluster.plane().kubectl();
        var move = new String[] {"label", "namespace", "moves-app", "moves=mgmt", "--overwrite"};
        await().atMost(LiveCluster.PATIENCE).until(() -> kubectl.run(move).succeeded());
        cluster.awaitEvent("Loosened", "moves", "namespace moves-app is in zone mgmt now and keeps it.*");
        await().atMost(LiveCluster.PATIENCE)
                .untilAsserted(() -> assertThat(zones.policyNames("app"))
                        .containsExactly(
                                "onshore-moves-default-deny",
                                "onshore-moves-mgmt-egress",
                                "onshore-moves-mgmt-ingress"));
        await().atMost(LiveCluster.PATIENCE)
                .untilAsserted(() -> assertThat(kubectl.run(
                                        "label",
                                        "namespace",
                                        "moves-app",
                                        "moves=app",
                                        "--overwrite",
                                        "--dry-run=server")
                                .err())
                        .contains("here from mgmt to app; make a new namespace in that zone, or name this one in"
                                + " spec.moves there"));
    }

    /** What the server says to a label that moves a namespace into another zone. */
    private static String moved(Kubectl kubectl, String dryRun) {
        return kubectl.run("label", "namespace", "late-app", "late=mgmt", "--overwrite", dryRun)
                .err();
    }

    @Test
    void aPodOnTheNodesNetworkMakesItsZoneUnknown() {
        var zones = made.zones("host").apply("Enforce");
        zones.await("Compliant", "Isolated");
        cluster.apply(zones.pod("mgmt", "agent", "hostNetwork: true"));
        var unknown = zones.awaitPair("mgmt", "Internet", "UNKNOWN");
        assertThat(Zones.pair(unknown, "mgmt", "Internet").at("reasons").texts().toString())
                .contains("host-mgmt/agent", "hostNetwork");
        assertThat(unknown.at("status", "coverage", "hostNetworkPods").number(0))
                .isEqualTo(1);
        cluster.kubectl("delete", "pod", "agent", "-n", "host-mgmt", "--force");
        zones.await("Compliant", "Isolated");
    }

    @Test
    void auditJudgesAndShadowShows() {
        var zones = made.zones("shadow").apply("Audit");
        var audited = zones.await("Ready", "Audited");
        assertThat(Zones.pair(audited, "mgmt", "Internet").at("verdict").text()).isEqualTo("LEAK");
        assertThat(zones.policyNames("mgmt")).isEmpty();
        zones.apply("Shadow");
        var shadowed = zones.await("Ready", "Shadowed");
        assertThat(shadowed.at("status", "compiled", "objects").number(0)).isGreaterThan(12);
        assertThat(shadowed.at("status", "compiled", "digest").text()).startsWith("sha256:");
        assertThat(zones.policyNames("mgmt")).isEmpty();
        zones.apply("Enforce");
        zones.await("Compliant", "Isolated");
        zones.apply("Audit");
        await().atMost(LiveCluster.PATIENCE)
                .untilAsserted(() -> assertThat(zones.policyNames("mgmt")).isEmpty());
        cluster.awaitEvent("Loosened", "shadow", "spec.mode is Audit and was Enforce.*");
    }

    @Test
    void breakGlassClosesByItself() {
        var zones = made.zones("glass");
        var end = Instant.now().plus(Duration.ofSeconds(25)).truncatedTo(ChronoUnit.SECONDS);
        zones.apply(
                "Enforce",
                "breakGlass:",
                "- {flow: {from: {zone: mgmt}, to: {zone: storage}, ports: [TCP/22]}, reason: restore, ticket: OPS-1,"
                        + " notAfter: \"" + end + "\"}");
        var open = zones.awaitPair("mgmt", "storage", "LEAK");
        assertThat(Zones.pair(open, "mgmt", "storage").at("witnesses").texts().toString())
                .contains("OPS-1", "break-glass");
        assertThat(ingressRules(zones)).hasSize(3);
        zones.awaitPair("mgmt", "storage", "ISOLATED");
        await().atMost(LiveCluster.PATIENCE)
                .untilAsserted(() -> assertThat(ingressRules(zones)).hasSize(2));
        var closed = zones.await("Compliant", "Isolated");
        assertThat(closed.at("status", "breakGlass").items())
                .singleElement()
                .satisfies(use -> assertThat(use.at("open").isTrue()).isFalse());
    }

    private static List<Tree> ingressRules(Zones zones) {
        return cluster.get(zones.policies("storage") + "/onshore-glass-storage-ingress")
                .at("spec", "ingress")
                .items();
    }

    @Test
    void onshoreDestinationsAreHeldAgainstAddressData() {
        var zones = made.zones("lands");
        var today = LocalDate.now(ZoneOffset.UTC);
        var more = new String[] {"onshoreAddresses: {configMaps: [{namespace: default, name: lands}]}"};
        cluster.apply(addresses("203.162.0.0/16", today));
        var inside =
                "[TCP/443]}\n  - {from: {zone: edge}, to: {cidrs: [203.162.8.0/24]}, ports: [TCP/443]}\n  elsewhere:";
        cluster.apply(zones.yaml("Enforce", more).replace("[TCP/443]}\n  elsewhere:", inside));
        var isolated = zones.await("Compliant", "Isolated");
        assertThat(isolated.at("status", "addresses", "source").text()).contains(today.toString());
        assertThat(isolated.at("status", "addresses", "ipv4").number(0)).isEqualTo(65_536);

        cluster.apply(zones.yaml("Enforce", more)
                .replace("[TCP/443]}\n  elsewhere:", inside.replace("203.162.8.0/24", "8.8.8.0/24")));
        var leaking = zones.awaitPair("edge", "Internet", "LEAK");
        assertThat(Zones.pair(leaking, "edge", "Internet")
                        .at("witnesses")
                        .texts()
                        .toString())
                .contains("8.8.8.0", "is not registered in VN");

        cluster.apply(addresses("203.162.0.0/16", today.minusDays(91)));
        cluster.apply(zones.yaml("Enforce", more).replace("[TCP/443]}\n  elsewhere:", inside));
        var old = zones.awaitPair("edge", "Internet", "UNKNOWN");
        assertThat(old.at("status", "addresses", "refused").texts().toString()).contains("91 days ago");
        cluster.kubectl("delete", "configmap", "lands");
    }

    private static String addresses(String cidr, LocalDate date) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: lands, namespace: default}
                data:
                  vn.txt: |
                    # date: %s
                    %s
                """.formatted(date, cidr);
    }

    @Test
    void whatOnlyTheOperatorCanSeeStallsWithItsField() {
        var zones = made.zones("wrong");
        cluster.apply(zones.yaml("Enforce").replace("site: hcm-01", "site: hue-01"));
        assertStalled(zones, "spec.flows[2].to.site: OnshoreBoundary vietnam has no site hue-01");
        cluster.apply(zones.yaml("Enforce").replace("{matchLabels: {wrong: edge}}", "{matchLabels: {wrong: app}}"));
        assertStalled(zones, "spec.zones[2].namespaceSelector: (wrong=app) and that of zone app (wrong=app) select");
        var byName = "{matchLabels: {kubernetes.io/metadata.name: wrong-app}}";
        cluster.apply(zones.yaml("Enforce").replace("{matchLabels: {wrong: edge}}", byName));
        assertStalled(zones, "spec.zones[2].namespaceSelector: [wrong-app] are in zone app as well");
        cluster.apply(zones.yaml(
                "Enforce",
                "breakGlass:",
                "- {flow: {from: {zone: mgmt}, to: {zone: app}, ports: [TCP/22]}, reason: r, ticket: t,"
                        + " notAfter: \"2020-01-01T00:00:00Z\"}"));
        assertStalled(zones, "spec.breakGlass[0].notAfter: 2020-01-01T00:00:00Z is in the past");
        cluster.apply(zones.yaml("Enforce").replace("{name: vietnam}", "{name: atlantis}"));
        assertStalled(zones, "spec.boundaryRef.name: there is no OnshoreBoundary named atlantis");
        zones.apply("Enforce").await("Compliant", "Isolated");
    }

    private static void assertStalled(Zones zones, String sentence) {
        cluster.await(zones.path(), object -> LiveCluster.stalled(object).startsWith(sentence));
    }
}
