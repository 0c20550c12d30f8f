package vn.onshore.sandbox.demo.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import vn.onshore.sandbox.SandboxException;

/** The {@code onshore} program, as a process: nothing of its code runs in this JVM. */
public final class OnshoreProgram {
    private final Path root;
    private final Path jar;

    private OnshoreProgram(Path root, Path jar) {
        this.root = root;
        this.jar = jar;
    }

    /**
     * The one that was built in this checkout.
     *
     * @throws SandboxException when it is not built
     */
    public static OnshoreProgram in(Path root) {
        Path jar = root.resolve("operator/target/onshore.jar");
        if (!Files.isRegularFile(jar)) {
            throw new SandboxException("%s is missing; ./onshore demo builds it.".formatted(jar));
        }
        return new OnshoreProgram(root, jar);
    }

    /**
     * How a run ended.
     *
     * @param exitCode zero when all went well
     * @param out standard output
     * @param err standard error
     */
    public record Outcome(int exitCode, String out, String err) {
        /** Itself when all went well. */
        public Outcome orThrow() {
            if (exitCode != 0) {
                throw new SandboxException("The onshore program ended with %d: %s".formatted(exitCode, err.strip()));
            }
            return this;
        }
    }

    /** Runs {@code onshore arguments…} to its end. */
    public Outcome run(String... arguments) {
        List<String> line = new ArrayList<>(List.of(java()));
        line.addAll(flagsAndJar());
        line.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(line)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            var err = CompletableFuture.supplyAsync(
                    () -> read(process.getErrorStream()),
                    task -> Thread.ofVirtual().start(task));
            String out = read(process.getInputStream());
            return new Outcome(process.waitFor(), out, err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted while onshore ran.", e);
        }
    }

    /** The command line of a process that runs long, to which arguments are added. */
    List<String> server() {
        List<String> line = new ArrayList<>(List.of(java()));
        line.addAll(flagsAndJar());
        return line;
    }

    /** The same, and when it ends the JVM writes an AOT cache, which {@link #keepCache} puts in its place. */
    List<String> training() {
        List<String> line = new ArrayList<>(List.of(java(), "-XX:AOTCacheOutput=" + unfinished()));
        line.addAll(flagsAndJar());
        return line;
    }

    /** Whether the JVM can load classes from a cache that is made of this jar. */
    boolean isTrained() {
        return Files.isRegularFile(cache())
                && cache().toFile().lastModified() > jar.toFile().lastModified();
    }

    /** Does nothing when the JVM has written none. */
    void keepCache() {
        try {
            Files.move(unfinished(), cache(), StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            // It was killed before it could: the next run trains again.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path cache() {
        return root.resolve("operator/target/onshore.aot");
    }

    /** A cache that another process reads is whole. */
    private Path unfinished() {
        return root.resolve("operator/target/onshore-%d.aot"
                .formatted(ProcessHandle.current().pid()));
    }

    /** What the image gives every JVM, and the AOT cache where there is a fresh one. */
    private List<String> flagsAndJar() {
        List<String> line = new ArrayList<>(List.of("@" + root.resolve("image/jvm.options")));
        if (isTrained()) {
            line.add("-XX:AOTCache=" + cache());
        }
        line.addAll(List.of("-jar", jar.toString()));
        return line;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
