package vn.onshore.sandbox.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.sandbox.Checkout;
import vn.onshore.sandbox.SandboxException;

class ProgramsTest {
    private static final Set<Program> ALL = EnumSet.allOf(Program.class);

    @TempDir
    private Path place = Path.of("");

    @Test
    void theBinaryIsKnownByTheDigestOfItsSources() {
        assertThat(ControlPlaneBinary.of(Checkout.find()).key()).matches("controlplane-[0-9a-f]{16}");
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
}
