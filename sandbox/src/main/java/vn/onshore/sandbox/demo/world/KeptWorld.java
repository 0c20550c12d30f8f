package vn.onshore.sandbox.demo.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.onshore.sandbox.SandboxException;

/** The sandbox of {@code onshore sandbox up}, which outlives the story until {@code onshore sandbox down}. */
public final class KeptWorld implements World {
    private static final int NONE_IS_UP = 3;
    private static final String EXPORT = "export KUBECONFIG=";
    private static final Pattern KEEPER = Pattern.compile("(?m)^up .* process (\\d+)$");

    private final Path kubeconfig;
    private final long keeper;

    private KeptWorld(Path kubeconfig, long keeper) {
        this.kubeconfig = kubeconfig;
        this.keeper = keeper;
    }

    /**
     * Starts it.
     *
     * @throws SandboxException when one is up already, because the story needs a cluster that nobody has touched
     */
    public static KeptWorld start() {
        if (sandbox("status").exitCode != NONE_IS_UP) {
            throw new SandboxException("A sandbox is up already, and the story needs a fresh one; end it with:"
                    + " ./onshore sandbox down");
        }
        Outcome up = sandbox("up", "--nodes=0");
        if (up.exitCode != 0) {
            throw new SandboxException("The sandbox did not start; see what it says above.");
        }
        Matcher keeper = KEEPER.matcher(sandbox("status").out);
        if (!keeper.find()) {
            throw new SandboxException("The sandbox ended at once; start it with: ./onshore sandbox up");
        }
        return new KeptWorld(Path.of(up.out.strip().replace(EXPORT, "")), Long.parseLong(keeper.group(1)));
    }

    private record Outcome(int exitCode, String out) {}

    private static Outcome sandbox(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Donshore.root=" + System.getProperty("onshore.root", ""),
                "-cp",
                System.getProperty("java.class.path"),
                "vn.onshore.sandbox.Main",
                "sandbox"));
        line.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Outcome(process.waitFor(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted while the sandbox was starting.", e);
        }
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** The sandbox's own folder, which goes when it goes. */
    @Override
    public Path scratch() {
        return kubeconfig.resolve("../..").normalize();
    }

    @Override
    public boolean ownsNodes() {
        return true;
    }

    @Override
    public OptionalLong keeper() {
        return OptionalLong.of(keeper);
    }

    @Override
    public Optional<String> remains() {
        return Optional.of(EXPORT + kubeconfig);
    }

    @Override
    public void close() {
        // It stays, that is the point; "sandbox down" ends it, and the operator with it.
    }
}
