package vn.onshore.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.manifest.Manifest;

/** What has to be written, and how. */
@NullUnmarked
class DriftTest {
    private static final String ADMISSION = "admissionregistration.k8s.io/v1";

    private static Map<String, Object> binding() {
        var owner = new LinkedHashMap<String, Object>(
                Map.of("apiVersion", "onshore.vn/v1alpha1", "kind", "DataResidency", "name", "x", "uid", "u-1"));
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", "b");
        metadata.put("labels", new LinkedHashMap<>(Map.of(Labels.MANAGED_BY, Labels.ONSHORE)));
        metadata.put("annotations", new LinkedHashMap<>(Map.of(Labels.DIGEST, "sha256:1")));
        metadata.put("ownerReferences", new ArrayList<>(List.of(owner)));
        var spec = new LinkedHashMap<String, Object>();
        spec.put("policyName", "p");
        spec.put("validationActions", new ArrayList<>(List.of("Deny", "Audit")));
        spec.put(
                "matchResources",
                new LinkedHashMap<>(Map.of(
                        "matchPolicy",
                        "Equivalent",
                        "namespaceSelector",
                        new LinkedHashMap<>(Map.of("matchLabels", new LinkedHashMap<>(Map.of("a", "b")))))));
        var tree = new LinkedHashMap<String, Object>();
        tree.put("apiVersion", ADMISSION);
        tree.put("kind", "ValidatingAdmissionPolicyBinding");
        tree.put("metadata", metadata);
        tree.put("spec", spec);
        return tree;
    }

    private static Drift after(Consumer<Map<String, Object>> change) {
        var actual = binding();
        change.accept(actual);
        return Drift.between(Manifest.of(binding()), Manifest.of(actual));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> tree, String... path) {
        var here = tree;
        for (var key : path) {
            here = (Map<String, Object>) here.get(key);
        }
        return here;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> tree, String key) {
        return (List<Object>) tree.get(key);
    }

    @Test
    void whatTheServerAddsIsNoDrift() {
        assertThat(after(tree -> {})).isEqualTo(Drift.None);
        assertThat(after(tree -> {
                    map(tree, "metadata").put("uid", "u-9");
                    map(tree, "metadata").put("resourceVersion", "77");
                    map(tree, "metadata").put("generation", 3);
                    map(tree, "metadata", "labels").put("team", "theirs");
                    map(tree, "metadata", "annotations").put("note", "theirs");
                    tree.put("status", Map.of("observedGeneration", 1));
                }))
                .isEqualTo(Drift.None);
    }

    @Test
    void whatOthersTookOrChangedIsPutBack() {
        assertThat(after(tree -> map(tree, "metadata", "labels").clear())).isEqualTo(Drift.Ours);
        assertThat(after(tree -> map(tree, "metadata", "annotations").put(Labels.DIGEST, "sha256:2")))
                .isEqualTo(Drift.Ours);
        assertThat(after(tree -> map(tree, "metadata").remove("ownerReferences")))
                .isEqualTo(Drift.Ours);
        assertThat(after(tree -> tree.remove("spec"))).isEqualTo(Drift.Ours);
        assertThat(after(tree -> map(tree, "spec").put("validationActions", List.of("Warn"))))
                .isNotEqualTo(Drift.None);
        assertThat(after(tree -> map(tree, "spec").put("policyName", "other"))).isNotEqualTo(Drift.None);
    }

    /** Server-side apply leaves what others added, and each of these makes a guard blind. */
    @Test
    void whatOthersAddedToAGuardNeedsReplacing() {
        assertThat(after(tree -> map(tree, "spec").put("paramRef", Map.of("name", "p"))))
                .isEqualTo(Drift.Foreign);
        assertThat(after(tree -> map(tree, "spec", "matchResources")
                        .put("excludeResourceRules", List.of(Map.of("resources", List.of("*"))))))
                .isEqualTo(Drift.Foreign);
        assertThat(after(tree -> map(tree, "spec", "matchResources", "namespaceSelector", "matchLabels")
                        .put("c", "d")))
                .isEqualTo(Drift.Foreign);
        assertThat(after(tree -> list(map(tree, "spec"), "validationActions").add("Warn")))
                .isEqualTo(Drift.Foreign);
    }

