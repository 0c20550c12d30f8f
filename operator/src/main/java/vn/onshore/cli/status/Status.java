package vn.onshore.cli.status;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.onshore.cli.ClusterOptions;
import vn.onshore.cli.Terminal;
import vn.onshore.cli.TextOrJson;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.ListedObjects;

/** {@code onshore status}: policies and zones, verdicts, coverage, blind spots, last proof. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show on one screen how the cluster stands.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is ready and compliant",
            "1:something is not ready or not compliant",
            "2:the cluster cannot be asked",
            "3:something is unknown (only if not 1 or 2)"
        })
public final class Status implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final TextOrJson output = new TextOrJson();

    @Option(
            names = {"-w", "--watch"},
            description =
                    "Look every two seconds until Ctrl-C: a terminal is drawn again when something changes, a pipe"
                            + " gets one line for each change.")
    private boolean watch;

    @Override
    public Integer call() {
        return cluster.ask(server -> watch ? watched(server) : shown(Seen.by(new ListedObjects(server))));
    }

    private int shown(Seen seen) {
        var out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(seen.json());
        } else {
            out.print(Screen.of(seen, Terminal.takesColours()));
        }
        out.flush();
        return seen.exitCode();
    }

    private int watched(ApiServer server) {
        var out = spec.commandLine().getOut();
        var listener = output.isJson()
                ? Watching.writing(out, spec.commandLine().getErr())
                : Terminal.showsAnswers()
                        ? Watching.redrawing(out, Terminal.takesColours())
                        : Watching.telling(out, Clock.systemUTC());
        Watching.run(() -> Seen.by(new ListedObjects(server)), listener, () -> !out.checkError() && slept());
        return 0;
    }

    /** Whether nobody interrupted it. */
    private static boolean slept() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
