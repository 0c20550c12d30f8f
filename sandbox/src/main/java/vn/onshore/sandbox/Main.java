package vn.onshore.sandbox;

import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.onshore.sandbox.bench.BenchCommand;
import vn.onshore.sandbox.command.SandboxCommand;
import vn.onshore.sandbox.demo.DemoCommand;

/** Composition root: the commands that need a world to play in. */
@Command(
        name = "onshore",
        description = "Runs Onshore in a world of its own.",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, BenchCommand.class, SandboxCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        // No log is kept here; without this the logging library complains about that on every start.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(commandLine().execute(args));
    }

    /** The parser, with errors told in one sentence. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCommandName(System.getProperty("onshore.command", "onshore"));
        line.setExecutionExceptionHandler((failure, command, parsed) -> tell(failure, command));
        return line;
    }

    private static int tell(Exception failure, CommandLine command) {
        if ("1".equals(System.getenv("ONSHORE_DEBUG"))) {
            failure.printStackTrace(command.getErr());
        }
        String sentence = switch (failure) {
            case SandboxException known -> known.getMessage();
            case UncheckedIOException disk -> "%s; is the disk full, or not writable?".formatted(disk.getCause());
            default -> "%s; ONSHORE_DEBUG=1 shows where.".formatted(failure);
        };
        command.getErr().println("onshore: " + sentence);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which: demo, sandbox or bench.");
    }
}
