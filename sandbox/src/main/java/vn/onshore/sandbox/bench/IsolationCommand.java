package vn.onshore.sandbox.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onshore bench isolation}. */
@Command(
        name = "isolation",
        mixinStandardHelpOptions = true,
        description =
                "Measures NetworkIsolation: its reachability engine, its reports, and how fast policies are put back."
                        + " Ends with 1 if a bar is missed.")
final class IsolationCommand implements Callable<Integer> {
    /** Bars are in the unit of the row: seconds, megabytes, milliseconds, microseconds, percent. */
    private static final List<Benchmark> ALL = List.of(
            new EngineBenchmark("large", 3, Map.of("large.cold", 2.0, "large.warm", 0.7)),
            new EngineBenchmark("namespaces", 3, Map.of("namespaces.cold", 1.5, "namespaces.heap", 300.0)),
            new EngineBenchmark("published", 3, Map.of("published.cold", 0.5)),
            new EngineBenchmark("unique", 3, Map.of("unique.cold", 1.5)),
            new EngineBenchmark("selected", 1, Map.of("selected.cold", 1.5)),
            new EngineBenchmark("event", 1, Map.of("event.pod", 0.2, "event.class", 5.0, "event.policy", 50.0)),
            new EngineBenchmark("query", 1, Map.of("query.pair", 100.0, "query.explain", 2_000.0)),
            new EngineBenchmark("internet", 1, Map.of("internet", 20.0)),
            new EngineBenchmark("doubling", 1, Map.of("doubling", 20.0)),
            new EngineBenchmark("small", 1, Map.of()),
            new ConnectionsBenchmark(),
            new RestoredBenchmark());

    @Option(names = "--quick", description = "The same on a smaller world, in less than a minute.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Some of: large, namespaces, published, unique, selected, event, query, internet, doubling,"
                    + " small, connections, restored.")
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
