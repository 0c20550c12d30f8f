package vn.onshore.residency.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Objects of the kinds that guards and verifier both judge, from values near the edges of the boundary. */
final class RandomObjects {
    private static final List<String> HOSTS = List.of(
            "s3.hn.example.vn",
            "S3.HN.example.vn.",
            "x.s3.hn.example.vn",
            "s3.hn.example.vn.attacker.io",
            "db.example.gov.vn",
            "example.gov.vn",
            "evilexample.gov.vn",
            "a..b.example.gov.vn",
            "-x.example.gov.vn",
            "evil%2e.example.gov.vn",
            "under_score.example.gov.vn",
            "đb.example.gov.vn",
            "attacker.io",
            "db.other.svc",
            "db.other.svc.cluster.local",
            "db.other.svc.attacker.io",
            "localhost");
    private static final List<String> ADDRESSES = List.of(
            "10.10.1.1",
            "10.11.1.1",
            "203.162.4.255",
            "203.162.5.0",
            "8.8.8.8",
            "127.0.0.1",
            "010.10.1.1",
            "10.10.1",
            "0x0a.10.1.1",
            "::1",
            "::ffff:10.10.1.1",
            "::ffff:8.8.8.8",
            "1::ffff:10.10.1.1",
            "2001:db8:84::1",
            "2001:DB8:84::1",
            "2001:db8:85::1",
            "fe80::1%eth0",
            "not an address",
            "");
    private static final List<String> PLACES =
            List.of("vn-north-1a", "vn-south-1a", "BKK-01", "vn-north", "vn-south", "ap-southeast-1", "elsewhere", "");
    private static final List<String> KEYS = List.of(
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "topology.bs.csi.vngcloud.vn/zone",
            "kubernetes.io/hostname",
            "disk");
    private static final List<String> DRIVERS = List.of(
            "bs.csi.vngcloud.vn",
            "nfs.csi.k8s.io",
            "block.csi.example.vn",
            "blind.csi.example.vn",
            "rogue.csi.example");
    private static final List<String> HANDLES = List.of(
            "vn-north-1a/vol-1",
            "BKK-01/vol-1",
            "vn-north-1a-not/vol-1",
            "vol-1",
            "hn-01:1",
            "sgp-01:1",
            "10.10.1.1#share#sub",
            "8.8.8.8#share#sub",
            "110.10.1.1#share#sub",
            "db.example.gov.vn#share#sub",
            "db.attacker.io#10.10.1.1#sub",
            "nas.other.svc#share#sub",
            "nas.other.svc.attacker.io#share#sub",
            "plain");
    private static final List<String> IMAGES = List.of(
            "registry.example.gov.vn/app:1",
            "Registry.example.gov.vn/app:1",
            "registry.example.gov.vn:443/app",
            "registry.example.gov.vn:5000/app",
            "registry.example.gov.vn.attacker.io/app",
            "evil.example/registry.example.gov.vn/app",
            "nginx",
            "library/nginx:1",
            "docker.io/nginx",
            "localhost/app",
            "10.10.1.1:5000/app",
            "registry.example.gov.vn");
    private static final List<String> NODES = List.of("hn-node-1", "sgp-node-1", "ghost");

    private final Random random;

    RandomObjects(long seed) {
        this.random = new Random(seed);
    }

    Map<String, Object> pod() {
        var spec = new HashMap<String, Object>();
        spec.put("containers", some(1, 2, () -> Map.of("name", "c", "image", one(IMAGES))));
        maybe(() -> spec.put("initContainers", some(1, 1, () -> Map.of("name", "i", "image", one(IMAGES)))));
        maybe(() -> spec.put("nodeName", one(NODES)));
        maybe(() -> spec.put("schedulerName", one(List.of("default-scheduler", "rogue"))));
        maybe(() -> spec.put("hostNetwork", random.nextBoolean()));
        maybe(() -> spec.put("hostAliases", some(1, 2, () -> Map.of("ip", one(ADDRESSES), "hostnames", List.of("a")))));
        maybe(() -> spec.put("volumes", some(1, 2, this::podVolume)));
        return object("v1", "Pod", Map.of("spec", spec));
    }

    Map<String, Object> storageClass() {
        var fields = new HashMap<String, Object>();
        fields.put("provisioner", one(DRIVERS));
        maybe(() -> fields.put("parameters", parameters()));
        often(() -> fields.put(
                "allowedTopologies",
                some(
                        1,
                        2,
                        () -> Map.of(
                                "matchLabelExpressions",
                                some(1, 2, () -> Map.of("key", one(KEYS), "values", some(1, 2, () -> one(PLACES))))))));
        return object("storage.k8s.io/v1", "StorageClass", fields);
    }

    Map<String, Object> persistentVolume() {
        var spec = new HashMap<>(volumeSource());
        often(() -> spec.put("nodeAffinity", Map.of("required", Map.of("nodeSelectorTerms", some(1, 2, this::term)))));
        return object("v1", "PersistentVolume", Map.of("spec", spec));
    }

    Map<String, Object> snapshotClass() {
        return object(
                "snapshot.storage.k8s.io/v1",
                "VolumeSnapshotClass",
                Map.of("driver", one(DRIVERS), "deletionPolicy", "Delete", "parameters", parameters()));
    }

    Map<String, Object> snapshotContent() {
        var source = random.nextInt(3) == 0
                ? Map.<String, Object>of("volumeHandle", one(HANDLES))
                : Map.<String, Object>of("snapshotHandle", one(HANDLES));
        return object(
                "snapshot.storage.k8s.io/v1",
                "VolumeSnapshotContent",
                Map.of("spec", Map.of("driver", one(DRIVERS), "source", source)));
    }

