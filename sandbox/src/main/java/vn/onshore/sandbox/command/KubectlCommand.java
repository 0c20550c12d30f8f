package vn.onshore.sandbox.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code onshore sandbox kubectl …}: whatever follows is kubectl's business, {@code --help} included. */
@Command(name = "kubectl", description = "Runs kubectl against the sandbox, with whatever arguments follow.")
final class KubectlCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        return KubectlRun.of(StateDirectory.of(System.getenv()).requireRunning(), arguments)
                .attached();
    }
}
