package vn.onshore.isolation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.manifest.Tree;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;

/** Four zones with a namespace and a pod each, on a live cluster. What they are called begins with one word. */
public final class Zones {
    static final String ISOLATIONS = "/apis/onshore.vn/v1alpha1/networkisolations/";

    private final LiveCluster cluster;
    private final String name;

    private Zones(LiveCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    public static Zones in(LiveCluster cluster, String name) {
        var zones = new Zones(cluster, name);
        for (var zone : List.of("storage", "app", "edge", "mgmt")) {
            cluster.apply(zones.namespace(zone, zone) + "---\n" + zones.pod(zone, "one", ""));
        }
        return zones;
    }

    /** A namespace of a zone. */
    String namespace(String suffix, String zone) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s-%s, labels: {%s: %s}}
                """.formatted(name, suffix, name, zone);
    }

    public String pod(String suffix, String pod, String more) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s-%s, labels: {app: %s}}
                spec:
                  containers: [{name: c, image: registry.example.gov.vn/a:1}]
                  %s
                """.formatted(pod, name, suffix, pod, more);
    }

    /** @param more further lines of the spec */
    public String yaml(String mode, String... more) {
        return """
                apiVersion: onshore.vn/v1alpha1
                kind: NetworkIsolation
                metadata: {name: NAME}
                spec:
                  boundaryRef: {name: vietnam}
                  mode: %s
                  datapath: Calico
                  level: 3
                  zones:
                  - {name: storage, role: DatabaseServer, namespaceSelector: {matchLabels: {NAME: storage}}}
                  - {name: app, role: InternalServer, namespaceSelector: {matchLabels: {NAME: app}}}
                  - {name: edge, role: DMZ, namespaceSelector: {matchLabels: {NAME: edge}}, internet: Onshore}
                  - {name: mgmt, role: Management, namespaceSelector: {matchLabels: {NAME: mgmt}}}
                  flows:
                  - {from: {zone: app}, to: {zone: storage}, ports: [TCP/5432]}
                  - {from: {zone: edge}, to: {zone: app}, ports: [TCP/8443]}
                  - {from: {zone: storage}, to: {site: hcm-01}, ports: [TCP/443]}
                  - {from: {cidrs: [203.162.4.0/24]}, to: {zone: edge}, ports: [TCP/443]}
                  elsewhere:
                  - {role: Internal, reason: offices are not in this cluster}
                  - {role: Perimeter, reason: firewalls of the data centre}
                  - {role: WAN, reason: routers of the data centre}
                  - {role: LogStore, reason: a cluster of its own}
                  - {role: Backup, reason: a site of its own}
                """.formatted(mode).replace("NAME", name)
                + Arrays.stream(more).map(line -> "  " + line + "\n").collect(Collectors.joining());
    }

    /** A policy in a zone's namespace that lets everybody in, and everything out. */
    String hole(String suffix) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: hole, namespace: %s-%s}
                spec: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}], egress: [{}]}
                """.formatted(name, suffix);
    }

    /** A policy of somebody else that opens one direction to everybody, {@code Ingress} or {@code Egress}. */
    String opening(String suffix, String direction) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: theirs, namespace: %s-%s}
                spec: {podSelector: {}, policyTypes: [%s], %s: [{}]}
                """.formatted(name, suffix, direction, direction.toLowerCase(Locale.ROOT));
    }

    /** A policy in a zone's namespace that opens nothing. */
    String narrowing(String suffix) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: narrow, namespace: %s-%s}
                spec: {podSelector: {matchLabels: {app: none}}, policyTypes: [Ingress, Egress]}
                """.formatted(name, suffix);
    }

    public Zones apply(String mode, String... more) {
        cluster.apply(yaml(mode, more));
        return this;
    }

    public Tree await(String condition, String reason) {
        return cluster.await(
                path(),
                object -> LiveCluster.isObserved(object)
                        && LiveCluster.condition(object, condition)
                                .filter(found -> found.at("reason").text().equals(reason))
                                .isPresent());
    }

    public Tree get() {
        return cluster.get(path());
    }

    String path() {
        return ISOLATIONS + name;
    }

    public String policies(String suffix) {
        return "/apis/networking.k8s.io/v1/namespaces/" + name + "-" + suffix + "/networkpolicies";
    }

    public List<String> policyNames(String suffix) {
        return cluster.list(policies(suffix)).stream()
                .map(LiveCluster::name)
                .sorted()
                .toList();
    }

    /** What the status says of one pair. */
    static Tree pair(Tree isolation, String from, String to) {
        return isolation.at("status", "pairs").items().stream()
                .filter(pair -> pair.at("from").text().equals(from)
                        && pair.at("to").text().equals(to))
                .findFirst()
                .orElse(Tree.NOTHING);
    }

    Tree awaitPair(String from, String to, String verdict) {
        return cluster.await(
                path(), object -> pair(object, from, to).at("verdict").text().equals(verdict));
    }

    /** With the operator's own rights and name, which no guard refuses. */
    public void asOperator(String... arguments) {
        cluster.kubectl(Stream.concat(Stream.of("--as=" + RunningOperator.USER), Stream.of(arguments))
                .toArray(String[]::new));
    }

    public void remove() {
        cluster.delete("networkisolation", name);
        for (var zone : List.of("storage", "app", "edge", "mgmt")) {
            cluster.kubectl("delete", "namespace", name + "-" + zone, "--wait=false", "--ignore-not-found");
        }
    }
}