    Map<String, Object> service() {
        var spec = new HashMap<String, Object>();
        maybe(() -> {
            spec.put("type", "ExternalName");
            spec.put("externalName", host());
        });
        maybe(() -> spec.put("externalIPs", some(1, 2, () -> one(ADDRESSES))));
        maybe(() -> spec.put("loadBalancerIP", one(ADDRESSES)));
        return object("v1", "Service", Map.of("spec", spec));
    }

    Map<String, Object> endpointSlice() {
        var type = one(List.of("IPv4", "IPv6", "FQDN"));
        return object(
                "discovery.k8s.io/v1",
                "EndpointSlice",
                Map.of(
                        "addressType",
                        type,
                        "endpoints",
                        some(1, 2, () -> Map.of("addresses", some(1, 2, this::host)))));
    }

    Map<String, Object> endpoints() {
        return object(
                "v1",
                "Endpoints",
                Map.of(
                        "subsets",
                        some(
                                1,
                                2,
                                () -> Map.of(
                                        one(List.of("addresses", "notReadyAddresses")),
                                        some(1, 2, () -> Map.of("ip", one(ADDRESSES)))))));
    }

    Map<String, Object> webhook() {
        var kind = one(List.of("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"));
        return object(
                "admissionregistration.k8s.io/v1",
                kind,
                Map.of("webhooks", some(1, 2, () -> Map.of("name", "a.example.vn", "clientConfig", client()))));
    }

    Map<String, Object> customResource() {
        return object(
                "apiextensions.k8s.io/v1",
                "CustomResourceDefinition",
                Map.of(
                        "spec",
                        Map.of(
                                "conversion",
                                Map.of("strategy", "Webhook", "webhook", Map.of("clientConfig", client())))));
    }

    private Map<String, Object> client() {
        return random.nextInt(4) == 0 ? Map.of("service", Map.of("namespace", "x", "name", "y")) : Map.of("url", url());
    }

    private String url() {
        var host = host();
        var bracketed = host.contains(":") ? "[" + host + "]" : host;
        return one(List.of("https://", "https://", "https://", "HTTPS://", "https://user@", "https://a:b@"))
                + bracketed
                + one(List.of("", "", ":443", ":8443", ":99999", ":x"))
                + one(List.of("", "/", "/path?q=@" + one(HOSTS), "/%2e", "?x", "#f"));
    }

    private Map<String, Object> podVolume() {
        var volume = new HashMap<>(
                random.nextInt(4) == 0 ? Map.of("image", Map.of("reference", one(IMAGES))) : volumeSource());
        volume.put("name", "v");
        if (volume.get("csi") instanceof Map<?, ?> csi) {
            var inline = new HashMap<Object, Object>(csi);
            inline.remove("volumeHandle");
            volume.put("csi", inline);
        }
        return volume;
    }

    private Map<String, Object> volumeSource() {
        return switch (random.nextInt(8)) {
            case 0 -> Map.of("nfs", Map.of("server", host(), "path", "/"));
            case 1 ->
                Map.of(
                        "iscsi",
                        Map.of(
                                "targetPortal",
                                authority(),
                                "iqn",
                                "iqn.x",
                                "lun",
                                0,
                                "portals",
                                some(0, 2, this::authority)));
            case 2 -> Map.of("cephfs", Map.of("monitors", some(1, 2, this::authority)));
            case 3 -> Map.of("rbd", Map.of("monitors", some(1, 2, this::authority), "image", "x"));
            case 4 -> Map.of(one(List.of("azureFile", "fc", "flexVolume")), Map.of());
            default ->
                Map.of(
                        "csi",
                        Map.of("driver", one(DRIVERS), "volumeHandle", one(HANDLES), "volumeAttributes", parameters()));
        };
    }

    private Map<String, Object> parameters() {
        var parameters = new HashMap<String, Object>();
        maybe(() -> parameters.put("zone", one(PLACES) + one(List.of("", ",", ", " + one(PLACES)))));
        maybe(() -> parameters.put("Endpoint", one(List.of(host(), url(), authority()))));
        maybe(() -> parameters.put("server", host()));
        maybe(() -> parameters.put("type", "ssd"));
        return parameters;
    }

    private Map<String, Object> term() {
        return Map.of("matchExpressions", some(1, 2, () -> {
            var key = one(KEYS);
            return Map.of(
                    "key", key,
                    "operator", one(List.of("In", "In", "In", "NotIn", "Exists")),
                    "values", some(0, 2, () -> one(key.endsWith("hostname") ? NODES : PLACES)));
        }));
    }

    private String host() {
        return one(random.nextBoolean() ? HOSTS : ADDRESSES);
    }

    private String authority() {
        var host = host();
        return switch (random.nextInt(3)) {
            case 0 -> host;
            case 1 -> (host.contains(":") ? "[" + host + "]" : host) + one(List.of(":3260", ":3260", ":99999"));
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }

    private static Map<String, Object> object(String apiVersion, String kind, Map<String, Object> fields) {
        var object = new HashMap<>(fields);
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);
        object.put("metadata", Map.of("name", "random", "namespace", "governed"));
        return object;
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> List<T> some(int least, int most, Supplier<T> value) {
        return new ArrayList<>(IntStream.range(0, random.nextInt(least, most + 1))
                .mapToObj(i -> value.get())
                .toList());
    }

    private void maybe(Runnable action) {
        if (random.nextInt(3) == 0) {
            action.run();
        }
    }

    private void often(Runnable action) {
        if (random.nextInt(5) != 0) {
            action.run();
        }
    }
}
