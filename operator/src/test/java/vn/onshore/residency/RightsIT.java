package vn.onshore.residency;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.Zones;
import vn.onshore.kube.Labels;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Tree;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.helm.Helm;
import vn.onshore.world.AuditEntry;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.RunningOperator;
import vn.onshore.world.Yaml;

/** The rights that the chart gives, and those that the operator uses while it does everything it can do. */
class RightsIT {
    private static final Path CHART =
            Path.of(System.getProperty("onshore.root", "..")).resolve("charts/onshore");
    private static final int CREATED = 201;

    /** Rights that the story below does not need, and who does. */
    private static final Map<String, String> KEPT = Map.ofEntries(
            entry(
                    "update onshore.vn/onshoreboundaries/finalizers",
                    "servers with OwnerReferencesPermissionEnforcement"),
            entry("update onshore.vn/dataresidencies/finalizers", "servers with OwnerReferencesPermissionEnforcement"),
            entry(
                    "update onshore.vn/networkisolations/finalizers",
                    "servers with OwnerReferencesPermissionEnforcement"),
            entry("bind rbac.authorization.k8s.io/clusterroles", "asked of the authorizer when a RoleBinding is made"),
            entry("update coordination.k8s.io/leases", "asked of the authorizer before the election"),
            entry("create /serviceaccounts", "a namespace whose default account the controllers have not made yet"),
            entry("create policy.networking.k8s.io/clusternetworkpolicies", "clusters that serve them"),
            entry("patch policy.networking.k8s.io/clusternetworkpolicies", "clusters that serve them"),
            entry("update policy.networking.k8s.io/clusternetworkpolicies", "clusters that serve them"),
            entry("delete policy.networking.k8s.io/clusternetworkpolicies", "clusters that serve them"),
            entry("create policy.networking.k8s.io/adminnetworkpolicies", "clusters that serve them"),
            entry("patch policy.networking.k8s.io/adminnetworkpolicies", "clusters that serve them"),
            entry("update policy.networking.k8s.io/adminnetworkpolicies", "clusters that serve them"),
            entry("delete policy.networking.k8s.io/adminnetworkpolicies", "clusters that serve them"));

    private static LiveCluster cluster;

    /** Where the story begins in the audit log: before it, API servers that were starting may have refused anything. */
    private static long beginning;

    @BeforeAll
    static void play() {
        cluster = LiveCluster.shared();
        var attestor = new Attestor();
        cluster.apply(Yaml.vietnam(attestor.entry()));
        cluster.withoutOperator();
        beginning = cluster.audit().end();
        try (var operator = cluster.ownOperator(
                "--instance",
                "rights",
                "--sweep-interval",
                "5s",
                "--leader-election",
                "--lease-duration",
                "5s",
                "--probe-image",
                cluster.probeImage())) {
            operator.awaitReady();
            cluster.apply(attestor.attest(
                    "rights",
                    cluster.get("/api/v1/nodes/hn-node-1"),
                    Instant.now().plusSeconds(600)));
            strayAndEvict();
            var condition = "{\"spec\":{\"matchConditions\":[{\"name\":\"never\",\"expression\":\"false\"}]}}";
            weaken("validatingadmissionpolicy", "pods", condition);
            weaken("mutatingadmissionpolicy", "pod-placement", condition);
            var selector = "{\"spec\":{\"matchResources\":{\"namespaceSelector\":{\"matchLabels\":{\"a\":\"b\"}}}}}";
            weaken("validatingadmissionpolicybinding", "pods", selector);
            weaken("mutatingadmissionpolicybinding", "pod-placement", selector);
            helpYourself();
            openAZone();
            cluster.removePolicies();
            operator.terminate();
        }
        cluster.kubectl("delete", "siteattestations", "--all");
        cluster.kubectl("delete", "namespace", "rights", "--wait=false");
    }

