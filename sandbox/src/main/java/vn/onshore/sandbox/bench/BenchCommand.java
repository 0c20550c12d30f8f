package vn.onshore.sandbox.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onshore bench}: measures, beside a baseline. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures, beside a baseline.",
        subcommands = {ResidencyCommand.class, IsolationCommand.class})
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which: residency or isolation.");
    }
}
