package vn.onshore.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.SandboxException;

/** What benchmarks share: one world, started when the first of them asks, and a directory that vanishes. */
final class Bench implements AutoCloseable {
    private static final int NODES = 500;
    private static final int FEW_NODES = 50;

    private final Shipped shipped;
    private final boolean quick;
    private final Progress progress;
    private final Path directory;
    private @Nullable World world;

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

    /** Whether time is short. */
    boolean quick() {
        return quick;
    }

    /** The larger number, or the smaller one where time is short. */
    int size(int whole, int small) {
        return quick ? small : whole;
    }

    /** The AOT cache that the image has where no cluster trained it, made when the first benchmark asks. */
    Path rehearsed() {
        Path cache = directory.resolve("rehearsed.aot");
        if (!Files.exists(cache)) {
            List<String> line = new ArrayList<>(shipped.java());
            line.addAll(
                    List.of("-XX:AOTCacheOutput=" + cache, "-jar", shipped.jar().toString(), "rehearse"));
            line.add(shipped.root().resolve("examples").toString());
            try (Progress.Step step = progress.begin("training an AOT cache")) {
                Child.millis(line, directory.resolve("rehearsal"), code -> code == 0);
            }
        }
        return cache;
    }

    /** With the AOT cache beside the jar; where there is no fresh one, it is trained first. */
    World world() {
        World there = world;
        if (there == null) {
            there = World.start(shipped, size(NODES, FEW_NODES), progress);
            world = there;
            if (shipped.cache().isEmpty()) {
                train(there);
            }
        }
        return there;
    }

    /** By a run of the operator until a policy is Ready. It is not running afterwards. */
    private void train(World ground) {
        Path written = directory.resolve("onshore.aot");
        try (Progress.Step step = progress.begin("training an AOT cache")) {
            ground.run(List.of("-XX:AOTCacheOutput=" + written)).awaitReady();
            ground.policy("Enforce");
            ground.stopOperator();
            // Whole or not at all: another process may start meanwhile.
            Files.move(written, shipped.cachePath(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SandboxException("The JVM has written no AOT cache: " + e.getMessage(), e);
        }
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