    /** An added owner outlives every server-side apply of ours: only replacing takes it away. */
    @Test
    void aForeignOwnerNeedsReplacing() {
        assertThat(after(tree -> list(map(tree, "metadata"), "ownerReferences")
                        .add(Map.of("apiVersion", "v1", "kind", "Namespace", "name", "n", "uid", "u-2"))))
                .isEqualTo(Drift.Foreign);
    }

    @Test
    void elsewhereOthersMayAddFields() {
        var desired = Manifest.of(Map.of(
                "apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "n", "labels", Map.of("a", "b"))));
        var actual = Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Namespace",
                "metadata",
                Map.of("name", "n", "labels", Map.of("a", "b", "kubernetes.io/metadata.name", "n")),
                "spec",
                Map.of("finalizers", List.of("kubernetes"))));
        assertThat(Drift.between(desired, actual)).isEqualTo(Drift.None);
    }

    @Test
    void numbersAreEqualWhateverTheirType() {
        assertThat(Drift.subset(1, 1L)).isTrue();
        assertThat(Drift.subset(1, 1.0)).isTrue();
        assertThat(Drift.subset(1, 2L)).isFalse();
        assertThat(Drift.subset(1.5, 1)).isFalse();
        assertThat(Drift.subset(1, "1")).isFalse();
        assertThat(Drift.subset(true, "true")).isFalse();
    }

    @Test
    void anEmptyListIsNothingButAnEmptyObjectIsSomething() {
        assertThat(Drift.subset(List.of(), null)).isTrue();
        assertThat(Drift.subset(List.of("a"), null)).isFalse();
        assertThat(Drift.subset(Map.of("podSelector", Map.of()), Map.of())).isFalse();
    }

    /** Every change of a leaf and every addition anywhere below spec is seen. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20260101})
    void noEditOfAGuardGoesUnseen(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            var desired = new LinkedHashMap<>(binding());
            desired.put("spec", tree(random, 3));
            var actual = new LinkedHashMap<>(desired);
            assertThat(Drift.between(Manifest.of(desired), Manifest.of(actual)))
                    .as("seed %d, round %d: the same", seed, i)
                    .isEqualTo(Drift.None);
            actual.put("spec", edited(desired.get("spec"), random));
            assertThat(Drift.between(Manifest.of(desired), Manifest.of(actual)))
                    .as("seed %d, round %d: %s became %s", seed, i, desired.get("spec"), actual.get("spec"))
                    .isNotEqualTo(Drift.None);
        }
    }

    private static Map<String, Object> tree(Random random, int depth) {
        var tree = new LinkedHashMap<String, Object>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            tree.put("k" + i, value(random, depth));
        }
        return tree;
    }

    private static Object value(Random random, int depth) {
        return switch (depth == 0 ? random.nextInt(3) : random.nextInt(5)) {
            case 0 -> "s" + random.nextInt(9);
            case 1 -> random.nextInt(9);
            case 2 -> random.nextBoolean();
            case 3 -> List.of(value(random, depth - 1), value(random, depth - 1));
            default -> tree(random, depth - 1);
        };
    }

    private static Object edited(Object value, Random random) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>(map);
                if (random.nextBoolean()) {
                    copy.put("added", random.nextBoolean() ? "x" : List.of("x"));
                } else {
                    var key = List.copyOf(map.keySet()).get(random.nextInt(map.size()));
                    copy.put(key, edited(map.get(key), random));
                }
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<Object>(list);
                switch (random.nextInt(3)) {
                    case 0 -> copy.add("more");
                    case 1 -> copy.removeLast();
                    default -> copy.set(0, edited(list.getFirst(), random));
                }
                yield copy;
            }
            case String text -> text + "!";
            case Number number -> number.intValue() + 1;
            case Boolean flag -> !flag;
            default -> throw new IllegalStateException(String.valueOf(value));
        };
    }
}