    private static void strayAndEvict() {
        cluster.apply(Yaml.namespace("rights", "rights"));
        await().atMost(LiveCluster.PATIENCE)
                .until(() -> cluster.get("/api/v1/namespaces/rights/serviceaccounts/default")
                        .isPresent());
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: stray, namespace: rights}
                spec:
                  nodeName: sgp-node-1
                  containers: [{name: c, image: registry.example.gov.vn/a}]
                """);
        cluster.enforce("rights", "evict: true");
        cluster.await(
                "/api/v1/namespaces/rights/pods/stray",
                pod -> !pod.isPresent()
                        || pod.at("metadata", "deletionTimestamp").isPresent());
    }

    private static void weaken(String kind, String guard, String patch) {
        var name = "onshore-rights-" + guard;
        var path = "/apis/admissionregistration.k8s.io/v1/"
                + (kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s") + "/" + name;
        var before = cluster.get(path).at("spec");
        cluster.patch("intruder", kind, name, patch);
        cluster.await(path, object -> object.at("spec").equals(before));
        cluster.awaitReady("rights", "EnforcedAndProved");
    }

    /** Zones are probed, and somebody lets everybody into one. */
    private static void openAZone() {
        var zones = Zones.in(cluster, "rights-zones").apply("Enforce", "probes: {outside: [\"203.0.113.7:443\"]}");
        zones.await("Ready", "Enforced");
        cluster.await(
                "/apis/batch/v1/jobs?labelSelector=" + Labels.PROBE + "=rights-zones",
                jobs -> jobs.at("items").items().size() == 4);
        var policy = "onshore-rights-zones-default-deny";
        var path = zones.policies("storage") + "/" + policy;
        var before = cluster.get(path).at("spec");
        zones.asOperator(
                "patch",
                "networkpolicy",
                policy,
                "--namespace=rights-zones-storage",
                "--type=merge",
                "-p",
                "{\"spec\":{\"ingress\":[{}]}}");
        cluster.await(path, object -> object.at("spec").equals(before));
        zones.apply("Audit").await("Ready", "Audited");
        zones.remove();
    }

    /** Somebody gives themselves the rights of the canaries. */
    private static void helpYourself() {
        var path = "/apis/rbac.authorization.k8s.io/v1/namespaces/onshore-canary-rights/rolebindings/onshore-canary";
        var before = cluster.get(path).at("subjects");
        cluster.kubectl(
                "patch",
                "rolebinding",
                "onshore-canary",
                "--namespace=onshore-canary-rights",
                "--type=json",
                "-p",
                "[{\"op\":\"add\",\"path\":\"/subjects/-\",\"value\":{\"kind\":\"User\",\"name\":\"me\","
                        + "\"apiGroup\":\"rbac.authorization.k8s.io\"}}]");
        cluster.await(path, binding -> binding.at("subjects").equals(before));
    }

    /** What a sweep may not list is told as unread; everything else that is asked for is given. */
    @Test
    void everyRightThatIsUsedIsGiven() {
        assertThat(cluster.audit().since(beginning, RunningOperator.USER).stream()
                        .filter(AuditEntry::forbidden)
                        .map(entry -> entry.verb() + " " + entry.resource())
                        .distinct())
                .containsOnly("list secrets");
    }

    @Test
    void everyRightToWriteThatIsGivenIsUsedOrAccountedFor() {
        var unused = given();
        assertThat(unused).contains("patch /nodes", "create /pods/eviction").containsAll(KEPT.keySet());
        cluster.audit().since(0, RunningOperator.USER).forEach(entry -> {
            var what = " " + entry.group() + "/" + entry.resource();
            unused.remove(entry.verb() + what);
            if (entry.verb().equals("patch") && entry.code() == CREATED) {
                unused.remove("create" + what);
            }
        });
        unused.removeAll(KEPT.keySet());
        assertThat(unused).isEmpty();
    }

    /** {@code verb group/resource} for every right to change something that the chart's roles give the operator. */
    private static Set<String> given() {
        var rendered = Helm.locate(System.getenv(), Progress.lines(System.err))
                .template("onshore", RunningOperator.NAMESPACE, CHART, "")
                .orThrow()
                .out();
        var roles = new ArrayList<Tree>();
        var bound = new TreeSet<String>();
        for (var document : ManifestReader.read("chart.yaml", rendered).manifests()) {
            switch (document.kind()) {
                case "ClusterRole", "Role" -> roles.add(document.tree());
                case "ClusterRoleBinding", "RoleBinding" -> {
                    if (document.tree().at("subjects").items().stream()
                            .anyMatch(subject -> subject.at("name").text().equals(RunningOperator.ACCOUNT))) {
                        bound.add(document.tree().at("roleRef", "name").text());
                    }
                }
                default -> {}
            }
        }
        var rights = new TreeSet<String>();
        roles.stream()
                .filter(role -> bound.contains(LiveCluster.name(role)))
                .flatMap(role -> role.at("rules").items().stream())
                .forEach(rule -> rights.addAll(rights(rule).toList()));
        return rights;
    }

    private static Stream<String> rights(Tree rule) {
        return rule.at("verbs").texts().stream()
                .filter(verb -> !Set.of("get", "list", "watch").contains(verb))
                .flatMap(verb -> rule.at("apiGroups").texts().stream()
                        .flatMap(group -> rule.at("resources").texts().stream()
                                .map(resource -> verb + " " + group + "/" + resource)));
    }
}
