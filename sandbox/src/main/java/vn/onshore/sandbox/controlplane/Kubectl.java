package vn.onshore.sandbox.controlplane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import vn.onshore.sandbox.Command;

/** The real kubectl, speaking to one cluster with the rights of one kubeconfig. */
public final class Kubectl {
    private final Path program;
    private final Path kubeconfig;
    private final Path cache;
    private final Duration patience;

    Kubectl(Path program, Path kubeconfig, Path cache, Duration patience) {
        this.program = program;
        this.kubeconfig = kubeconfig;
        this.cache = cache;
        this.patience = patience;
    }

    /**
     * How a call ended.
     *
     * @param exitCode zero when all went well
     * @param out standard output
     * @param err standard error: the API server's own sentence when it refused
     */
    public record Result(int exitCode, String out, String err) {
        public boolean succeeded() {
            return exitCode == 0;
        }

        /** Itself when the call succeeded. */
        public Result orThrow() {
            if (!succeeded()) {
                throw new IllegalStateException("kubectl ended with " + exitCode + ": " + err.strip());
            }
            return this;
        }
    }

    /** Runs {@code kubectl arguments…} to its end. */
    public Result run(String... arguments) {
        return feed("", arguments);
    }

    /** Runs {@code kubectl apply -f -} with this YAML and further arguments. */
    public Result apply(String yaml, String... arguments) {
        List<String> all = new ArrayList<>(List.of("apply", "-f", "-"));
        all.addAll(Arrays.asList(arguments));
        return feed(yaml, all.toArray(String[]::new));
    }

    /** Runs {@code kubectl arguments…} with this standard input. */
    public Result feed(String input, String... arguments) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(Arrays.asList(arguments));
        Command.Outcome outcome = new Command(line, Path.of("").toAbsolutePath(), environment(), patience).run(input);
        return new Result(outcome.exitCode(), outcome.out(), outcome.err());
    }

    /** The same program with the rights of another kubeconfig. */
    public Kubectl with(Path otherKubeconfig) {
        return new Kubectl(program, otherKubeconfig, cache, patience);
    }

    /** What keeps it from reading or writing anything in the user's home. */
    Map<String, String> environment() {
        return Map.of("KUBECONFIG", kubeconfig.toString(), "KUBECACHEDIR", cache.toString(), "KUBERC", "off");
    }
}
