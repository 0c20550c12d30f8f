package vn.onshore.sandbox.controlplane;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.onshore.sandbox.Checkout;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.SandboxException;

/** The one binary that holds all programs of the control plane: built when its sources have changed, cached by their digest. */
public final class ControlPlaneBinary {
    static final long BYTES_FOR_BUILD = 5L << 30;
    private static final int LAST_LINES = 8;
    private static final List<String> SOURCES = List.of("go.mod", "go.sum", "main.go");
    private static final String VERSION = "k8s.io/component-base/version";
    private static final String LINKER_FLAGS =
            "-s -w -X %1$s.gitVersion=v1.36.3 -X %1$s.gitMajor=1 -X %1$s.gitMinor=36".formatted(VERSION);

    private final Path module;
    private final Map<String, String> environment;
    private final Progress progress;

    /**
     * The binary of this checkout.
     *
     * @param environment says where the cache is ({@code XDG_CACHE_HOME}) and where Go is ({@code PATH})
     */
    public ControlPlaneBinary(Checkout checkout, Map<String, String> environment, Progress progress) {
        this.module = checkout.controlPlaneModule();
        this.environment = environment;
        this.progress = progress;
    }

    /**
     * The path of the binary, which is built first when it is missing. That takes minutes; a second process that asks
     * meanwhile waits for the first.
     *
     * @throws SandboxException when Go is missing or too old, the disk is full, or the build fails
     */
    public Path locate() {
        Path binary = home().resolve("controlplane");
        if (!Files.isExecutable(binary)) {
            buildOnce(binary);
        }
        return binary;
    }

    private Path home() {
        return cache().resolve("controlplane-" + digest());
    }

    private Path cache() {
        String named = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = named.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
        return caches.resolve("onshore").toAbsolutePath();
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String source : SOURCES) {
                digest.update(Files.readAllBytes(module.resolve(source)));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void buildOnce(Path binary) {
        GoToolchain go = GoToolchain.find(environment);
        // Within this JVM file locks do not exclude each other.
        synchronized (ControlPlaneBinary.class) {
            try {
                Files.createDirectories(home());
                try (FileChannel channel = FileChannel.open(home().resolve("lock"), CREATE, WRITE);
                        FileLock lock = lock(channel)) {
                    if (lock.isValid() && !Files.isExecutable(binary)) {
                        go.check(module);
                        build(go, binary);
                    }
                }
            } catch (IOException e) {
                throw new SandboxException(
                        "Cannot write to %s (%s); make room or set XDG_CACHE_HOME to another place."
                                .formatted(home(), e.getMessage()),
                        e);
            }
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock free = channel.tryLock();
        if (free != null) {
            return free;
        }
        try (Progress.Step waiting = progress.begin("another process builds the control plane, waiting for it")) {
            return channel.lock();
        }
    }

    private void build(GoToolchain go, Path binary) throws IOException {
        removeLeftovers();
        requireRoom();
        Path log = home().resolve("build.log");
        Path unfinished =
                home().resolve("controlplane." + ProcessHandle.current().pid() + ".part");
        try (Progress.Step step = progress.begin("building the control plane, once, about 8 minutes on 2 cores")) {
            int exitCode = run(
                    List.of(
                            go.command().toString(),
                            "build",
                            "-trimpath",
                            "-ldflags",
                            LINKER_FLAGS,
                            "-o",
                            unfinished.toString(),
                            "."),
                    log);
            if (exitCode != 0) {
                throw new SandboxException("Building the control plane failed; the whole output is in %s and ends:\n%s"
                        .formatted(log, lastLines(log)));
            }
            Files.move(unfinished, binary, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void removeLeftovers() throws IOException {
        try (Stream<Path> files = Files.list(home())) {
            for (Path part :
                    files.filter(file -> file.toString().endsWith(".part")).toList()) {
                Files.delete(part);
            }
        }
    }

    private void requireRoom() throws IOException {
        long free = Files.getFileStore(home()).getUsableSpace();
        if (free < BYTES_FOR_BUILD) {
            throw new SandboxException(
                    "Building the control plane needs %d GiB and %s has %d MiB free; make room or set XDG_CACHE_HOME."
                            .formatted(BYTES_FOR_BUILD >> 30, home(), free >> 20));
        }
    }

    private int run(List<String> line, Path log) throws IOException {
        Process process = new ProcessBuilder(line)
                .directory(module.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Thread ender = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new SandboxException("Building the control plane was interrupted; start it again.", e);
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

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
