package vn.onshore.sandbox.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import vn.onshore.sandbox.Progress;

/**
 * {@code onshore} as users have it: the launcher, with an AOT cache.
 *
 * @param options that make it use a cache; none where it finds one by itself
 */
record Launcher(Path program, String options) {

    /**
     * With the cache beside the jar; where there is no fresh one, with one that a run of these arguments trains.
     *
     * @param name of the cache
     */
    static Launcher of(Bench bench, String name, IntPredicate usable, String... training) {
        Path program = bench.shipped().launcher();
        Optional<Path> shipped = bench.shipped().cache();
        if (shipped.isPresent()) {
            return new Launcher(program, "");
        }
        Path cache = bench.directory().resolve(name + ".aot");
        try (Progress.Step step = bench.progress().begin("training an AOT cache")) {
            new Launcher(program, "-XX:AOTCacheOutput=" + cache)
                    .millis(bench.directory().resolve("trained"), usable, training);
        }
        return new Launcher(program, "-XX:AOTCache=" + cache);
    }

    /** Runs {@code onshore arguments…}; see {@link Child#millis}. */
    double millis(Path out, IntPredicate usable, String... arguments) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        return Child.millis(line, options, out, usable);
    }
}
