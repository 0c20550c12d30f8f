package vn.onshore.sandbox.go;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.SandboxException;

/** The Go programs in the user's cache: each is built when it is missing, once, however many ask for it at a time. */
public final class GoCache {
    private static final int LAST_LINES = 8;

    private final Map<String, String> environment;
    private final Progress progress;

    /**
     * @param environment says where the cache is ({@code XDG_CACHE_HOME}) and where Go is ({@code PATH})
     * @param progress told when something has to be built first
     */
    public GoCache(Map<String, String> environment, Progress progress) {
        this.environment = environment;
        this.progress = progress;
    }

    /**
     * The path of a program, which is built first when it is missing. That takes minutes; a second process that asks
     * meanwhile waits for the first.
     *
     * @throws SandboxException when Go is missing or too old, the disk is full or cannot be written, or the build fails
     */
    public Path locate(GoProgram program) {
        Path home = cache().resolve(program.key());
        Path binary = home.resolve(program.file());
        if (!Files.isExecutable(binary)) {
            buildOnce(program, home, binary);
        }
        return binary;
    }

    private Path cache() {
        String named = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = named.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
        return caches.resolve("onshore").toAbsolutePath();
    }

    private void buildOnce(GoProgram program, Path home, Path binary) {
        GoToolchain go = GoToolchain.find(environment)
                .orElseThrow(() -> new SandboxException(
                        "To build %s, Go is missing: %s.".formatted(program.title(), GoToolchain.remedy(program))));
        // Within this JVM file locks do not exclude each other.
        synchronized (GoCache.class) {
            try {
                Files.createDirectories(home);
                try (FileChannel channel = FileChannel.open(home.resolve("lock"), CREATE, WRITE);
                        FileLock lock = lock(program, channel)) {
                    if (lock.isValid() && !Files.isExecutable(binary)) {
                        build(program, go, home);
                    }
                }
            } catch (IOException e) {
                throw new SandboxException(
                        "Cannot write to %s (%s); make room or set XDG_CACHE_HOME to another place."
                                .formatted(home, e.getMessage()),
                        e);
            }
        }
    }

    private FileLock lock(GoProgram program, FileChannel channel) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        try (Progress.Step waiting = progress.begin("another process builds " + program.title() + ", waiting for it")) {
            return channel.lock();
        }
    }

    /** Builds beside the place and moves, so that nobody ever sees half a program. */
    private void build(GoProgram program, GoToolchain go, Path home) throws IOException {
        go.check(program, program.module().orElse(home));
        requireRoom(program, home);
        Path unfinished = home.resolve("unfinished");
        remove(unfinished);
        Path log = home.resolve("build.log");
        try (Progress.Step step =
                progress.begin("building %s, once, %s".formatted(program.title(), program.duration()))) {
            int exitCode = install(program, go, home, Files.createDirectory(unfinished), log);
            if (exitCode != 0) {
                throw new SandboxException("Building %s failed; the whole output is in %s and ends:\n%s"
                        .formatted(program.title(), log, lastLines(log)));
            }
            Files.move(unfinished.resolve(program.file()), home.resolve(program.file()), ATOMIC_MOVE);
        } finally {
            remove(unfinished);
        }
    }

    private static void requireRoom(GoProgram program, Path home) throws IOException {
        long free = Files.getFileStore(home).getUsableSpace();
        if (free < program.bytes()) {
            throw new SandboxException(
                    "Building %s needs %d GiB and %s has %d MiB free; make room or set XDG_CACHE_HOME."
                            .formatted(program.title(), program.bytes() >> 30, home, free >> 20));
        }
    }

    private static int install(GoProgram program, GoToolchain go, Path home, Path into, Path log) throws IOException {
        List<String> line = new ArrayList<>(List.of(go.command().toString(), "install", "-trimpath"));
        line.addAll(program.arguments());
        ProcessBuilder install = new ProcessBuilder(line)
                .directory(program.module().orElse(home).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        install.environment().put("GOBIN", into.toString());
        // Half a C toolchain is worse than none.
        install.environment().put("CGO_ENABLED", "0");
        return finish(program, install.start());
    }

    private static int finish(GoProgram program, Process process) {
        Thread ender = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new SandboxException("Building %s was interrupted; start it again.".formatted(program.title()), e);
        } finally {
            removeHook(ender);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way down and runs the hook by itself.
            return;
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
