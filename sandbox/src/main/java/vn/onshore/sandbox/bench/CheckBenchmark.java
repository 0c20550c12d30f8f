package vn.onshore.sandbox.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.onshore.sandbox.SandboxException;

/** {@code onshore check}, as a pipeline runs it: the launcher, a JVM, thousands of files, all rules. */
final class CheckBenchmark implements Benchmark {
    private static final double BAR_SECONDS = 3;
    private static final int USABLE = 2;

    @Override
    public String name() {
        return "check";
    }

    @Override
    public List<Row> measure(Bench bench) {
        int manifests = bench.size(10_000, 1_000);
        Path files = Manifests.write(bench.directory().resolve("manifests"), manifests);
        Path out = bench.directory().resolve("check.json");
        String cache = cache(bench, files, out);
        double load = Machine.load();
        Samples checked = new Samples();
        Samples parsed = new Samples();
        long rows = 0;
        for (int round = 0; round < bench.size(5, 3); round++) {
            checked.addMillis(check(bench, cache, files, out));
            parsed.addMillis(parse(files, manifests));
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

    /** The options that make the launcher use an AOT cache: none when it finds one by itself. */
    private static String cache(Bench bench, Path files, Path out) {
        Optional<Path> shipped = bench.shipped().cache();
        if (shipped.isPresent()) {
            return "";
        }
        Path cache = bench.directory().resolve("check.aot");
        try (var step = bench.progress().begin("training an AOT cache")) {
            check(bench, "-XX:AOTCacheOutput=" + cache, files.resolve("part-00"), out);
        }
        return "-XX:AOTCache=" + cache;
    }

    private static double check(Bench bench, String options, Path files, Path out) {
        List<String> line = List.of(
                bench.shipped().launcher().toString(),
                "check",
                "--output",
                "json",
                "--policy",
                bench.directory().resolve("policy.yaml").toString(),
                files.toString());
        return run(line, options, out);
    }

    /** The least that reads them all: a JVM that parses each file and does nothing with it. */
    private static double parse(Path files, int manifests) {
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PlainParse.class.getName(),
                files.toString(),
                Integer.toString(manifests));
        return run(line, "", files.resolveSibling("parsed"));
    }

    /** @return milliseconds from before the start of the process to its end */
    private static double run(List<String> line, String options, Path out) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(line))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(out.resolveSibling("errors").toFile())
                .redirectOutput(out.toFile());
        builder.environment().put("ONSHORE_JAVA_OPTS", options);
        try {
            long began = System.nanoTime();
            Process process = builder.start();
            int code = process.waitFor();
            double millis = (System.nanoTime() - began) / 1e6;
            if (code >= USABLE && code != 3) {
                throw new SandboxException("%s ended with %d: %s"
                        .formatted(line.getFirst(), code, Files.readString(out.resolveSibling("errors"), UTF_8)));
            }
            return millis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted.", e);
        }
    }

    private static long lines(Path file) {
        try (var all = Files.lines(file)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
