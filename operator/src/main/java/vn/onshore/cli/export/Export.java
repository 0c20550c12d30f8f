package vn.onshore.cli.export;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code onshore export}: no cluster, no network. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Print what the operator would apply.",
        subcommands = ExportStaticPolicies.class)
public final class Export implements Callable<Integer> {
    private static final int USAGE = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return USAGE;
    }
}
