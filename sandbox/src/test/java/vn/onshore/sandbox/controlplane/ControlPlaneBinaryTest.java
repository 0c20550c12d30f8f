package vn.onshore.sandbox.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.sandbox.Checkout;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.SandboxException;

/** With scripts in the place of Go, because the real build takes minutes. */
class ControlPlaneBinaryTest {
    /** Writes to whatever follows -o. */
    private static final String BUILDS = """
            if [ "$1" = env ]; then echo go1.26.8; exit; fi
            echo built >>"$COUNT"
            while [ "$1" != -o ]; do shift; done
            printf '#!/bin/sh\\n' >"$2"; chmod +x "$2"
            """;

    private static final Set<Program> ALL = EnumSet.allOf(Program.class);

    @TempDir
    private Path place = Path.of("");

    @Test
    void buildsOnceHoweverManyAsk() throws IOException {
        Path count = place.resolve("count");
        go(BUILDS.replace("$COUNT", count.toString()));
        var first = CompletableFuture.supplyAsync(() -> binary().locate());
        var second = CompletableFuture.supplyAsync(() -> binary().locate());
        assertThat(first.join()).isEqualTo(second.join()).isExecutable().hasFileName("controlplane");
        assertThat(binary().locate()).isEqualTo(first.join());
        assertThat(Files.readAllLines(count)).containsExactly("built");
        assertThat(first.join().toString()).matches(".*/onshore/controlplane-[0-9a-f]{16}/controlplane");
    }

    @Test
    void aFailedBuildShowsItsLastLinesAndIsTriedAgain() throws IOException {
        go("if [ \"$1\" = env ]; then echo go1.26.8; exit; fi; echo 'main.go:7: no such package'; exit 1");
        assertThatThrownBy(() -> binary().locate())
                .isInstanceOf(SandboxException.class)
                .hasMessageContainingAll("failed", "build.log", "main.go:7: no such package");
        go(BUILDS.replace("$COUNT", place.resolve("count").toString()));
        assertThat(binary().locate()).isExecutable();
    }

    @Test
    void goIsTooOld() throws IOException {
        go("echo go1.25.3");
        assertThatThrownBy(() -> binary().locate()).hasMessageContainingAll("go1.25.3, too old", "Go 1.26 or newer");
    }

    @Test
    void goDoesNotWork() throws IOException {
        go("echo 'go: cannot find GOROOT' >&2; exit 2");
        assertThatThrownBy(() -> binary().locate()).hasMessageContainingAll("cannot find GOROOT", "Go 1.26 or newer");
    }

    @Test
    void goIsMissing() {
        assertThatThrownBy(() -> GoToolchain.in(List.of("", place.toString())))
                .isInstanceOf(SandboxException.class)
                .hasMessageContainingAll("Go is missing", "go.dev/dl", "KUBEBUILDER_ASSETS");
    }

    @Test
    void theCacheCannotBeWritten() throws IOException {
        go(BUILDS);
        Files.writeString(place.resolve("cache"), "a file where a folder should be");
        assertThatThrownBy(() -> binary().locate()).hasMessageContainingAll("Cannot write to", "XDG_CACHE_HOME");
    }

    @Test
    void namedProgramsComeFirstAndMissingOnesAreToldOf() throws IOException {
        ControlPlaneFaultsTest.script(place.resolve("etcd"), "");
        Path own = place.resolve("own");
        Programs programs = Programs.locate(Optional.of(place), ALL, () -> own);
        assertThat(programs.files())
                .containsEntry(Program.ETCD, place.resolve("etcd").toAbsolutePath())
                .containsEntry(Program.KWOK, own);
        assertThat(programs.notes())
                .hasSize(5)
                .contains("KUBEBUILDER_ASSETS has no kube-scheduler: the sandbox's own is used.");
        assertThat(Programs.locate(Optional.empty(), ALL, () -> own).notes()).isEmpty();
    }

    @Test
    void namedProgramsAreEnoughForABareServer() throws IOException {
        for (String name : List.of("etcd", "kube-apiserver", "kubectl")) {
            ControlPlaneFaultsTest.script(place.resolve(name), "");
        }
        Settings settings =
                Settings.bare().withEnvironment(Map.of("KUBEBUILDER_ASSETS", place.toString(), "PATH", "/nowhere"));
        assertThat(Programs.locate(settings).files())
                .hasSize(3)
                .containsEntry(Program.API_SERVER, place.resolve("kube-apiserver"));
    }

    @Test
    void aNamedFolderThatIsNoneIsAnError() {
        assertThatThrownBy(() -> Programs.locate(Optional.of(place.resolve("nowhere")), ALL, () -> place))
                .isInstanceOf(SandboxException.class)
                .hasMessageContainingAll("KUBEBUILDER_ASSETS", "nowhere", "correct or unset it");
    }

    private ControlPlaneBinary binary() {
        return new ControlPlaneBinary(
                Checkout.find(),
                Map.of(
                        "PATH",
                        place.toString(),
                        "XDG_CACHE_HOME",
                        place.resolve("cache").toString()),
                Progress.quiet());
    }

    private void go(String body) throws IOException {
        ControlPlaneFaultsTest.script(place.resolve("go"), body);
    }
}
