package vn.onshore.kube;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.onshore.manifest.Tree;

/** What is kept of objects in memory: what rules read, and no more, since the caches are most of the footprint. */
final class Pruning {
    private static final Set<String> POD_SPEC = Set.of(
            "nodeName",
            "schedulerName",
            "hostNetwork",
            "hostPID",
            "hostIPC",
            "hostAliases",
            "tolerations",
            "volumes",
            "dnsConfig",
            "dnsPolicy",
            "resourceClaims");
    private static final Set<String> CONTAINER =
            Set.of("name", "image", "command", "args", "env", "envFrom", "ports", "restartPolicy");
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");
    /** Rules look for programs anywhere in a command, also at the end of a long script. */
    private static final int TEXT_LIMIT = 16_384;

    private Pruning() {}

    static Map<String, Object> none(Map<String, Object> fields) {
        return fields;
    }

    static Map<String, Object> whole(Map<String, Object> fields) {
        return fields;
    }

    static Map<String, Object> specOnly(Map<String, Object> fields) {
        var spec = fields.get("spec");
        return spec == null ? Map.of() : Map.of("spec", spec);
    }

    static Map<String, Object> node(Map<String, Object> fields) {
        var node = new Tree(fields);
        var status = new LinkedHashMap<String, Object>();
        keep(status, node.at("status"), Set.of("addresses", "nodeInfo"));
        var spec = new LinkedHashMap<String, Object>();
        keep(spec, node.at("spec"), Set.of("providerID", "taints", "podCIDR", "podCIDRs"));
        return Map.of("spec", spec, "status", status);
    }

    static Map<String, Object> pod(Map<String, Object> fields) {
        var pod = new Tree(fields);
        var spec = new LinkedHashMap<String, Object>();
        keep(spec, pod.at("spec"), POD_SPEC);
        if (spec.containsKey("volumes")) {
            spec.put(
                    "volumes",
                    pod.at("spec", "volumes").items().stream()
                            .map(Pruning::volume)
                            .toList());
        }
        for (var list : CONTAINERS) {
            if (pod.at("spec", list).isPresent()) {
                spec.put(
                        list,
                        pod.at("spec", list).items().stream()
                                .map(Pruning::container)
                                .toList());
            }
        }
        var status = new LinkedHashMap<String, Object>();
        status.put("phase", Interned.text(pod.at("status", "phase").text()));
        keep(status, pod.at("status"), Set.of("podIP", "podIPs"));
        return Map.of("spec", spec, "status", status);
    }

    /** Nearly every pod has a projected one, the same in all of them but for its name. */
    private static Object volume(Tree volume) {
        var projected = volume.at("projected");
        return projected.isPresent()
                ? Map.of("name", Interned.text(volume.at("name").text()), "projected", Interned.deep(projected.value()))
                : Interned.deep(volume.value());
    }

    private static Object container(Tree container) {
        var kept = new LinkedHashMap<String, Object>();
        keep(kept, container, CONTAINER);
        for (var words : List.of("command", "args")) {
            if (kept.containsKey(words)) {
                kept.put(
                        words,
                        container.at(words).texts().stream()
                                .map(Pruning::shortened)
                                .toList());
            }
        }
        if (kept.containsKey("env")) {
            kept.put(
                    "env",
                    container.at("env").items().stream().map(Pruning::variable).toList());
        }
        if (container.at("securityContext", "privileged").isTrue()) {
            kept.put("securityContext", Map.of("privileged", true));
        }
        return Map.copyOf(kept);
    }

    /** Values may be secrets and are not kept, but for options of a JVM, which may name a proxy. */
    private static Map<String, String> variable(Tree variable) {
        var name = Interned.text(variable.at("name").text());
        return name.endsWith("JAVA_TOOL_OPTIONS")
                ? Map.of("name", name, "value", shortened(variable.at("value").text()))
                : Map.of("name", name);
    }

    static Map<String, Object> endpointSlice(Map<String, Object> fields) {
        var slice = new Tree(fields);
        return Map.of(
                "addressType",
                Interned.text(slice.at("addressType").text()),
                "endpoints",
                slice.at("endpoints").items().stream()
                        .map(endpoint ->
                                Map.of("addresses", endpoint.at("addresses").texts()))
                        .toList(),
                "ports",
                slice.at("ports").items().stream()
                        .map(port -> Interned.deep(port.fields()))
                        .toList());
    }

    private static String shortened(String text) {
        return Interned.text(text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT));
    }

    private static void keep(Map<String, Object> into, Tree from, Set<String> keys) {
        from.fields().forEach((key, value) -> {
            if (keys.contains(key) && value != null) {
                into.put(key, Interned.deep(value));
            }
        });
    }
}
