package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code onshore isolation connections}, as a pipeline runs it: the launcher, a JVM, files of Deployments and policies. */
final class ConnectionsBenchmark implements Benchmark {
    private static final JsonMapper JSON = new JsonMapper();

    /** Seconds that may pass, by the number of Deployments, and of policies. */
    private static final Map<Integer, Double> BARS = Map.of(200, 0.8, 1_000, 3.0);

    private static final int TRAINING = 100;

    @Override
    public String name() {
        return "connections";
    }

    @Override
    public List<Row> measure(Bench bench) {
        Path few = Workloads.write(bench.directory().resolve("training"), TRAINING);
        Launcher launcher = Launcher.of(bench, code -> code == 0, arguments(few));
        return BARS.keySet().stream()
                .sorted()
                .map(count -> measure(bench, launcher, count))
                .toList();
    }

    private static Row measure(Bench bench, Launcher launcher, int count) {
        Path files = Workloads.write(bench.directory().resolve("workloads-" + count), count);
        Path out = bench.directory().resolve("connections.json");
        double load = Machine.load();
        Samples reported = new Samples();
        Samples parsed = new Samples();
        for (int round = 0; round < bench.size(7, 3); round++) {
            reported.addMillis(launcher.millis(out, code -> code == 0, arguments(files)));
            parsed.addMillis(Child.parse(files, 2 * count));
        }
        return Row.of(
                        "connections." + count,
                        "onshore isolation connections, %,d Deployments, %,d policies, %,d files (%,d connections); baseline a JVM that only parses them"
                                .formatted(count, count, 2 * count, connections(out)),
                        reported.count(),
                        reported.p50() / 1000,
                        "s")
                .bar(Bar.atMost(BARS.getOrDefault(count, Double.NaN)))
                .baseline(parsed.p50() / 1000)
                .load(load);
    }

    private static String[] arguments(Path files) {
        return new String[] {"isolation", "connections", "--output", "json", files.toString()};
    }

    private static int connections(Path out) {
        try {
            return JSON.readTree(out.toFile()).path("connections").size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
