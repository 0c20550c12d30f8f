package vn.onshore.cli.completion;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code onshore completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Print a script that completes commands and options in bash and zsh.",
            "  bash, in ~/.bashrc:  source <(onshore completion)",
            "  zsh, in ~/.zshrc:    autoload -U +X bashcompinit && bashcompinit; source <(onshore completion)"
        })
public final class Completion implements Callable<Integer> {
    /** Under this name people link the launcher on their PATH. */
    private static final String PROGRAM = "onshore";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(PROGRAM, withLauncher(spec.root().commandLine())));
        out.flush();
        return 0;
    }

    /** The launcher has commands of its own, which are not in this program. */
    private static CommandLine withLauncher(CommandLine root) {
        return root.addSubcommand("demo", command("--keep", "--kubeconfig"))
                .addSubcommand(
                        "bench",
                        command()
                                .addSubcommand("residency", command("--quick", "--only", "--output"))
                                .addSubcommand("isolation", command("--quick", "--only", "--output")))
                .addSubcommand(
                        "sandbox",
                        command()
                                .addSubcommand("up", command("--nodes"))
                                .addSubcommand("down", command())
                                .addSubcommand("status", command())
                                .addSubcommand("kubectl", command()));
    }

    private static CommandSpec command(String... options) {
        var command = CommandSpec.create().mixinStandardHelpOptions(true);
        for (var option : options) {
            command.addOption(OptionSpec.builder(option).build());
        }
        return command;
    }
}
