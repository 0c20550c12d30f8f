package vn.onshore;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Composition root: one program, many commands. */
@Command(
        name = "onshore",
        description = "Keeps data inside Vietnam on a Kubernetes cluster, and proves it.",
        mixinStandardHelpOptions = true,
        subcommands = {OperatorCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
