package vn.onshore.sandbox.controlplane;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.onshore.sandbox.SandboxException;

/** The {@code go} command that builds the control plane. */
record GoToolchain(Path command) {
    /** What Kubernetes 1.36 asks for. */
    private static final int OLDEST_MINOR = 26;

    private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> USUAL_PLACES = List.of("/usr/local/go/bin", "/usr/lib/go/bin");
    private static final String REMEDY =
            "install Go 1.%d or newer from go.dev/dl and put it on the PATH, or name ready-made programs in %s"
                    .formatted(OLDEST_MINOR, Programs.ASSETS);

    /**
     * The first on the {@code PATH} of this environment, or in one of the usual places.
     *
     * @throws SandboxException when there is none
     */
    static GoToolchain find(Map<String, String> environment) {
        List<String> places =
                new ArrayList<>(List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)));
        places.addAll(USUAL_PLACES);
        return in(places);
    }

    static GoToolchain in(List<String> places) {
        return places.stream()
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, "go"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(GoToolchain::new)
                .orElseThrow(() -> new SandboxException(
                        "The control plane has to be built once and Go is missing: " + REMEDY + "."));
    }

    /**
     * Checks that it is new enough, asked where the module is: there an older one replaces itself when it may.
     *
     * @throws SandboxException when it is too old or does not answer
     */
    void check(Path module) {
        Command.Outcome answer =
                new Command(List.of(command.toString(), "env", "GOVERSION"), module, Map.of(), PATIENCE).run("");
        Matcher version = VERSION.matcher(answer.out());
        if (answer.exitCode() != 0 || !version.find()) {
            throw new SandboxException("%s does not tell a version that can build the control plane (%s): %s."
                    .formatted(command, answer.err().strip(), REMEDY));
        }
        if (Integer.parseInt(version.group(1)) < OLDEST_MINOR) {
            throw new SandboxException("%s is %s, too old for the control plane: %s."
                    .formatted(command, answer.out().strip(), REMEDY));
        }
    }
}
