package vn.onshore.residency.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.onshore.compliance.Subject;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;
import vn.onshore.residency.prove.CanaryGround.Ground;

class CanaryGroundTest {

    @Test
    void aPolicyGetsANamespaceThatItSelectsAndRightsThere() {
        var ground =
                (Ground.Prepared) CanaryGround.of(policy("uid-1"), Citizens.SELECTOR, List.of("kube-system"), "ops");
        assertThat(ground.namespace().name()).isEqualTo("onshore-canary-a");
        assertThat(ground.namespace().labels())
                .containsEntry("onshore.vn/residency", "vietnam")
                .containsEntry("app.kubernetes.io/managed-by", "onshore");
        assertThat(ground.objects())
                .extracting(Manifest::kind)
                .containsExactly("Namespace", "ServiceAccount", "RoleBinding");
    }

    @Test
    void theNamespaceGoesWithItsPolicy() {
        var ground = (Ground.Prepared) CanaryGround.of(policy("uid-1"), Citizens.SELECTOR, List.of(), "ops");
        assertThat(ground.objects()
                        .getFirst()
                        .tree()
                        .at("metadata", "ownerReferences")
                        .items())
                .singleElement()
                .satisfies(owner -> assertThat(owner.fields())
                        .containsOnly(
                                Map.entry("apiVersion", "onshore.vn/v1alpha1"),
                                Map.entry("kind", "DataResidency"),
                                Map.entry("name", "a"),
                                Map.entry("uid", "uid-1")));
    }

    private static Subject policy(@Nullable String uid) {
        return new Subject("onshore.vn/v1alpha1", "DataResidency", null, "a", uid);
    }

    @Test
    void anExemptedNamespaceProvesNothing() {
        assertThat(CanaryGround.of(policy(null), Citizens.SELECTOR, List.of("onshore-canary-a"), "ops"))
                .isInstanceOfSatisfying(
                        Ground.Impossible.class,
                        impossible -> assertThat(impossible.reason()).contains("spec.exemptions.namespaces"));
    }

    @Test
    void clusterScopedRightsAreForNamedObjectsOnlyAndNobodyMayReadOrDelete() {
        var roles = CanaryGround.shared("ops").stream()
                .filter(object -> object.kind().equals("ClusterRole"))
                .toList();
        assertThat(roles).hasSize(2);
        var cluster = roles.getLast().tree().at("rules").items();
        assertThat(cluster).hasSize(ClusterCanary.values().length).allSatisfy(rule -> {
            assertThat(rule.at("resourceNames").texts()).hasSize(1);
            assertThat(rule.at("verbs").texts()).containsExactly("create", "patch");
        });
        assertThat(roles.getFirst().tree().at("rules").items())
                .allSatisfy(rule -> assertThat(rule.at("verbs").texts()).containsExactly("create"));
    }

    @Test
    void theLeashCoversEveryRight() {
        var objects = CanaryGround.shared("ops");
        var leashed = resources(objects, "ValidatingAdmissionPolicy", "spec", "matchConstraints", "resourceRules");
        assertThat(leashed).containsAll(resources(objects, "ClusterRole", "rules"));
    }

    private static List<String> resources(List<Manifest> objects, String kind, String... path) {
        return objects.stream()
                .filter(object -> object.kind().equals(kind))
                .flatMap(object -> object.tree().at(path).items().stream())
                .flatMap(CanaryGroundTest::resources)
                .toList();
    }

    private static Stream<String> resources(Tree rule) {
        return rule.at("resources").texts().stream()
                .map(resource -> rule.at("apiGroups").texts().getFirst() + "/" + resource);
    }
}
