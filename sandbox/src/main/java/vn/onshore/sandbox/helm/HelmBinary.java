package vn.onshore.sandbox.helm;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.SandboxException;

/** One fixed release of Helm, built by the Go toolchain when it is not in the cache yet. */
final class HelmBinary {
    /** The variable that names a ready-made Helm 4, for machines without Go. */
    static final String READY_MADE = "ONSHORE_HELM";

    private static final String VERSION = "v4.3.1";
    private static final String MODULE = "helm.sh/helm/v4/cmd/helm@" + VERSION;
    private static final List<String> USUAL_PLACES_OF_GO = List.of("/usr/local/go/bin", "/usr/lib/go/bin");
    private static final int LAST_LINES = 8;

    private final Map<String, String> environment;
    private final Progress progress;

    /**
     * @param environment says where the cache is ({@code XDG_CACHE_HOME}), where Go is ({@code PATH}), and which Helm
     *     to use instead ({@code ONSHORE_HELM})
     */
    HelmBinary(Map<String, String> environment, Progress progress) {
        this.environment = environment;
        this.progress = progress;
    }

    /**
     * The path of the program. A second process that asks while the first builds waits for it.
     *
     * @throws SandboxException when Go is missing, the disk cannot be written, or the build fails
     */
    Path locate() {
        String named = environment.getOrDefault(READY_MADE, "");
        if (!named.isEmpty()) {
            return requireExecutable(Path.of(named));
        }
        Path binary = home().resolve("helm");
        if (!Files.isExecutable(binary)) {
            buildOnce(binary);
        }
        return binary;
    }

    private static Path requireExecutable(Path program) {
        if (!Files.isExecutable(program)) {
            throw new SandboxException(
                    "%s names %s, which is no program; correct or unset it.".formatted(READY_MADE, program));
        }
        return program;
    }

    private Path home() {
        String named = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = named.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
        return caches.resolve("onshore/helm-" + VERSION).toAbsolutePath();
    }

    private void buildOnce(Path binary) {
        Path go = go();
        // Within this JVM file locks do not exclude each other.
        synchronized (HelmBinary.class) {
            try {
                Files.createDirectories(home());
                try (FileChannel channel = FileChannel.open(home().resolve("lock"), CREATE, WRITE);
                        Progress.Step step = progress.begin("building helm " + VERSION + ", once, some minutes");
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !Files.isExecutable(binary)) {
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

    private Path go() {
        Stream<String> places = Stream.concat(
                Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator)),
                USUAL_PLACES_OF_GO.stream());
        return places.filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, "go"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new SandboxException(
                        "Helm has to be built once and Go is missing: install Go 1.26 or newer from go.dev/dl, or name a ready-made Helm 4 in %s."
                                .formatted(READY_MADE)));
    }

    /** Builds beside the place and moves, so that nobody ever sees half a program. */
    private void build(Path go, Path binary) throws IOException {
        Path log = home().resolve("build.log");
        Path unfinished = Files.createDirectories(home().resolve("unfinished"));
        ProcessBuilder install = new ProcessBuilder(go.toString(), "install", "-trimpath", "-ldflags=-s -w", MODULE)
                .directory(home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        install.environment().put("GOBIN", unfinished.toString());
        install.environment().put("CGO_ENABLED", "0");
        int exitCode = finish(install.start());
        if (exitCode != 0) {
            throw new SandboxException(
                    "Building Helm failed; the whole output is in %s and ends:\n%s".formatted(log, lastLines(log)));
        }
        Files.move(unfinished.resolve("helm"), binary, ATOMIC_MOVE);
        Files.delete(unfinished);
    }

    private static int finish(Process process) {
        Thread ender = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            int exitCode = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(ender);
            return exitCode;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new SandboxException("Building Helm was interrupted; start it again.", e);
        }
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
