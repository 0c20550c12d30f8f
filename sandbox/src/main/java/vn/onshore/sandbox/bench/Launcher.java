package vn.onshore.sandbox.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import vn.onshore.sandbox.Progress;

/** {@code onshore} as users have it: the launcher, with the AOT cache that it trains for offline commands by itself. */
record Launcher(Path program) {

    /** Runs these arguments once, so that whatever is made before the first run is there. */
    static Launcher of(Bench bench, IntPredicate usable, String... first) {
        Launcher launcher = new Launcher(bench.shipped().launcher());
        try (Progress.Step step = bench.progress().begin("training an AOT cache")) {
            launcher.millis(bench.directory().resolve("trained"), usable, first);
        }
        return launcher;
    }

    /** Runs {@code onshore arguments…}; see {@link Child#millis}. */
    double millis(Path out, IntPredicate usable, String... arguments) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        return Child.millis(line, out, usable);
    }
}
