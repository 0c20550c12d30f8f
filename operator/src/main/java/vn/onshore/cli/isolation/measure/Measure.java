package vn.onshore.cli.isolation.measure;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.onshore.cli.isolation.measure.Teams.PodLabels;

/** {@code onshore isolation measure}, which {@code onshore bench isolation} runs once for each name. */
@Command(
        name = "measure",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Measure the engine in this JVM. onshore bench isolation does it with the operator's settings.")
public final class Measure implements Callable<Integer> {
    private static final Teams LARGE = new Teams(2_000, 100_000, 10_000, PodLabels.Shared);
    private static final Teams SMALL = new Teams(200, 10_000, 1_000, PodLabels.Shared);

    private static final List<Measurement> ALL = List.of(
            new Compilation("large", small -> (small ? SMALL : LARGE).scene()),
            new Compilation("namespaces", small -> new SmallNamespaces(small ? 2_500 : 25_000).scene()),
            new Compilation("published", small -> new PublishedCluster().scene()),
            new Compilation(
                    "unique",
                    small -> (small ? SMALL : LARGE).with(PodLabels.Unique).scene()),
            new Compilation(
                    "selected",
                    small -> (small ? SMALL : LARGE).with(PodLabels.Selected).scene()),
            new Events("event", LARGE, SMALL),
            new Queries("query", LARGE, SMALL),
            new OutsideCheck("internet", LARGE, SMALL),
            new Scaling("doubling", LARGE, SMALL),
            new Baseline("small", new Teams(24, 240, 120, PodLabels.Shared), new Teams(24, 120, 60, PodLabels.Shared)));

    @Option(names = "--quick", description = "A smaller world.")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Some of them, by name.")
    private List<String> only = List.of();

    @Option(names = "--output", defaultValue = "text", description = "text or json, one object a line: text.")
    private Output output = Output.text;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** How figures are written. */
    enum Output {
        text,
        json
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        for (var measurement : chosen()) {
            for (var figure : measurement.take(quick)) {
                out.println(output == Output.json ? figure.json() : figure.text());
            }
            out.flush();
        }
        return 0;
    }

    private List<Measurement> chosen() {
        var names = ALL.stream().map(Measurement::name).toList();
        for (var name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only %s: there is none of this name; there are %s."
                                .formatted(name, names.stream().collect(Collectors.joining(", "))));
            }
        }
        return ALL.stream()
                .filter(measurement -> only.isEmpty() || only.contains(measurement.name()))
                .toList();
    }
}
