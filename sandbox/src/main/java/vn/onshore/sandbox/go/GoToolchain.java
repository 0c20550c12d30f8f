package vn.onshore.sandbox.go;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.onshore.sandbox.Command;
import vn.onshore.sandbox.SandboxException;

/** The {@code go} command. */
record GoToolchain(Path command) {
    /** What Kubernetes 1.36 asks for. */
    private static final int OLDEST_MINOR = 26;

    private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> USUAL_PLACES = List.of("/usr/local/go/bin", "/usr/lib/go/bin");

    /** The first on the {@code PATH} of this environment, or in one of the usual places; empty when there is none. */
    static Optional<GoToolchain> find(Map<String, String> environment) {
        List<String> places =
                new ArrayList<>(List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)));
        places.addAll(USUAL_PLACES);
        return in(places);
    }

    static Optional<GoToolchain> in(List<String> places) {
        return places.stream()
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, "go"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(GoToolchain::new);
    }

    /** What a person without it has to do to get this program. */
    static String remedy(GoProgram program) {
        return "install Go 1.%d or newer from go.dev/dl and put it on the PATH, or %s"
                .formatted(OLDEST_MINOR, program.instead());
    }

    /**
     * Checks that it is new enough, asked where it is to build: there an older one replaces itself when it may.
     *
     * @throws SandboxException when it is too old or does not answer
     */
    void check(GoProgram program, Path where) {
        Command.Outcome answer =
                new Command(List.of(command.toString(), "env", "GOVERSION"), where, Map.of(), PATIENCE).run("");
        Matcher version = VERSION.matcher(answer.out());
        if (answer.exitCode() != 0 || !version.find()) {
            throw new SandboxException("%s does not tell a version that can build %s (%s): %s."
                    .formatted(command, program.title(), answer.err().strip(), remedy(program)));
        }
        if (Integer.parseInt(version.group(1)) < OLDEST_MINOR) {
            throw new SandboxException("%s is %s, too old for %s: %s."
                    .formatted(command, answer.out().strip(), program.title(), remedy(program)));
        }
    }
}
