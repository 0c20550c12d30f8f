package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import vn.onshore.isolation.prove.Attempt;
import vn.onshore.isolation.prove.Attempt.Expected;
import vn.onshore.isolation.prove.Outcome;
import vn.onshore.isolation.prove.ProbeMessage;
import vn.onshore.kube.Json;
import vn.onshore.kube.Labels;
import vn.onshore.manifest.Tree;
import vn.onshore.sandbox.controlplane.Kubectl;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;

/**
 * Probes on a real API server. Its nodes run nothing, so that what a kubelet would say of a probe is said here, by the name
 * of the kubelet.
 */
class IsolationProbesIT {
    private static final LiveCluster cluster = LiveCluster.vietnam();

    @AutoClose
    private static final RunningOperator operator =
            cluster.ownOperator("--instance", "probes", "--probe-image", cluster.probeImage());

    @RegisterExtension
    private final MadeZones made = new MadeZones(cluster);

    private Zones zones(String name) {
        var zones = made.zones(name);
        cluster.apply(listening(name + "-storage", 5432) + "---\n" + listening(name + "-app", 8443));
        cluster.apply(zones.yaml("Enforce").replace("datapath: Calico", "datapath: Worst"));
        return zones;
    }

    private static String listening(String namespace, int port) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: server, namespace: %s}
                spec:
                  containers:
                  - {name: c, image: registry.example.gov.vn/a:1, ports: [{containerPort: %d}]}
                """.formatted(namespace, port);
    }

    @Test
    void whatTheKubeletSaysOfAProbeDecidesAndNobodyElseIsHeard() {
        var zones = zones("probed");
        var pods = silentPods(zones, "probed");
        var silent = awaitPackets(
                zones,
                packets -> packets.at("summary")
                        .text()
                        .startsWith("No packet was sent: the probe of zone app says nothing: the probe ended without"
                                + " a word"));
        assertThat(silent.at("verdicts", "isolated").number(-1)).isZero();
        assertThat(zones.await("Compliant", "NotProven").isPresent()).isTrue();
        assertForgeryIsRefused(pods.getFirst());

        pods.forEach(pod -> speak(pod, declared()));
        var proved = awaitPackets(
                        zones,
                        packets -> packets.at("forbidden", "tried").number(0) == 4
                                && packets.at("declared", "tried").number(0) == 4)
                .at("packets");
        zones.await("Compliant", "Isolated");
        assertThat(proved.at("summary").text()).startsWith("None of 4 connections that must be stopped got through");
        assertThat(proved.at("declared").fields()).isEqualTo(Map.of("tried", 4, "asDeclared", 4));
        assertThat(proved.at("forbidden").fields()).isEqualTo(Map.of("tried", 4, "asDeclared", 4));

        speak(of(pods, "mgmt"), attempt -> Outcome.Open);
        var leaking = zones.awaitPair("mgmt", "storage", "LEAK");
        assertThat(Zones.pair(leaking, "mgmt", "storage")
                        .at("witnesses")
                        .texts()
                        .toString())
                .contains("a probe in zone mgmt reached zone storage (", ":5432), which is not declared");
        assertThat(Zones.pair(leaking, "app", "Internet").at("verdict").text()).isEqualTo("UNKNOWN");
        assertThat(leaking.at("status", "packets", "contradictions").items()).hasSize(2);
        cluster.awaitEvent("ProbesContradict", "probed", "2 connections went otherwise than declared; a probe in .*");

        speak(of(pods, "mgmt"), declared());
        speak(of(pods, "app"), attempt -> Outcome.Silent);
        var broken = awaitPackets(
                        zones, packets -> packets.at("declared", "asDeclared").number(4) == 2)
                .at("packets");
        zones.await("Compliant", "Isolated");
        assertThat(broken.at("contradictions").texts().toString())
                .contains("a probe in zone app did not reach zone storage (", ":5432), which is declared: Silent");
    }

    /** Pods of all four zones, after kwok has let them end. */
    private static List<Tree> silentPods(Zones zones, String name) {
        var path = "/api/v1/pods?labelSelector=" + Labels.PROBE + "=" + name;
        zones.await("Ready", "Enforced");
        return cluster.await(
                        path,
                        pods -> pods.at("items").items().stream()
                                        .filter(pod ->
                                                pod.at("status", "phase").text().equals("Succeeded"))
                                        .count()
                                == 4)
                .at("items")
                .items();
    }

    /** The status, once it says that of packets. */
    private static Tree awaitPackets(Zones zones, Predicate<Tree> wanted) {
        return cluster.await(zones.path(), object -> wanted.test(object.at("status", "packets")))
                .at("status");
    }

    private static Tree of(List<Tree> pods, String zone) {
        return pods.stream()
                .filter(pod -> pod.at("metadata", "namespace").text().equals("probed-" + zone))
                .findFirst()
                .orElseThrow();
    }

    private static Function<Attempt, Outcome> declared() {
        return attempt -> attempt.expected() == Expected.Open ? Outcome.Open : Outcome.Silent;
    }

    private static void speak(Tree pod, Function<Attempt, Outcome> becomes) {
        say(
                        pod,
                        message(pod, becomes),
                        "--as=system:node:" + pod.at("spec", "nodeName").text(),
                        "--as-group=system:nodes")
                .orThrow();
    }

    private static String message(Tree pod, Function<Attempt, Outcome> becomes) {
        var args = pod.at("spec", "containers").items().getFirst().at("args").texts();
        var attempts = new ArrayList<Attempt>();
        for (var i = 1; i < args.size(); i++) {
            if (args.get(i - 1).equals("--expect")) {
                attempts.add(Attempt.parse(args.get(i)).orElseThrow());
            }
        }
        return ProbeMessage.write(attempts, attempts.stream().map(becomes).toList());
    }

    private static Kubectl.Result say(Tree pod, String message, String... as) {
        var arguments = Stream.concat(
                Stream.of(as),
                Stream.of(
                        "--as-group=system:masters",
                        "patch",
                        "pod",
                        LiveCluster.name(pod),
                        "-n",
                        pod.at("metadata", "namespace").text(),
                        "--subresource=status",
                        "--type=json",
                        "-p",
                        Json.write(List.of(Map.of(
                                "op",
                                "add",
                                "path",
                                "/status/containerStatuses/0/state/terminated/message",
                                "value",
                                message)))));
        return cluster.plane().kubectl().run(arguments.toArray(String[]::new));
    }

    private static void assertForgeryIsRefused(Tree pod) {
        var namespace = pod.at("metadata", "namespace").text();
        var message = message(pod, declared());
        assertThat(say(pod, message, "--as=somebody").err()).contains("takes a probe's word from the kubelet");
        assertThat(say(pod, message, "--as=system:node:elsewhere").err())
                .contains("takes a probe's word from the kubelet");
        assertThat(run("delete", "pod", LiveCluster.name(pod), "-n", namespace, "--wait=false"))
                .contains("still needs what its probes found");
        assertThat(run("delete", "jobs", "-l", Labels.PROBE, "-n", namespace, "--wait=false"))
                .contains("still needs what its probes found");
        assertThat(run("label", "pod", LiveCluster.name(pod), "-n", namespace, Labels.PROBE + "-"))
                .contains("keeps its probes");
        assertThat(run("label", "pod", "one", "-n", namespace, Labels.PROBE + "=probed"))
                .contains("keeps its probes");
        assertThat(run(
                        "create",
                        "--raw",
                        "/api/v1/namespaces/" + namespace + "/pods/" + LiveCluster.name(pod) + "/exec?command=true",
                        "-f",
                        "/dev/null"))
                .contains("lets nobody into its probes");
        var job = """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: mine, namespace: %s, labels: {onshore.vn/probe: probed}}
                spec:
                  template: {spec: {restartPolicy: Never, containers: [{name: probe, image: mine}]}}
                """.formatted(namespace);
        assertThat(cluster.plane().kubectl().apply(job).err()).contains("sends its probes by itself");
        // Nor may the operator's account make anything but probes.
        assertThat(cluster.plane()
                        .kubectl()
                        .apply(job, "--as=" + RunningOperator.USER, "--as-group=system:masters")
                        .err())
                .contains("probe-leash.onshore.vn");
    }

    private static String run(String... arguments) {
        return cluster.plane().kubectl().run(arguments).err();
    }

    @Test
    void withoutEnforceNobodyIsProbed() {
        var zones = zones("unprobed");
        silentPods(zones, "unprobed");
        zones.apply("Audit");
        var audited = zones.await("Ready", "Audited");
        assertThat(audited.at("status", "packets", "summary").text())
                .startsWith("No packet was sent: probes run only in Enforce");
        await().atMost(LiveCluster.PATIENCE)
                .untilAsserted(() -> assertThat(cluster.list(
                                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?labelSelector="
                                        + "onshore.vn/isolation=unprobed"))
                        .isEmpty());
    }
}
