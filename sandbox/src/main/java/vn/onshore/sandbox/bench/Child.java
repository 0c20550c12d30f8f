package vn.onshore.sandbox.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import vn.onshore.sandbox.SandboxException;

/** A process that is run to its end and timed from outside. */
final class Child {
    private Child() {}

    /**
     * Runs a command line.
     *
     * @param out takes standard output
     * @param usable which exit codes are those of a run that counts
     * @return milliseconds from before the start of the process to its end
     * @throws SandboxException with what it complained of, when it ends otherwise
     */
    static double millis(List<String> line, Path out, IntPredicate usable) {
        Path errors = out.resolveSibling("errors");
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(errors.toFile())
                .redirectOutput(out.toFile());
        builder.environment().remove("ONSHORE_JAVA_OPTS");
        try {
            long began = System.nanoTime();
            Process process = builder.start();
            int code = waitFor(process);
            double millis = (System.nanoTime() - began) / 1e6;
            if (!usable.test(code)) {
                throw new SandboxException(
                        "%s ended with %d: %s".formatted(line.getFirst(), code, Files.readString(errors, UTF_8)));
            }
            return millis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted.", e);
        }
    }

    /** The least that reads all YAML files below a folder: a JVM that parses each and does nothing with it. */
    static double parse(Path files, int documents) {
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PlainParse.class.getName(),
                files.toString(),
                Integer.toString(documents));
        return millis(line, files.resolveSibling("parsed"), code -> code == 0);
    }
}
