package vn.onshore.sandbox.command;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code onshore sandbox status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Tells whether a sandbox is up, since when and where.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:it is up and answers", "1:it is up and does not answer", "3:none is up"})
final class StatusCommand implements Callable<Integer> {
    private static final int DOWN = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Running> running = StateDirectory.of(System.getenv()).running();
        if (running.isEmpty()) {
            out.println("No sandbox is up; start one with: ./onshore sandbox up");
            return DOWN;
        }
        return tell(running.get(), out);
    }

    private static int tell(Running running, PrintWriter out) {
        Duration age = Duration.between(running.since(), Clock.systemUTC().instant());
        out.printf("up        %d min, process %d%n", age.toMinutes(), running.pid());
        out.println("server    " + running.url());
        out.println("access    export KUBECONFIG=" + running.kubeconfig());
        KubectlRun ready = KubectlRun.of(running, List.of("get", "--raw", "/readyz"));
        int exitCode = ready.quietly();
        out.println("answers   " + (exitCode == 0 ? "ready" : "not ready"));
        return exitCode == 0 ? 0 : 1;
    }
}
