package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import vn.onshore.manifest.Tree;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.SharedOperator;

/** Connections that were seen are held against a declaration that is not enforced. */
@ExtendWith(SharedOperator.class)
class ObservedFlowsIT {
    private static final LiveCluster cluster = LiveCluster.shared();

    @RegisterExtension
    private final MadeZones made = new MadeZones(cluster);

    @AfterEach
    void remove() {
        cluster.kubectl("delete", "configmap", "seen-flows", "-n", "default", "--ignore-not-found");
    }

    @Test
    void shadowSaysWhatWouldBeDroppedAndAppliesNothing() {
        var zones = made.zones("seen");
        log("seen-app,seen-storage,,,TCP,5432", "seen-app,seen-mgmt,,,TCP,22");
        zones.apply("Shadow", "flowLogs: {configMaps: [{namespace: default, name: seen-flows}]}");
        zones.await("Ready", "Shadowed");
        var one = awaitObserved(zones, observed -> observed.at("dropped").number(-1) == 1);
        assertThat(one.at("summary").text()).isEqualTo("1 of 2 flows that were seen would be dropped.");
        var dropped = one.at("first").items().getFirst();
        assertThat(dropped.at("from").text()).isEqualTo("seen-app");
        assertThat(dropped.at("to").text()).isEqualTo("seen-mgmt");
        assertThat(dropped.at("port").text()).isEqualTo("TCP/22");
        assertThat(dropped.at("why").text()).isEqualTo("no flow from zone app to zone mgmt allows TCP/22");
        assertThat(dropped.at("line").text()).isEqualTo("ConfigMap default/seen-flows flows.csv:3");

        log("seen-app,seen-storage,,,TCP,5432", "seen-edge,seen-storage,,,TCP,5432", "hello");
        var other = awaitObserved(
                zones, observed -> observed.at("first").toString().contains("no flow from zone edge to zone storage"));
        assertThat(other.at("dropped").number(0)).isEqualTo(1);
        assertThat(other.at("remarks").texts())
                .containsExactly("ConfigMap default/seen-flows flows.csv:4: no protocol");
        assertThat(other.at("logs")).isNotEqualTo(one.at("logs"));

        for (var zone : new String[] {"storage", "app", "edge", "mgmt"}) {
            assertThat(zones.policyNames(zone)).isEmpty();
        }
        assertThat(cluster.list("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies"))
                .noneMatch(policy -> LiveCluster.name(policy).startsWith("onshore-seen-"));
        assertThat(zones.get().at("status", "compiled", "applied").isTrue()).isFalse();
    }

    /** A log of a cluster that is no more is not called clean. */
    @Test
    void anAddressMeansItsPodAsLongAsThatIsThere() {
        var zones = made.zones("passed");
        var pod = cluster.await(
                "/api/v1/namespaces/passed-app/pods/one",
                object -> !object.at("status", "podIP").text().isEmpty());
        log(",passed-storage," + pod.at("status", "podIP").text() + ",,TCP,5432");
        zones.apply("Shadow", "flowLogs: {configMaps: [{namespace: default, name: seen-flows}]}");
        assertThat(awaitObserved(zones, observed -> observed.at("flows").number(0) == 1)
                        .at("summary")
                        .text())
                .isEqualTo("None of 1 flow that was seen would be dropped.");
        cluster.kubectl("delete", "pod", "one", "-n", "passed-app", "--force");
        assertThat(awaitObserved(zones, observed -> observed.at("undetermined").number(0) == 1)
                        .at("remarks")
                        .texts()
                        .getFirst())
                .as(pod.at("status").toString())
                .contains("no pod is known to have had it then");
        cluster.kubectl("delete", "configmap", "seen-flows", "-n", "default");
        assertThat(awaitObserved(zones, observed -> observed.at("flows").number(-1) == 0)
                        .at("summary")
                        .text())
                .isEqualTo("The logs tell of no flow, so that nothing is shown; 1 ConfigMap could not be read.");
    }

    private static void log(String... lines) {
        cluster.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: seen-flows, namespace: default}
                data:
                  flows.csv: |
                    src_namespace,dst_namespace,src_ip,dst_ip,protocol,port
                %s
                """.formatted(String.join("\n", lines).indent(4)));
    }

    private static Tree awaitObserved(Zones zones, Predicate<Tree> wanted) {
        return cluster.await(zones.path(), object -> wanted.test(object.at("status", "observed")))
                .at("status", "observed");
    }
}
