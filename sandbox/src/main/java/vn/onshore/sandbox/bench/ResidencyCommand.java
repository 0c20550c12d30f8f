package vn.onshore.sandbox.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
    private Measuring.Output output = Measuring.Output.text;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return new Measuring(spec, ALL).run(quick, only, output);
    }
}
