package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import vn.onshore.kube.Json;
import vn.onshore.residency.prove.ResidencyProver;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.SharedOperator;
import vn.onshore.world.Yaml;

/** What users and newer clients may get wrong: said in one sentence, and nobody else is stopped. */
@ExtendWith(SharedOperator.class)
class BadInputIT {
    private static final int FINDINGS = 5_000;
    private static final int LARGEST_STATUS = 100 * 1024;
    private static final String HUGE = "x".repeat(1_000_000);

    /** Boundaries that the definitions let pass, and how the operator calls what is wrong. */
    private static final Map<String, Flaw> FLAWS = Map.of(
            "overlap",
            new Flaw("""
                      sites:
                      - {id: a, province: {scheme: QD19-2025, code: "01"}, cidrs: [10.99.0.0/16]}
                      - {id: b, province: {scheme: QD19-2025, code: "01"}, cidrs: [10.99.7.0/24]}
                    """, "spec.sites[1].cidrs[0]: 10.99.7.0/24 overlaps 10.99.0.0/16"),
            "range",
            new Flaw("""
                      sites:
                      - {id: a, province: {scheme: QD19-2025, code: "01"}, cidrs: [10.99.0.1/16]}
                    """, "spec.sites[0].cidrs[0]: is no address range"),
            "key",
            new Flaw("""
                      sites:
                      - id: a
                        province: {scheme: QD19-2025, code: "01"}
                        attestors:
                        - {name: x, publicKey: "-----BEGIN PUBLIC KEY-----\\nAAAA\\n-----END PUBLIC KEY-----\\n"}
                    """, "spec.sites[0].attestors[0].publicKey: is no PEM public key"),
            "pattern",
            new Flaw("""
                      sites:
                      - {id: a, province: {scheme: QD19-2025, code: "01"}}
                      csiDrivers:
                      - {name: x.example.vn, volumeHandle: "(?<zone>["}
                    """, "spec.csiDrivers[0].volumeHandle: is no RE2 pattern"));

    private record Flaw(String spec, String sentence) {
        String yaml(String name) {
            return """
                    apiVersion: onshore.vn/v1alpha1
                    kind: OnshoreBoundary
                    metadata: {name: %s}
                    spec:
                    """.formatted(name) + spec;
        }
    }

    private static final LiveCluster cluster = LiveCluster.shared();

    @Test
    void whatTheDefinitionsCanSeeIsRefusedAtOnce() {
        refused(
                Yaml.boundary("flawed", "vn-x").replace("\"48\"", "\"49\""),
                "province.code is not one of the 34 codes of Decision 19/2025/QD-TTg");
        refused(
                Yaml.policy("flawed", "Audit").replace("{matchLabels: {residency-test: flawed}}", "{}"),
                "spec.namespaceSelector is empty and would select every namespace");
    }

