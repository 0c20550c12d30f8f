package vn.onshore.sandbox.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the reachability engine takes for a world in memory, measured by the operator's own program, in one JVM after the
 * other: the first answer of a JVM is the one that an operator gives after its start, with an AOT cache as the image has.
 *
 * @param name of the measurement, here and there
 * @param rounds how many JVMs; the median of each figure counts
 * @param bars by name of the row, in its unit
 */
record EngineBenchmark(String name, int rounds, Map<String, Double> bars) implements Benchmark {
    /** With the options of the image, that is a heap of 1 GiB. */
    private static final String MEMORY = "3800m";

    @Override
    public List<Row> measure(Bench bench) {
        double load = Machine.load();
        Map<String, List<Row>> measured = new LinkedHashMap<>();
        for (int round = 0; round < bench.size(rounds, 1); round++) {
            for (Row row : run(bench)) {
                measured.computeIfAbsent(row.name(), name -> new ArrayList<>()).add(row);
            }
        }
        return measured.values().stream()
                .map(EngineBenchmark::median)
                .map(row -> bars.containsKey(row.name()) ? row.bar(Bar.atMost(bars.get(row.name()))) : row)
                .map(row -> row.load(load))
                .toList();
    }

    private List<Row> run(Bench bench) {
        Path out = bench.directory().resolve(name + ".json");
        List<String> line = new ArrayList<>(bench.shipped().java(MEMORY));
        line.add("-XX:AOTCache=" + bench.rehearsed());
        line.addAll(List.of("-jar", bench.shipped().jar().toString()));
        line.addAll(List.of("isolation", "measure", "--only", name, "--output", "json"));
        if (bench.quick()) {
            line.add("--quick");
        }
        Child.millis(line, out, code -> code == 0);
        try {
            return Files.readAllLines(out, UTF_8).stream().map(Row::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row median(List<Row> rows) {
        return rows.stream().sorted(Comparator.comparing(Row::value)).toList().get((rows.size() - 1) / 2);
    }
}
