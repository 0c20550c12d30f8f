package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.onshore.manifest.Tree;
import vn.onshore.world.GoModules;
import vn.onshore.world.LiveCluster;

/** Kinds beside NetworkPolicy, as they come and go: the tiered ones of SIG Network, and those that nobody evaluates. */
class IsolationTiersIT {
    private static final String GROUP = "policy.networking.k8s.io_";
    private static final String TIERED = "/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies";

    private static final String FOREIGN = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: ciliumnetworkpolicies.cilium.io}
            spec:
              group: cilium.io
              scope: Namespaced
              names: {kind: CiliumNetworkPolicy, plural: ciliumnetworkpolicies}
              versions:
              - name: v2
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    @AutoClose
    private static LiveCluster cluster;

    @BeforeAll
    static void start() {
        var current = GoModules.directory("sigs.k8s.io/network-policy-api", "v0.2.0");
        var previous = GoModules.directory("sigs.k8s.io/network-policy-api", "v0.1.7");
        cluster = LiveCluster.bare();
        cluster.quietOperator("tiers").awaitReady();
        install(current.resolve("config/crd/standard/" + GROUP + "clusternetworkpolicies.yaml"));
        install(previous.resolve("config/crd/standard/" + GROUP + "adminnetworkpolicies.yaml"));
        install(previous.resolve("config/crd/standard/" + GROUP + "baselineadminnetworkpolicies.yaml"));
    }

    private static void install(Path definition) {
        cluster.kubectl("apply", "--server-side", "-f", definition.toString());
        cluster.kubectl("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
    }

    @Test
    void theAdminTierClosesTheInternetTooAndAForeignAllowanceIsALeak() {
        var zones = Zones.in(cluster, "tiers").apply("Enforce");
        cluster.await(TIERED + "/onshore-tiers-mgmt-internet", Tree::isPresent);
        assertThat(cluster.list(TIERED)).hasSize(4);
        zones.await("Compliant", "Isolated");

        cluster.apply("""
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: AdminNetworkPolicy
                metadata: {name: opener}
                spec:
                  priority: 1
                  subject: {namespaces: {matchLabels: {tiers: storage}}}
                  ingress:
                  - {action: Allow, name: all, from: [{namespaces: {matchLabels: {tiers: mgmt}}}]}
                  - {action: Allow, name: more, from: [{namespaces: {}}]}
                """);
        cluster.apply("""
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: opener}
                spec:
                  tier: Admin
                  priority: 1
                  subject: {namespaces: {matchLabels: {tiers: mgmt}}}
                  egress:
                  - {action: Accept, name: all, to: [{networks: [0.0.0.0/0]}]}
                """);
        var leaking = zones.awaitPair("mgmt", "Internet", "LEAK");
        assertThat(Zones.pair(leaking, "mgmt", "Internet")
                        .at("witnesses")
                        .texts()
                        .toString())
                .contains("tiers-mgmt/one");
        cluster.kubectl("delete", "clusternetworkpolicy", "opener");
        cluster.kubectl("delete", "adminnetworkpolicy", "opener");
        zones.await("Compliant", "Isolated");

        cluster.apply(FOREIGN);
        cluster.kubectl("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
        cluster.apply("""
                apiVersion: cilium.io/v2
                kind: CiliumNetworkPolicy
                metadata: {name: allow-world, namespace: tiers-app}
                spec: {}
                """);
        var unknown = zones.awaitPair("app", "Internet", "UNKNOWN");
        assertThat(Zones.pair(unknown, "app", "Internet").at("reasons").texts().toString())
                .contains("CiliumNetworkPolicy", "allow-world");
        assertThat(unknown.at("status", "coverage", "notEvaluated").texts()).contains("CiliumNetworkPolicy.cilium.io");
    }
}
