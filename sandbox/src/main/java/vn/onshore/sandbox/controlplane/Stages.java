package vn.onshore.sandbox.controlplane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.onshore.sandbox.Command;

/** The life cycle that kwok plays for nodes and pods. */
final class Stages {
    /** As shipped, {@code {{ or $nodeInfo.machineID `""` }}} puts the value bare into YAML, where 1e10 is a number. */
    private static final Pattern BARE_NODE_INFO = Pattern.compile("\\{\\{ or (\\$nodeInfo\\.\\w+) (\\S+) }}");

    private Stages() {}

    /** Asks the program for the stages of kwok's release, and quotes what they leave unquoted. */
    static String ask(Path program, Path directory, Duration patience) {
        Command.Outcome outcome = new Command(List.of(program.toString()), directory, Map.of(), patience).run("");
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("%s: %s".formatted(program, outcome.err()));
        }
        return quoteNodeInfo(outcome.out());
    }

    static String quoteNodeInfo(String stages) {
        return BARE_NODE_INFO.matcher(stages).replaceAll(found -> {
            String fallback = found.group(2).equals("`\"\"`") ? "\"\"" : found.group(2);
            return Matcher.quoteReplacement("{{ or %s %s | Quote }}".formatted(found.group(1), fallback));
        });
    }
}
