package vn.onshore.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.cli.Run;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;

class ExportTest {

    private static List<Manifest> objects(Run run) {
        var reading = ManifestReader.read("out.yaml", run.out());
        assertThat(reading.problems()).isEmpty();
        return reading.manifests();
    }

    @Test
    void everyObjectKeepsToTheLimitsOfStaticManifests() {
        var run = run(example(), "-", "--node", "hn-node-1");
        assertThat(run.code()).isZero();
        assertThat(objects(run)).hasSizeGreaterThan(20).allSatisfy(object -> {
            assertThat(object.name()).endsWith(".static.k8s.io");
            assertThat(object.tree().at("metadata", "ownerReferences").isPresent())
                    .isFalse();
            assertThat(object.tree().at("spec", "paramKind").isPresent()).isFalse();
        });
        assertThat(objects(run).stream().map(object -> object.kind() + "/" + object.name()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyBindingFindsItsPolicy() {
        var objects = objects(run(example(), "-", "--node", "hn-node-1"));
        for (var object : objects) {
            if (object.kind().endsWith("Binding")) {
                var policy = object.kind().replace("Binding", "") + "/"
                        + object.tree().at("spec", "policyName").text();
                assertThat(objects.stream().map(other -> other.kind() + "/" + other.name()))
                        .contains(policy);
            }
        }
    }

    @Test
    void theGuardsAreGuarded() {
        var self = objects(run(example(), "-", "--node", "a", "--operator", "system:serviceaccount:x:y")).stream()
                .filter(object -> object.name().equals("onshore-self.static.k8s.io"))
                .findFirst()
                .orElseThrow();
        var rule = self.tree()
                .at("spec", "matchConstraints", "resourceRules")
                .items()
                .getFirst();
        assertThat(rule.at("operations").texts()).containsExactly("UPDATE", "DELETE");
        assertThat(rule.at("resources").texts())
                .contains("validatingadmissionpolicies", "validatingadmissionpolicybindings");
        assertThat(self.tree()
                        .at("spec", "variables")
                        .items()
                        .getLast()
                        .at("expression")
                        .text())
                .contains("'system:serviceaccount:x:y'");
    }

    @Test
    void theNodeGuardAndTheEligibleNodesAreThere() {
        var run = run(example(), "-", "--node", "hn-node-1");
        assertThat(run.out())
                .contains("onshore-boundary-vietnam-node-taint.static.k8s.io")
                .contains("['hn-node-1']")
                .contains("['cp-1']");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aDirectoryHasOneFolderForEachPlugin(@TempDir Path folder) throws IOException {
        var run = run(example(), "-", "--node", "hn-node-1", "--directory", folder.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(kinds(folder.resolve("validating/onshore.yaml")))
                .containsOnly("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");
        assertThat(kinds(folder.resolve("mutating/onshore.yaml")))
                .containsOnly("MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding");
    }

    private static List<String> kinds(Path file) throws IOException {
        return ManifestReader.read(file.toString(), Files.readString(file)).manifests().stream()
                .map(Manifest::kind)
                .toList();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        var run = run(example().replace("nodeGuard: Taint", "useCatalogue: true"), "-", "--node", "hn-node-1");
        assertThat(run.code()).isZero();
        assertThat(run.out()).doesNotContain("node-taint");
    }

    @Test
    void aBadFieldIsNamed() {
        var run = run(example().replace("mode: Enforce", "mode: Strict"), "-", "--node", "hn-node-1");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("DataResidency citizen-data: spec.mode: is none of Audit, Warn, Enforce");
    }

    @Test
    void withoutNodesItSaysSo() {
        assertThat(run(example(), "-").err()).contains("DataResidency citizen-data has no eligible node");
    }

    @Test
    void aMissingBoundaryIsUnusable() {
        var run = run(example().substring(example().indexOf("---")), "-");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(
                        "error: -:2: DataResidency citizen-data: spec.boundaryRef.name: this boundary is not among the files");
    }

    @Test
    void brokenYamlIsUnusable() {
        assertThat(run("a: [", "-").code()).isEqualTo(2);
    }

    private static String example() {
        try (var file = Objects.requireNonNull(ExportTest.class.getResourceAsStream("in-citizen-data.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Run run(String input, String... arguments) {
        return Run.of(input, ExportStaticPolicies::new, arguments);
    }
}
