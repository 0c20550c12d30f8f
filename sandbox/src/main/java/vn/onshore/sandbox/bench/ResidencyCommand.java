package vn.onshore.sandbox.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.onshore.sandbox.Checkout;
import vn.onshore.sandbox.Progress;

/** {@code onshore bench residency}. */
@Command(
        name = "residency",
        mixinStandardHelpOptions = true,
        description = "Measures DataResidency on a control plane of its own. Ends with 1 if a bar is missed.")
final class ResidencyCommand implements Callable<Integer> {
    /** Small worlds first: pods stay once they are made. */
    private static final List<Benchmark> ALL = List.of(
            new CheckBenchmark(),
            new StartBenchmark(),
            new DriftBenchmark(),
            new AdmissionBenchmark(),
            new AppliesBenchmark(),
            new FindingBenchmark(),
            new SweepBenchmark(),
            new MemoryBenchmark());

    @Option(names = "--quick", description = "The same on a smaller world, in less than a minute.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Some of: check, start, drift, admission, applies, finding, sweep, memory.")
    private List<String> only = List.of();

    @Option(names = "--output", defaultValue = "text", description = "text or json, one object a line: text.")
    private Output output = Output.text;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** How rows are written. */
    enum Output {
        text,
        json
    }

    @Override
    public Integer call() {
        List<Benchmark> chosen = chosen();
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = Progress.detect();
        List<Row> rows = new ArrayList<>();
        try (Bench bench = new Bench(Shipped.of(Checkout.find().root()), quick, progress)) {
            Table table = new Table(out);
            if (output == Output.text) {
                table.head();
            }
            for (Benchmark benchmark : chosen) {
                List<Row> measured;
                try (Progress.Step step = progress.begin("measuring " + benchmark.name())) {
                    measured = benchmark.measure(bench);
                }
                measured.forEach(row -> {
                    switch (output) {
                        case text -> table.row(row);
                        case json -> out.println(row.json());
                    }
                });
                out.flush();
                rows.addAll(measured);
            }
        }
        return rows.stream().allMatch(Row::ok) ? 0 : 1;
    }

    private List<Benchmark> chosen() {
        List<String> names = ALL.stream().map(Benchmark::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only %s: there is none of this name; there are %s."
                                .formatted(name, names.stream().collect(Collectors.joining(", "))));
            }
        }
        return ALL.stream()
                .filter(benchmark -> only.isEmpty() || only.contains(benchmark.name()))
                .toList();
    }
}
