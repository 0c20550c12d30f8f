package vn.onshore.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.LocalReference;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Samples;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.Lookup;
import vn.onshore.residency.verify.NodeView;
import vn.onshore.residency.verify.PolicyView;
import vn.onshore.residency.verify.Verifier;

/** A cache that keeps less must not lead to another judgement. */
@NullUnmarked
class PruningTest {
    private static final Verifier VERIFIER = verifier();

    private static Verifier verifier() {
        var spec = new DataResidencySpec(
                new LocalReference("vietnam"),
                new LabelSelectorBuilder().addToMatchLabels("governed", "yes").build(),
                List.of(),
                DataResidencySpec.Mode.Enforce,
                DataResidencySpec.NodeEvidence.Provider,
                List.of(),
                null,
                false,
                List.of(),
                null,
                false);
        Lookup lookup = new Lookup() {
            @Override
            public Optional<Map<String, String>> namespaceLabels(String namespace) {
                return Optional.of(Map.of("governed", "yes"));
            }

            @Override
            public Optional<NodeView> node(String name) {
                return Optional.empty();
            }

            @Override
            public boolean isLive() {
                return true;
            }
        };
        return new Verifier(PolicyView.of("x", spec, Samples.spec(), Samples.boundary()), lookup);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20260101})
    void podsAreJudgedAlike(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            assertAlike(Watched.POD, pod(random), seed, i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20260101})
    void endpointsAreJudgedAlike(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            assertAlike(Watched.ENDPOINT_SLICE, slice(random), seed, i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20260101})
    void nodesSayTheSame(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            var node = node(random);
            assertThat(NodeFacts.of(pruned(Watched.NODE, node), null))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(NodeFacts.of(Manifest.of(node), null));
        }
    }

    private static void assertAlike(Watched kind, Map<String, Object> object, long seed, int round) {
        var whole = Manifest.of(object);
        var pruned = pruned(kind, object);
        assertThat(VERIFIER.judge(pruned))
                .as("seed %d, round %d: findings on %s", seed, round, object)
                .isEqualTo(VERIFIER.judge(whole));
        assertThat(VERIFIER.touches(pruned))
                .as("seed %d, round %d: exits touched by %s", seed, round, object)
                .isEqualTo(VERIFIER.touches(whole));
    }

    private static Manifest pruned(Watched kind, Map<String, Object> object) {
        var fields = new LinkedHashMap<>(object);
        fields.keySet().removeAll(List.of("apiVersion", "kind", "metadata"));
        var tree = new LinkedHashMap<String, Object>(kind.prune(fields));
        tree.put("apiVersion", object.get("apiVersion"));
        tree.put("kind", object.get("kind"));
        tree.put("metadata", object.get("metadata"));
        return Manifest.of(tree);
    }

    private static Map<String, Object> pod(Random random) {
        var spec = new HashMap<String, Object>();
        sometimes(random, spec, "nodeName", () -> pick(random, "hn-1", "sgp-1"));
        sometimes(random, spec, "schedulerName", () -> pick(random, "default-scheduler", "volcano"));
        for (var flag : List.of("hostNetwork", "hostPID", "hostIPC")) {
            sometimes(random, spec, flag, random::nextBoolean);
        }
        sometimes(random, spec, "hostAliases", () -> List.of(Map.of("ip", address(random), "hostnames", List.of("a"))));
        sometimes(
                random,
                spec,
                "tolerations",
                () -> List.of(random.nextBoolean() ? Map.of("operator", "Exists") : Map.of("key", "a")));
        sometimes(random, spec, "dnsConfig", () -> Map.of("nameservers", List.of(address(random))));
        sometimes(random, spec, "volumes", () -> List.of(volume(random), volume(random)));
        spec.put("containers", List.of(container(random), container(random)));
        sometimes(random, spec, "initContainers", () -> List.of(container(random)));
        sometimes(random, spec, "ephemeralContainers", () -> List.of(container(random)));
        var metadata = new HashMap<String, Object>(Map.of("name", "p", "namespace", "shop", "uid", "u"));
        sometimes(random, metadata, "annotations", () -> Map.of("kubernetes.io/config.mirror", "x"));
        sometimes(
                random, metadata, "labels", () -> Map.of(NodeFacts.REGION, pick(random, "vn-north", "ap-southeast-1")));
        return object("v1", "Pod", metadata, Map.of("spec", spec, "status", Map.of("phase", "Running")));
    }

    private static Map<String, Object> volume(Random random) {
        var source = switch (random.nextInt(10)) {
            case 0 -> Map.entry("nfs", Map.of("server", host(random), "path", "/"));
            case 1 -> Map.entry("hostPath", Map.of("path", "/"));
            case 2 -> Map.entry("configMap", Map.of("name", "c"));
            case 3 -> Map.entry("secret", Map.of("secretName", "s"));
            case 4 ->
                Map.entry(
                        "csi",
                        Map.of(
                                "driver",
                                pick(random, "csi.example.vn", "nfs.csi.k8s.io", "unheard.of"),
                                "volumeAttributes",
                                Map.of("pool", pick(random, "vn-north-1a", "SGP"), "server", host(random))));
            case 5 -> Map.entry("image", Map.of("reference", image(random)));
            case 6 ->
                Map.entry(
                        "projected",
                        Map.of(
                                "sources",
                                List.of(
                                        Map.of(
                                                "configMap",
                                                Map.of("name", random.nextBoolean() ? "kube-root-ca.crt" : "c")),
                                        Map.of(
                                                "serviceAccountToken",
                                                random.nextBoolean()
                                                        ? Map.of("path", "t")
                                                        : Map.of("path", "t", "audience", "sts.amazonaws.com")))));
            case 7 -> Map.entry("iscsi", Map.of("targetPortal", host(random) + ":3260", "iqn", "i", "lun", 0));
            case 8 ->
                Map.entry(
                        "ephemeral",
                        Map.of(
                                "volumeClaimTemplate",
                                Map.of(
                                        "spec",
                                        Map.of(
                                                "dataSource",
                                                Map.of("kind", "VolumeSnapshot", "name", "s", "apiGroup", "g")))));
            default -> Map.entry("emptyDir", Map.of());
        };
        return Map.of("name", "v", source.getKey(), source.getValue());
    }

    private static Map<String, Object> container(Random random) {
        var container = new HashMap<String, Object>(Map.of("name", "c", "image", image(random)));
        sometimes(random, container, "command", () -> List.of("/bin/sh", "-c"));
        sometimes(random, container, "args", () -> List.of(script(random)));
        sometimes(
                random,
                container,
                "env",
                () -> List.of(Map.of(
                        "name",
                        pick(random, "A", "https_proxy", "MY_JAVA_TOOL_OPTIONS"),
                        "value",
                        pick(random, "x", "-Dhttp.proxyHost=p.example.com"))));
        sometimes(random, container, "envFrom", () -> List.of(Map.of("configMapRef", Map.of("name", "c"))));
        sometimes(random, container, "securityContext", () -> Map.of("privileged", random.nextBoolean()));
        container.put("resources", Map.of("limits", Map.of("cpu", "1")));
        return container;
    }

    /** Copy tools hide at the end of long scripts. */
    private static String script(Random random) {
        return "echo step; ".repeat(random.nextInt(200))
                + pick(random, "exit 0", "rclone sync /data s3:x", "curl -T f u");
    }

    private static Map<String, Object> slice(Random random) {
        var names = random.nextInt(3) == 0;
        var addresses = List.of(names ? host(random) : address(random), names ? host(random) : address(random));
        return object(
                "discovery.k8s.io/v1",
                "EndpointSlice",
                Map.of("name", "e", "namespace", "shop", "uid", "u", "labels", Map.of("a", "b")),
                Map.of(
                        "addressType",
                        names ? "FQDN" : "IPv4",
                        "endpoints",
                        List.of(Map.of("addresses", addresses, "conditions", Map.of("ready", true))),
                        "ports",
                        List.of(Map.of("port", 80))));
    }

    private static Map<String, Object> node(Random random) {
        var status = new HashMap<String, Object>();
        sometimes(
                random,
                status,
                "addresses",
                () -> List.of(Map.of("type", "InternalIP", "address", address(random)), Map.of("type", "Hostname")));
        sometimes(
                random,
                status,
                "nodeInfo",
                () -> Map.of("systemUUID", "S", "machineID", "m", "kubeletVersion", "v1.36.3", "osImage", "x"));
        status.put("images", List.of(Map.of("names", List.of("x"), "sizeBytes", 1)));
        status.put("conditions", List.of(Map.of("type", "Ready", "lastHeartbeatTime", "now")));
        var spec = new HashMap<String, Object>();
        sometimes(random, spec, "providerID", () -> "openstack://hn/1");
        sometimes(random, spec, "taints", () -> List.of(Map.of("key", "k", "effect", "NoSchedule")));
        spec.put("podCIDR", "10.0.0.0/24");
        return object(
                "v1",
                "Node",
                Map.of("name", "n", "uid", "u", "labels", Map.of(NodeFacts.ZONE, "vn-north-1a")),
                Map.of("spec", spec, "status", status));
    }

    private static Map<String, Object> object(
            String apiVersion, String kind, Map<String, Object> metadata, Map<String, Object> fields) {
        var object = new LinkedHashMap<String, Object>(fields);
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);
        object.put("metadata", metadata);
        return object;
    }

    private static void sometimes(Random random, Map<String, Object> into, String key, Supplier<Object> value) {
        if (random.nextInt(3) == 0) {
            into.put(key, value.get());
        }
    }

    private static String pick(Random random, String... choices) {
        return new ArrayList<>(List.of(choices)).get(random.nextInt(choices.length));
    }

    private static String image(Random random) {
        return pick(
                random,
                "registry.example.gov.vn/a:1",
                "nginx",
                "ghcr.io/x/fluent-bit:3",
                "docker.io/otel/opentelemetry-collector");
    }

    private static String host(Random random) {
        return pick(
                random,
                "s3.hn.example.vn",
                "a.example.gov.vn",
                "evil-s3.example.vn.attacker.io",
                "10.10.1.1",
                "8.8.8.8");
    }

    private static String address(Random random) {
        return pick(random, "10.10.1.1", "127.0.0.1", "8.8.8.8", "2001:db8:10::1");
    }
}
