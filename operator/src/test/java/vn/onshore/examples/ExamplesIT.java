package vn.onshore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Kubectl;
import vn.onshore.sandbox.controlplane.Settings;

/** Every example is applied to a real API server, and taken without a warning. */
class ExamplesIT {
    private static ControlPlane plane;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() throws IOException {
        plane = ControlPlane.start(Settings.bare());
        kubectl = plane.kubectl();
        var crds = Examples.ROOT.resolveSibling("crds").toString();
        kubectl.run("apply", "--server-side", "-f", crds).orThrow();
        kubectl.run("wait", "--for=condition=Established", "--timeout=30s", "-f", crds)
                .orThrow();
        kubectl.run(
                        "apply",
                        "-f",
                        Examples.ROOT
                                .resolve("residency/workloads/00-namespace.yaml")
                                .toString())
                .orThrow();
        kubectl.run("create", "namespace", "argocd").orThrow();
    }

    @AfterAll
    static void end() {
        plane.close();
    }

    static Stream<Path> files() throws IOException {
        return Stream.concat(Examples.files("residency").stream(), Examples.files("isolation").stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void isTakenWithoutAWarning(Path file) {
        var result = kubectl.run("apply", "-f", file.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.succeeded()).isTrue();
    }

    @Test
    void theConfigMapForArgoIsTaken() {
        kubectl.run(
                        "apply",
                        "-f",
                        Examples.ROOT.resolve("gitops/argocd/argocd-cm.yaml").toString())
                .orThrow();
    }

    /** Kinds that this server does not serve: at least the YAML names one and has a spec. */
    @Test
    void theFilesForOtherControllersAreObjects() throws IOException {
        for (var file : Stream.of("gitops/argocd/application.yaml", "gitops/flux/kustomization.yaml")
                .map(Examples.ROOT::resolve)
                .toList()) {
            assertThat(Files.size(file)).isPositive();
            assertThat(Examples.documents(file))
                    .isNotEmpty()
                    .allSatisfy(
                            document -> assertThat(document).containsKeys("apiVersion", "kind", "metadata", "spec"));
        }
    }
}
