package vn.onshore.isolation.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Workload;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Tree;

class PodReaderTest {

    private static Tree tree(String yaml) {
        return ManifestReader.read("pod.yaml", yaml).manifests().getFirst().tree();
    }

    @Test
    void aPodIsItsLabelsPortsAndAddresses() {
        var pod = PodReader.read(tree("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web-1, namespace: a, labels: {app: web}}
                spec:
                  hostNetwork: true
                  initContainers:
                  - {name: setup, ports: [{name: gone, containerPort: 1}]}
                  - {name: proxy, restartPolicy: Always, ports: [{name: mesh, containerPort: 15008}]}
                  containers:
                  - {name: web, ports: [{name: http, containerPort: 8080}, {containerPort: 9}, {name: dns, containerPort: 53, protocol: UDP}]}
                status: {podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: '2001:db8::1'}]}
                """)).orElseThrow();
        assertThat(pod.ports())
                .containsExactly(
                        new Pod.NamedPort("http", Protocol.TCP, 8080),
                        new Pod.NamedPort("dns", Protocol.UDP, 53),
                        new Pod.NamedPort("mesh", Protocol.TCP, 15008));
        assertThat(pod.addresses()).hasToString("[10.0.0.1, 2001:db8::1]");
        assertThat(pod.hostNetwork()).isTrue();
        assertThat(pod.workload()).isEqualTo(new Workload("a", "web-1", "Pod"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Succeeded", "Failed"})
    void aFinishedPodIsInNoWorld(String phase) {
        assertThat(PodReader.read(tree("{apiVersion: v1, kind: Pod, metadata: {name: a}, status: {phase: " + phase
                        + ", podIP: 10.0.0.1}}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'{kind: ReplicaSet, name: r, controller: true}', a/r (ReplicaSet)",
        "'{kind: ReplicaSet, name: r}', a/p (Pod)",
        "'{kind: ReplicaSet, name: r, controller: false}', a/p (Pod)",
        "'{kind: Node, name: n, controller: true}', a/p (Pod)",
        "'{kind: Node, name: n}, {kind: Rollout, name: r, controller: true}', a/r (Rollout)"
    })
    void theControllerIsTheWorkload(String references, String workload) {
        var pod = PodReader.read(tree("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a, ownerReferences: ["
                + references + "]}}"));
        assertThat(pod.orElseThrow().workload()).hasToString(workload);
    }

    @ParameterizedTest
    @CsvSource({
        "v1, ReplicationController",
        "apps/v1, ReplicaSet",
        "apps/v1, Deployment",
        "apps/v1, StatefulSet",
        "apps/v1, DaemonSet",
        "batch/v1, Job"
    })
    void aTemplateIsAPodOfItsWorkload(String version, String kind) {
        var pod = PodReader.template(tree("""
                {apiVersion: %s, kind: %s, metadata: {name: w}, spec: {template: {metadata: {labels: {a: b}}, spec: {}}}}
                """.formatted(version, kind))).orElseThrow();
        assertThat(pod.workload()).isEqualTo(new Workload("default", "w", kind));
        assertThat(pod.name()).isEqualTo(kind + "/w");
        assertThat(pod.labels()).containsEntry("a", "b");
    }

    @Test
    void aCronJobHasItsTemplateDeeper() {
        var pod = PodReader.template(tree("""
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: nightly}
                spec: {jobTemplate: {spec: {template: {metadata: {labels: {a: b}}}}}}
                """));
        assertThat(pod.orElseThrow().labels()).containsEntry("a", "b");
    }

    @Test
    void aFinishedJobHasNoPods() {
        assertThat(PodReader.template(tree("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: j}
                spec: {template: {metadata: {labels: {a: b}}}}
                status: {conditions: [{type: Complete, status: "True"}]}
                """))).isEmpty();
    }

    @Test
    void aNodeIsItsAddresses() {
        var object = tree("""
                apiVersion: v1
                kind: Node
                metadata: {name: n, labels: {a: b}}
                spec: {podCIDRs: [10.1.0.0/24]}
                status: {addresses: [{type: Hostname, address: n}, {type: InternalIP, address: 10.0.0.1}]}
                """);
        assertThat(NodeReader.read(object).addresses()).hasToString("[10.0.0.1]");
        assertThat(NodeReader.podNetworks(object)).hasToString("10.1.0.0-10.1.0.255");
    }

    @Test
    void aNamespaceKnowsItsName() {
        assertThat(NamespaceReader.read(tree("{apiVersion: v1, kind: Namespace, metadata: {name: a}}"))
                        .labels())
                .containsEntry("kubernetes.io/metadata.name", "a");
    }
}