    private static void refused(String yaml, String sentence) {
        var result = cluster.plane().kubectl().apply(yaml);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.err()).contains(sentence);
    }

    @Test
    void whatOnlyTheOperatorCanSeeStallsAndOthersWorkOn() {
        cluster.apply(Yaml.policy("steady", "Audit"));
        FLAWS.forEach((name, flaw) -> cluster.apply(flaw.yaml(name)));
        cluster.apply(Yaml.policy("grounded", "Enforce").replace("{name: vietnam}", "{name: overlap}"));
        FLAWS.forEach((name, flaw) -> cluster.await(
                LiveCluster.BOUNDARIES + "/" + name,
                boundary -> LiveCluster.stalled(boundary).contains(flaw.sentence())));
        var grounded = Sound.check(cluster.awaitReady("grounded", "BoundaryInvalid"));
        assertThat(LiveCluster.stalled(grounded)).contains("spec.boundaryRef", "overlap", "spec.sites[1].cidrs[0]");
        cluster.patch("steady", "{\"spec\":{\"mode\":\"Enforce\"}}");
        cluster.awaitReady("steady", "EnforcedAndProved");
        FLAWS.keySet().forEach(name -> cluster.delete("onshoreboundary", name));
    }

    @Test
    void twoBoundariesThatClaimOneZoneStallAndOthersWorkOn() {
        cluster.apply(Yaml.boundary("aside", "vn-central-1a"));
        cluster.apply(Yaml.policy("elsewhere", "Audit").replace("{name: vietnam}", "{name: aside}"));
        cluster.apply(Yaml.policy("claimed", "Audit"));
        cluster.awaitReady("claimed", "Audited");
        cluster.apply(Yaml.boundary("rival", "vn-north-1a"));
        for (var name : List.of("vietnam", "rival")) {
            cluster.await(
                    LiveCluster.BOUNDARIES + "/" + name,
                    boundary -> LiveCluster.stalled(boundary)
                            .contains("spec.sites[0].nodes.zones[0]: zone vn-north-1a is also claimed"));
        }
        Sound.check(cluster.awaitReady("claimed", "BoundaryInvalid"));
        cluster.patch("elsewhere", "{\"spec\":{\"minimumNodeEvidence\":\"SelfDeclared\"}}");
        cluster.awaitReady("elsewhere", "Audited");
        cluster.delete("onshoreboundary", "rival");
        cluster.awaitReady("claimed", "Audited");
        cluster.delete("onshoreboundary", "aside");
    }

    @Test
    void anUnknownSiteIsNamed() {
        cluster.apply(Yaml.policy("lost", "Enforce", "sites: [hn-01, atlantis]"));
        var lost = Sound.check(cluster.awaitReady("lost", "UnknownSite"));
        assertThat(LiveCluster.stalled(lost)).contains("spec.sites", "atlantis", "hcm-01");
        assertThat(cluster.guards(LiveCluster.uid(lost))).isEmpty();
        cluster.patch("lost", "{\"spec\":{\"sites\":[\"hn-01\"]}}");
        cluster.awaitReady("lost", "EnforcedAndProved");
        assertThat(cluster.marked("lost")).containsExactly("hn-node-1", "hn-node-2");
    }

    /** A newer version of the definitions is installed, and the operator has not been upgraded yet. */
    @Test
    void whatANewerClientWroteStopsNobody() {
        try (var residencies = new NewerDefinition(cluster, "dataresidencies.onshore.vn");
                var boundaries = new NewerDefinition(cluster, "onshoreboundaries.onshore.vn")) {
            residencies.allow("mode", "Quarantine");
            boundaries.allow("nodeGuard", "Evacuate");
            acceptedAtLast(Yaml.policy("future", "Quarantine", "quarantine: {days: 3}"));
            acceptedAtLast(
                    Yaml.boundary("future", "vn-future-1a") + "  nodeGuard: Evacuate\n  evacuation: {days: 3}\n");
            cluster.apply(Yaml.policy("present", "Audit", "quarantine: {days: 3}"));

            var policy = Sound.check(cluster.awaitReady("future", "InvalidSpec"));
            assertThat(LiveCluster.stalled(policy)).contains("spec.mode", "does not know");
            cluster.await(
                    LiveCluster.BOUNDARIES + "/future",
                    boundary ->
                            LiveCluster.stalled(boundary).contains("spec.nodeGuard: has a value that this version"));
            cluster.awaitReady("present", "Audited");
            assertThat(cluster.policy("future").at("spec", "quarantine", "days").number(0))
                    .as("what the operator does not know it leaves alone")
                    .isEqualTo(3);
            cluster.removePolicies();
            cluster.delete("onshoreboundary", "future");
        }
    }

    /** The API server takes a moment to go by a definition that has changed. */
    private static void acceptedAtLast(String yaml) {
        await().atMost(LiveCluster.PATIENCE)
                .until(() -> cluster.plane().kubectl().apply(yaml).succeeded());
    }

    @Test
    void hugeAndBinaryObjectsAndThousandsOfFindingsFitIntoAStatus() {
        cluster.apply(Yaml.policy("flood", "Audit"));
        cluster.apply(Yaml.namespace("flood", "flood"));
        var random = new byte[40_000];
        new Random(1).nextBytes(random);
        var binary = Base64.getEncoder().encodeToString(random);
        create("/api/v1/namespaces/flood/configmaps", "v1", "ConfigMap", "huge", Map.of("data", Map.of("a", HUGE)));
        create("/api/v1/namespaces/flood/secrets", "v1", "Secret", "binary", Map.of("data", Map.of("a", binary)));
        create("/api/v1/persistentvolumes", "v1", "PersistentVolume", "huge", Map.of("spec", hugeVolume()));
        strays("flood", FINDINGS / 4);

        var status = cluster.await(
                        LiveCluster.RESIDENCIES + "/flood",
                        policy -> policy.at("status", "findings", "total").number(0) >= FINDINGS
                                && LiveCluster.rule(policy, "E17").at("notMet").number(0) == 1)
                .at("status");
        var written = Json.write(status.fields());
        assertThat(written.getBytes(StandardCharsets.UTF_8).length).isLessThan(LARGEST_STATUS);
        assertThat(written).doesNotContain(HUGE.substring(0, 2_000)).doesNotContain(binary.substring(0, 20));
        cluster.delete("persistentvolume", "huge");
        cluster.kubectl("delete", "namespace", "flood", "--wait=false");
    }

    private static Map<String, Object> hugeVolume() {
        return Map.of(
                "capacity",
                Map.of("storage", "1Gi"),
                "accessModes",
                List.of("ReadWriteOnce"),
                "csi",
                Map.of("driver", "nfs.csi.k8s.io", "volumeHandle", "huge", "volumeAttributes", Map.of("server", HUGE)));
    }

    /** With its definition a kind's objects are gone, and no list will ever say so. */
    @Test
    void whatIsNoLongerServedIsForgotten() throws IOException {
        cluster.apply(Yaml.policy("served", "Audit"));
        try (var definition = ResidencyProver.class.getResourceAsStream("snapshotclasses.yaml")) {
            cluster.apply(new String(definition.readAllBytes(), StandardCharsets.UTF_8));
        }
        var classes = "/apis/snapshot.storage.k8s.io/v1/volumesnapshotclasses";
        await().atMost(LiveCluster.PATIENCE).until(() -> cluster.get(classes).isPresent());
        create(
                classes,
                "snapshot.storage.k8s.io/v1",
                "VolumeSnapshotClass",
                "abroad",
                Map.of("driver", "ebs.csi.aws.com", "deletionPolicy", "Delete", "parameters", Map.of("x", "y")));
        var policy = LiveCluster.RESIDENCIES + "/served";
        cluster.await(policy, it -> !Set.of("", "NotApplicable").contains(LiveCluster.verdict(it, "E20")));
        cluster.delete("crd", "volumesnapshotclasses.snapshot.storage.k8s.io");
        cluster.await(policy, it -> LiveCluster.verdict(it, "E20").equals("NotApplicable"));
    }

    /** Pods that nobody binds, each with four things wrong. */
    private static void strays(String namespace, int count) {
        var pod = Map.of(
                "schedulerName",
                "foreign",
                "hostNetwork",
                true,
                "hostAliases",
                List.of(Map.of("ip", "8.8.8.8", "hostnames", List.of("x"))),
                "automountServiceAccountToken",
                false,
                "containers",
                List.of(Map.of("name", "c", "image", "ghcr.io/x/y:1")));
        await().atMost(LiveCluster.PATIENCE)
                .until(() -> cluster.get("/api/v1/namespaces/" + namespace + "/serviceaccounts/default")
                        .isPresent());
        try (var workers = Executors.newFixedThreadPool(16, Thread.ofVirtual().factory())) {
            IntStream.range(0, count)
                    .forEach(i -> workers.submit(() -> create(
                            "/api/v1/namespaces/" + namespace + "/pods",
                            "v1",
                            "Pod",
                            "stray-" + i,
                            Map.of("spec", pod))));
        }
    }

    private static void create(String path, String apiVersion, String kind, String name, Map<String, ?> fields) {
        var object = new LinkedHashMap<String, Object>(fields);
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);
        object.put("metadata", Map.of("name", name));
        cluster.client().raw(path, "POST", object);
    }
}
