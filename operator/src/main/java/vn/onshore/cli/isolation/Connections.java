package vn.onshore.cli.isolation;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.onshore.cli.ManifestPaths;
import vn.onshore.cli.Streams;

/** {@code onshore isolation connections}. */
@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        description = {
            "List which workloads may connect to which, and to which addresses outside, by the manifests alone.",
            "NetworkPolicy, AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy are evaluated. Of other"
                    + " kinds that may open a path the objects are named."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was read",
            "2:a policy is one that the API server would refuse, or a path cannot be read; the rest is reported"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  onshore isolation connections manifests/",
            "  kubectl get pods,deploy,netpol,ns -A -o yaml | onshore isolation connections - -o json",
            "  onshore isolation connections manifests/ --datapath Cilium --exposure -o md"
        })
public final class Connections implements Callable<Integer> {
    private final Streams streams;

    @Mixin
    private final ManifestPaths paths = new ManifestPaths();

    @Mixin
    private final Datapath datapath = new Datapath();

    @Mixin
    private final OutsideAddresses outside = new OutsideAddresses();

    @Option(
            names = "--exposure",
            description = "Also tell what pods that do not exist yet, and the outside, could reach.")
    private boolean exposure;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "txt",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private ReportFormat output = ReportFormat.txt;

    public Connections() {
        this(Streams.ofProcess());
    }

    Connections(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var input = Input.of(paths.all(), streams);
        var beyond = outside.beyond(input.read().world().networks().all());
        var report = Report.of(input.read(), datapath.profile(), beyond, exposure);
        streams.write(out -> output.form().write(report, out));
        return input.sound() ? 0 : Isolation.UNUSABLE;
    }
}
