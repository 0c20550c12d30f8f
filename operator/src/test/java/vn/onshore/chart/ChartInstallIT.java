package vn.onshore.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.sandbox.helm.Helm;

/** The chart installed on a real API server, and the rights that the operator's account has there. */
class ChartInstallIT {
    private static final String NAMESPACE = "onshore-system";
    private static ControlPlane plane;
    private static Helm helm;
    private static KubernetesClient operator;

    @BeforeAll
    static void install() {
        helm = Helm.locate(System.getenv(), Progress.lines(System.err));
        plane = ControlPlane.start(Settings.full());
        helm.install(plane.kubeconfig(), "onshore", NAMESPACE, ChartFiles.CHART, "")
                .orThrow();
        operator = plane.asUser(
                "system:serviceaccount:" + NAMESPACE + ":onshore",
                "system:serviceaccounts",
                "system:serviceaccounts:" + NAMESPACE,
                "system:authenticated");
    }

    @AfterAll
    static void stop() {
        operator.close();
        plane.close();
    }

    @Test
    void definitionsOutliveTheReleaseAndTheNextOneTakesThemOver() {
        assertThat(established()).hasSameSizeAs(ChartFiles.definitions("crds").keySet());
        List<String> before = established();
        helm.uninstall(plane.kubeconfig(), "onshore", NAMESPACE).orThrow();
        assertThat(established()).isEqualTo(before);
        assertThat(plane.client().rbac().clusterRoles().withName("onshore-read").get())
                .isNull();
        helm.install(plane.kubeconfig(), "onshore", NAMESPACE, ChartFiles.CHART, "")
                .orThrow();
        assertThat(established()).isEqualTo(before);
    }

    /** The definitions, each with its uid, once the API server serves all of them. */
    private static List<String> established() {
        return await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> plane.client()
                                .apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .list()
                                .getItems(),
                        all -> all.stream().allMatch(ChartInstallIT::isEstablished))
                .stream()
                .map(each ->
                        each.getMetadata().getName() + " " + each.getMetadata().getUid())
                .sorted()
                .toList();
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /** Every custom resource in the documents, by a server that refuses unknown fields. */
    @ParameterizedTest
    @MethodSource("vn.onshore.chart.DocumentsTest#documents")
    void examplesInTheDocumentsAreAccepted(Path document) throws IOException {
        for (String yaml : DocumentsTest.blocks(Files.readString(document), "yaml")) {
            if (yaml.contains("apiVersion: onshore.vn/")) {
                plane.kubectl()
                        .apply(yaml, "--dry-run=server", "--validate=strict")
                        .orThrow();
            }
        }
    }

