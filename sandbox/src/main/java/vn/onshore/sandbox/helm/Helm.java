package vn.onshore.sandbox.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.SandboxException;
import vn.onshore.sandbox.go.GoCache;
import vn.onshore.sandbox.go.GoProgram;

/**
 * The real Helm. It reads and writes nothing in the user's home.
 *
 * <p>Values are passed as YAML text, the way people write them in a values file; empty means the chart's defaults.
 */
public final class Helm {
    /** The variable that names a ready-made Helm 4, for machines without Go. */
    static final String READY_MADE = "ONSHORE_HELM";

    private static final String VERSION = "v4.3.1";
    private static final GoProgram RELEASE = new GoProgram(
            "Helm " + VERSION,
            "helm-" + VERSION,
            "helm",
            Optional.empty(),
            List.of("-ldflags=-s -w", "helm.sh/helm/v4/cmd/helm@" + VERSION),
            2L << 30,
            "some minutes",
            "name a ready-made Helm 4 in " + READY_MADE);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path program;

    private Helm(Path program) {
        this.program = program;
    }

    /**
     * Finds it, or builds it, which takes minutes and happens once on a machine.
     *
     * @param environment where {@code PATH}, {@code XDG_CACHE_HOME} and {@code ONSHORE_HELM} are looked up
     * @throws SandboxException when Go is missing, the disk cannot be written, or the build fails
     */
    public static Helm locate(Map<String, String> environment, Progress progress) {
        String named = environment.getOrDefault(READY_MADE, "");
        return new Helm(
                named.isEmpty()
                        ? new GoCache(environment, progress).locate(RELEASE)
                        : requireExecutable(Path.of(named)));
    }

    private static Path requireExecutable(Path program) {
        if (!Files.isExecutable(program)) {
            throw new SandboxException(
                    "%s names %s, which is no program; correct or unset it.".formatted(READY_MADE, program));
        }
        return program;
    }

    /**
     * How a call ended.
     *
     * @param exitCode zero when all went well
     * @param out standard output: rendered manifests, notes
     * @param err standard error: Helm's own sentence when it refused
     */
    public record Result(int exitCode, String out, String err) {
        public boolean succeeded() {
            return exitCode == 0;
        }

        /** Itself when the call succeeded. */
        public Result orThrow() {
            if (!succeeded()) {
                throw new IllegalStateException(
                        "helm ended with %d: %s %s".formatted(exitCode, err.strip(), out.strip()));
            }
            return this;
        }
    }

    /** Checks a chart; warnings count as failures. */
    public Result lint(Path chart, String values) {
        return run(Map.of(), values, "lint", "--strict", chart.toString());
    }

    /** Renders a chart without a cluster. */
    public Result template(String release, String namespace, Path chart, String values) {
        return run(Map.of(), values, "template", release, chart.toString(), "--namespace", namespace);
    }

    /** Installs a release, or upgrades it when it is there; the namespace is made when it is missing. */
    public Result install(Path kubeconfig, String release, String namespace, Path chart, String values) {
        return run(
                cluster(kubeconfig),
                values,
                "upgrade",
                "--install",
                release,
                chart.toString(),
                "--namespace",
                namespace,
                "--create-namespace");
    }

    /** Removes a release; what the chart marks to be kept stays. */
    public Result uninstall(Path kubeconfig, String release, String namespace) {
        return run(cluster(kubeconfig), "", "uninstall", release, "--namespace", namespace);
    }

    private static Map<String, String> cluster(Path kubeconfig) {
        return Map.of("KUBECONFIG", kubeconfig.toString());
    }

    private Result run(Map<String, String> environment, String values, String... arguments) {
        try {
            Path home = Files.createTempDirectory("onshore-helm-");
            try {
                return run(home, environment, line(values, arguments), values);
            } finally {
                remove(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> line(String values, String... arguments) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        if (!values.isEmpty()) {
            line.addAll(List.of("--values", "-"));
        }
        return line;
    }

    private static Result run(Path home, Map<String, String> environment, List<String> line, String input)
            throws IOException {
        Path in = Files.writeString(home.resolve("in"), input, UTF_8);
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HELM_") || name.equals("KUBECONFIG"));
        for (String room : List.of("CACHE", "CONFIG", "DATA")) {
            builder.environment()
                    .put("HELM_" + room + "_HOME", home.resolve(room).toString());
        }
        builder.environment().putAll(environment);
        Process process = builder.start();
        int exitCode = finish(process, line);
        return new Result(exitCode, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    private static int finish(Process process, List<String> line) {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("%s took longer than %s".formatted(line, PATIENCE));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + line, e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void remove(Path home) throws IOException {
        try (Stream<Path> tree = Files.walk(home)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
