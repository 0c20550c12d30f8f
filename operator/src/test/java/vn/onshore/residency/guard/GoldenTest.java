package vn.onshore.residency.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;

/** What one policy is compiled to, in full. {@code -Dgolden.write=true} rewrites the file. */
class GoldenTest {
    private static final Path OUT = Path.of(
            System.getProperty("onshore.root", ".."),
            "operator/src/test/resources/vn/onshore/residency/guard/out-citizen-data.yaml");

    @Test
    void theGuardsOfCitizenData() throws IOException {
        var inputs = Samples.inputs(Mode.Enforce, Samples.SERVER_WITH_SNAPSHOTS, Samples.VIETNAM, Samples.NODES);
        var yaml = Samples.yaml(GuardCompiler.compile(inputs).objects());
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(OUT.getParent());
            Files.writeString(OUT, yaml);
        }
        assertThat(yaml).isEqualTo(Files.readString(OUT));
    }
}