    @Test
    void operatorRunsWithoutPrivileges() {
        Deployment deployment = plane.client()
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName("onshore")
                .get();
        var pod = deployment.getSpec().getTemplate().getSpec();
        var container = pod.getContainers().getFirst();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getArgs())
                .containsSequence("operator", "--namespace", "$(POD_NAMESPACE)")
                .containsSequence("--leader-election", "--lease-duration", "15s");
    }

    /** The strictest of the Pod Security Standards takes the pod. */
    @Test
    void operatorFitsARestrictedNamespace() {
        plane.kubectl()
                .run("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=restricted", "--overwrite")
                .orThrow();
        awaitBothPods();
        plane.kubectl()
                .run("delete", "pods", "--all", "-n", NAMESPACE, "--force")
                .orThrow();
        awaitBothPods();
    }

    private static void awaitBothPods() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(plane.client()
                                .pods()
                                .inNamespace(NAMESPACE)
                                .list()
                                .getItems())
                        .hasSize(2));
    }

    /** What the sweep cannot list stays a doubt in every status; only Secrets are meant to. */
    @Test
    void operatorMayListEveryKindOfAFreshClusterButSecrets() {
        List<String> listable = plane.kubectl()
                .run("api-resources", "--verbs=list", "-o", "name")
                .orThrow()
                .out()
                .lines()
                .toList();
        assertThat(listable).hasSizeGreaterThan(40);
        assertThat(listable.stream().filter(name -> {
                    int dot = name.indexOf('.');
                    return dot < 0
                            ? !allowed("list", "", name, "", "")
                            : !allowed("list", name.substring(dot + 1), name.substring(0, dot), "", "");
                }))
                .containsExactly("secrets");
    }

    @ParameterizedTest
    @CsvSource({
        "watch,  '',                           pods,                            '', ''",
        "watch,  '',                           nodes,                           '', ''",
        "patch,  '',                           nodes,                           '', ''",
        "list,   apps,                         deployments,                     '', ''",
        "list,   apiregistration.k8s.io,       apiservices,                     '', ''",
        "list,   snapshot.storage.k8s.io,      volumesnapshotcontents,          '', ''",
        "watch,  onshore.vn,                   dataresidencies,                 '', ''",
        "patch,  onshore.vn,                   dataresidencies/status,          '', ''",
        "watch,  onshore.vn,                   networkisolations,               '', ''",
        "patch,  onshore.vn,                   networkisolations,               '', ''",
        "patch,  onshore.vn,                   networkisolations/status,        '', ''",
        "watch,  networking.k8s.io,            servicecidrs,                    '', ''",
        "delete, networking.k8s.io,            networkpolicies,                 some-namespace, ''",
        "patch,  policy.networking.k8s.io,     clusternetworkpolicies,          '', ''",
        "list,   cilium.io,                    ciliumnetworkpolicies,           '', ''",
        "create, admissionregistration.k8s.io, validatingadmissionpolicies,     '', ''",
        "delete, admissionregistration.k8s.io, mutatingadmissionpolicybindings, '', ''",
        "create, '',                           pods/eviction,                   some-namespace, ''",
        "create, events.k8s.io,                events,                          default, ''",
        "watch,  batch,                        jobs,                            '', ''",
        "create, batch,                        jobs,                            some-namespace, ''",
        "update, coordination.k8s.io,          leases,                          onshore-system, onshore",
        "create, '',                           serviceaccounts/token,           onshore-system, onshore-canary",
        "create, '',                           namespaces,                      '', ''",
        "create, rbac.authorization.k8s.io,    rolebindings,                    some-namespace, onshore-canary",
        "bind,   rbac.authorization.k8s.io,    clusterroles,                    '', onshore-canary-namespace",
    })
    void operatorMay(String verb, String group, String resource, String namespace, String name) {
        assertThat(allowed(verb, group, resource, namespace, name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "get,    '',                           secrets,                   '', ''",
        "list,   '',                           secrets,                   '', ''",
        "watch,  '',                           secrets,                   onshore-system, ''",
        "create, '',                           pods,                      some-namespace, ''",
        "delete, '',                           pods,                      some-namespace, ''",
        "patch,  '',                           pods,                      some-namespace, ''",
        "create, '',                           pods/exec,                 some-namespace, ''",
        "create, '',                           pods/binding,              some-namespace, ''",
        "patch,  apps,                         deployments,               some-namespace, ''",
        "delete, batch,                        jobs,                      some-namespace, ''",
        "create, batch,                        cronjobs,                  some-namespace, ''",
        "create, '',                           nodes,                     '', ''",
        "delete, '',                           nodes,                     '', ''",
        "get,    '',                           nodes/proxy,               '', ''",
        "patch,  storage.k8s.io,               storageclasses,            '', ''",
        "patch,  '',                           persistentvolumes,         '', ''",
        "create, onshore.vn,                   dataresidencies,           '', ''",
        "create, onshore.vn,                   networkisolations,         '', ''",
        "patch,  policy.networking.k8s.io,     baselineadminnetworkpolicies, '', ''",
        "patch,  cilium.io,                    ciliumnetworkpolicies,     '', ''",
        "delete, onshore.vn,                   dataresidencies,           '', ''",
        "create, admissionregistration.k8s.io, validatingwebhookconfigurations, '', ''",
        "update, coordination.k8s.io,          leases,                    kube-system, ''",
        "update, coordination.k8s.io,          leases,                    onshore-system, other",
        "create, '',                           serviceaccounts/token,     onshore-system, onshore",
        "create, '',                           serviceaccounts/token,     kube-system, default",
        "create, rbac.authorization.k8s.io,    roles,                     some-namespace, ''",
        "create, rbac.authorization.k8s.io,    clusterroles,              '', ''",
        "create, rbac.authorization.k8s.io,    clusterrolebindings,       '', ''",
        "escalate, rbac.authorization.k8s.io,  clusterroles,              '', ''",
        "bind,   rbac.authorization.k8s.io,    clusterroles,              '', cluster-admin",
        "impersonate, '',                      users,                     '', ''",
    })
    void operatorMayNot(String verb, String group, String resource, String namespace, String name) {
        assertThat(allowed(verb, group, resource, namespace, name)).isFalse();
    }

    private static boolean allowed(String verb, String group, String resource, String namespace, String name) {
        String[] parts = resource.split("/", 2);
        var review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup(group)
                .withResource(parts[0])
                .withSubresource(parts.length == 2 ? parts[1] : null)
                .withNamespace(namespace)
                .withName(name)
                .endResourceAttributes()
                .endSpec()
                .build();
        return operator.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }
}
