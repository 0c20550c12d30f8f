package vn.onshore.sandbox.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import vn.onshore.sandbox.Checkout;
import vn.onshore.sandbox.Progress;

/**
 * Benchmarks one after the other, and a row as soon as it is measured.
 *
 * @param spec of the command that was called
 * @param all there are, in the order in which they run
 */
record Measuring(CommandSpec spec, List<Benchmark> all) {

    /** How rows are written. */
    enum Output {
        text,
        json
    }

    /**
     * Measures.
     *
     * @param only the names of some; empty for all
     * @return 0 if every bar is met, else 1
     */
    int run(boolean quick, List<String> only, Output output) {
        List<Benchmark> chosen = chosen(only);
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = Progress.detect();
        boolean met = true;
        try (Bench bench = new Bench(Shipped.of(Checkout.find().root()), quick, progress)) {
            Table table = new Table(out);
            if (output == Output.text) {
                table.head();
            }
            for (Benchmark benchmark : chosen) {
                List<Row> rows;
                try (Progress.Step step = progress.begin("measuring " + benchmark.name())) {
                    rows = benchmark.measure(bench);
                }
                for (Row row : rows) {
                    switch (output) {
                        case text -> table.row(row);
                        case json -> out.println(row.json());
                    }
                    met &= row.ok();
                }
                out.flush();
            }
        }
        return met ? 0 : 1;
    }

    private List<Benchmark> chosen(List<String> only) {
        List<String> names = all.stream().map(Benchmark::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only %s: there is none of this name; there are %s."
                                .formatted(name, names.stream().collect(Collectors.joining(", "))));
            }
        }
        return all.stream()
                .filter(benchmark -> only.isEmpty() || only.contains(benchmark.name()))
                .toList();
    }
}
