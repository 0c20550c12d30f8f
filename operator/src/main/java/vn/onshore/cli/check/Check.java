package vn.onshore.cli.check;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.onshore.cli.ManifestPaths;
import vn.onshore.cli.Progress;
import vn.onshore.cli.Streams;
import vn.onshore.cli.Terminal;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Problem;

/** {@code onshore check}: no cluster, no network. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Judge manifests offline by the policies and boundaries among them, and read NetworkIsolations as the"
                        + " operator does.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing leads outside",
            "1:something leads outside",
            "2:input that cannot be used (beats 1)",
            "3:something that was judged came out Unknown (only if not 1 or 2)"
        })
public final class Check implements Callable<Integer> {
    private final Streams streams;
    private final InstantSource clock;

    @Mixin
    private final ManifestPaths paths = new ManifestPaths();

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format output = Format.text;

    @Option(
            names = "--governed",
            split = ",",
            paramLabel = "NS",
            description = "Namespaces that are governed whatever their labels, or all. Without it, the labels of the"
                    + " Namespaces in the input decide.")
    private List<String> governed = List.of();

    @Option(names = "--policy", paramLabel = "FILE", description = "More files with DataResidency resources.")
    private List<String> policies = List.of();

    @Option(names = "--boundary", paramLabel = "FILE", description = "More files with OnshoreBoundary resources.")
    private List<String> boundaries = List.of();

    public Check() {
        this(Streams.ofProcess());
    }

    /** With other streams than those of the process. */
    public Check(Streams streams) {
        this(streams, InstantSource.system());
    }

    Check(Streams streams, InstantSource clock) {
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        var verdicts = withPolicy(judged());
        verdicts.warnings().forEach(streams::warning);
        verdicts.problems().forEach(streams::error);
        streams.err().flush();
        var form = output.form(output == Format.text && Terminal.takesColours());
        streams.write(out -> form.write(verdicts, out));
        return verdicts.exitCode();
    }

    private Verdicts judged() {
        try (var progress = Progress.on(streams.err())) {
            progress.doing("reading manifests");
            var input = ManifestReader.read(paths.all(), streams.in());
            var more = new ArrayList<>(policies);
            more.addAll(boundaries);
            var extra = ManifestReader.read(more, streams.in());
            progress.doing("judging " + input.manifests().size() + " objects");
            return Judging.judge(input, extra, governed, clock.instant());
        }
    }

    /** Without a policy nothing is judged; who declares zones only may want no more than to know whether they can be used. */
    private Verdicts withPolicy(Verdicts verdicts) {
        if (!verdicts.policies().isEmpty()) {
            return verdicts;
        }
        var isZonesOnly = verdicts.declaresZones();
        var said = new ArrayList<>(isZonesOnly ? verdicts.warnings() : verdicts.problems());
        said.add(new Problem(
                String.join(" ", paths.all()),
                0,
                "it has no usable DataResidency to judge by; add one and its OnshoreBoundary to the input, or name them"
                        + " with --policy FILE and --boundary FILE"));
        return new Verdicts(
                verdicts.rows(),
                isZonesOnly ? verdicts.problems() : said,
                isZonesOnly ? said : verdicts.warnings(),
                List.of(),
                verdicts.declaresZones(),
                verdicts.isolations(),
                verdicts.objects());
    }
}
