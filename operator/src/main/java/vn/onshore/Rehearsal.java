package vn.onshore;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code onshore rehearse}: the offline commands one after the other, so that a JVM which records what it loads
 * ({@code -XX:AOTCacheOutput}, JEP 514) knows it the next time. Says nothing; how the commands end is of no interest.
 */
@Command(name = "rehearse", hidden = true, description = "Run the offline commands on examples, for an AOT cache.")
final class Rehearsal implements Callable<Integer> {
    @Parameters(paramLabel = "EXAMPLES", description = "The folder with examples of residency and isolation.")
    private Path examples = Path.of("examples");

    @Override
    public Integer call() {
        var out = System.out;
        var err = System.err;
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            System.setOut(nowhere);
            System.setErr(nowhere);
            commands().forEach(line -> Main.commandLine(line.getFirst()).execute(line.toArray(String[]::new)));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return 0;
    }

    private List<List<String>> commands() {
        var residency = examples.resolve("residency").toString();
        var isolation = examples.resolve("isolation").toString();
        return List.of(
                List.of("check", residency),
                List.of("isolation", "connections", "--output", "json", isolation),
                List.of("isolation", "connections", "--exposure", isolation),
                List.of("isolation", "diff", residency, isolation),
                List.of("isolation", "graph", isolation));
    }
}
