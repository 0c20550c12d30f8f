package vn.onshore.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code onshore check}, as a pipeline runs it: the launcher, a JVM, thousands of files, all rules. */
final class CheckBenchmark implements Benchmark {
    private static final double BAR_SECONDS = 3;

    @Override
    public String name() {
        return "check";
    }

    @Override
    public List<Row> measure(Bench bench) {
        int manifests = bench.size(10_000, 1_000);
        Path files = Manifests.write(bench.directory().resolve("manifests"), manifests);
        Path out = bench.directory().resolve("check.json");
        Launcher launcher = Launcher.of(bench, CheckBenchmark::judged, arguments(bench, files.resolve("part-00")));
        double load = Machine.load();
        Samples checked = new Samples();
        Samples parsed = new Samples();
        long rows = 0;
        for (int round = 0; round < bench.size(5, 3); round++) {
            checked.addMillis(launcher.millis(out, CheckBenchmark::judged, arguments(bench, files)));
            parsed.addMillis(Child.parse(files, manifests));
            rows = lines(out);
        }
        return List.of(Row.of(
                        "check",
                        "onshore check of %,d manifests (%,d verdicts); baseline a JVM that only parses them"
                                .formatted(manifests, rows),
                        checked.count(),
                        checked.p50() / 1000,
                        "s")
                .bar(Bar.atMost(BAR_SECONDS))
                .baseline(parsed.p50() / 1000)
                .load(load));
    }

    private static String[] arguments(Bench bench, Path files) {
        return new String[] {
            "check",
            "--output",
            "json",
            "--policy",
            bench.directory().resolve("policy.yaml").toString(),
            files.toString()
        };
    }

    /** All of it: clean, violations, or something Unknown. */
    private static boolean judged(int exitCode) {
        return exitCode == 0 || exitCode == 1 || exitCode == 3;
    }

    private static long lines(Path file) {
        try (var all = Files.lines(file)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
