package vn.onshore.cli.isolation.measure;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZoneMatrix;

/**
 * From objects in memory to all verdicts: the first time in this JVM, and when its code is warm; and what of the heap is
 * live then, objects included.
 *
 * @param world makes the world; asked whether a smaller one must do
 */
record Compilation(String name, Worlds world) implements Measurement {
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 7;
    /** Rounds end early when they take longer than all of them may. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration QUICK_PATIENCE = Duration.ofSeconds(2);
    private static final double MEGABYTE = 1e6;

    /** Makes a world, or a smaller one of the same shape. */
    interface Worlds {
        Scene make(boolean small);
    }

    private record Judged(Reachability reachability, ZoneMatrix matrix) {
        static Judged of(Scene scene) {
            var reachability = scene.compile();
            return new Judged(reachability, reachability.zones());
        }

        String found() {
            return "%,d leaks between %d pairs"
                    .formatted(
                            matrix.cells().stream()
                                    .mapToLong(ZoneMatrix.Cell::leaks)
                                    .sum(),
                            matrix.cells().stream()
                                    .filter(cell -> cell.leaks() > 0)
                                    .count());
        }
    }

    @Override
    public List<Figure> take(boolean quick) {
        var scene = world.make(quick);
        var cold = new Samples(1);
        var judged = cold.time(() -> Judged.of(scene));
        var warm = new Samples(ROUNDS);
        var deadline = System.nanoTime() + (quick ? QUICK_PATIENCE : PATIENCE).toNanos();
        for (var round = -WARM_UP; round < ROUNDS && (warm.count() == 0 || System.nanoTime() < deadline); round++) {
            var warming = round < 0 && System.nanoTime() < deadline;
            judged = (warming ? new Samples(1) : warm).time(() -> Judged.of(scene));
        }
        var heap = liveMegabytes(judged, scene);
        return List.of(
                Figure.seconds(name + ".cold", "objects → all verdicts, first in its JVM; " + scene.size(), cold),
                Figure.seconds(name + ".warm", "the same, warm; " + judged.found(), warm),
                Figure.of(name + ".heap", "live after GC, objects included", heap, "MB"));
    }

    private static double liveMegabytes(Object... held) {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        var used = memory.getHeapMemoryUsage().getUsed();
        Reference.reachabilityFence(held);
        return used / MEGABYTE;
    }
}
