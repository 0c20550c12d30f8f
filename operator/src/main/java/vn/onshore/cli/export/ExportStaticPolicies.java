package vn.onshore.cli.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.onshore.cli.Streams;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;

/** {@code onshore export static-policies}: the guards for the files of a control plane. */
@Command(
        name = "static-policies",
        mixinStandardHelpOptions = true,
        description = {
            "Print the guards of the policies among the files as manifests for the staticManifestsDir of an API server"
                    + " (Kubernetes 1.36, feature gate ManifestBasedAdmissionControlConfig).",
            "They hold before the first request, nobody can delete them through the API, and they keep everybody but the"
                    + " operator from changing its policies."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything was printed", "2:input that cannot be used; nothing was printed"})
public final class ExportStaticPolicies implements Callable<Integer> {
    private static final int UNUSABLE = 2;

    private final Streams streams;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files or folders with DataResidency and OnshoreBoundary resources, or - for standard input.")
    private List<String> paths = List.of();

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "A node on which governed pods may run; may be repeated.")
    private List<String> nodes = List.of();

    @Option(
            names = "--nodes-from",
            paramLabel = "FILE",
            description = "What kubectl get nodes -o yaml printed: the nodes that carry a policy's label are eligible.")
    private List<String> nodeFiles = List.of();

    @Option(
            names = "--operator",
            paramLabel = "USER",
            defaultValue = "system:serviceaccount:onshore-system:onshore",
            description = "User name of the operator. Default: ${DEFAULT-VALUE}")
    private String operator = "";

    @Option(
            names = "--cluster-domain",
            paramLabel = "DOMAIN",
            defaultValue = "cluster.local",
            description = "DNS domain of the cluster. Default: ${DEFAULT-VALUE}")
    private String clusterDomain = "";

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description =
                    "Write DIR/validating/onshore.yaml and DIR/mutating/onshore.yaml instead of printing: each of the"
                            + " two admission plugins reads only its own kinds.")
    private @Nullable Path directory;

    public ExportStaticPolicies() {
        this(Streams.ofProcess());
    }

    ExportStaticPolicies(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var input = new StaticExport.Input(
                ManifestReader.read(paths, streams.in()),
                nodes,
                ManifestReader.read(nodeFiles, streams.in()),
                operator,
                clusterDomain);
        var export = StaticExport.of(input);
        export.notes().forEach(streams::note);
        export.problems().forEach(streams::error);
        if (!export.problems().isEmpty()) {
            return UNUSABLE;
        }
        if (directory == null) {
            var yaml = YamlStream.of(export.objects());
            streams.write(out -> out.write(yaml));
        } else {
            write(directory.resolve("validating"), "Validating", export.objects());
            write(directory.resolve("mutating"), "Mutating", export.objects());
        }
        return 0;
    }

    private static void write(Path folder, String plugin, List<Manifest> objects) throws IOException {
        var own = objects.stream()
                .filter(object -> object.kind().startsWith(plugin))
                .toList();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("onshore.yaml"), YamlStream.of(own));
    }
}
