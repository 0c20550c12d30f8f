package vn.onshore.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.sandbox.Progress;

/** What benchmarks share: one world, started when the first of them asks, and a directory that vanishes. */
final class Bench implements AutoCloseable {
    private static final int NODES = 500;
    private static final int FEW_NODES = 50;

    private final Shipped shipped;
    private final boolean quick;
    private final Progress progress;
    private final Path directory;
    private @Nullable World world;
    private @Nullable Path operatorCache;

    Bench(Shipped shipped, boolean quick, Progress progress) {
        this.shipped = shipped;
        this.quick = quick;
        this.progress = progress;
        try {
            directory = Files.createTempDirectory("onshore-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shipped shipped() {
        return shipped;
    }

    Progress progress() {
        return progress;
    }

    /** A place for files. */
    Path directory() {
        return directory;
    }

    /** The larger number, or the smaller one where time is short. */
    int size(int whole, int small) {
        return quick ? small : whole;
    }

    World world() {
        World there = world;
        if (there == null) {
            there = World.start(shipped, size(NODES, FEW_NODES), progress);
            world = there;
        }
        return there;
    }

    /**
     * An AOT cache for the operator: the one beside the jar, or one trained here, by a run until the policy is Ready.
     * The operator is not running afterwards.
     */
    Path operatorCache() {
        Path there = operatorCache;
        if (there == null) {
            there = shipped.cache().orElseGet(this::trainOperator);
            operatorCache = there;
        }
        return there;
    }

    private Path trainOperator() {
        Path cache = directory.resolve("operator.aot");
        try (Progress.Step step = progress.begin("training an AOT cache")) {
            World ground = world();
            ground.run(List.of("-XX:AOTCacheOutput=" + cache)).awaitReady();
            ground.policy("Enforce");
            ground.stopOperator();
        }
        if (!Files.isRegularFile(cache)) {
            throw new IllegalStateException("the JVM has written no AOT cache");
        }
        return cache;
    }

    @Override
    public void close() {
        World there = world;
        if (there != null) {
            there.close();
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
