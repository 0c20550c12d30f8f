package vn.onshore;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import vn.onshore.cli.attest.Attest;
import vn.onshore.cli.check.Check;
import vn.onshore.cli.completion.Completion;
import vn.onshore.cli.export.Export;
import vn.onshore.cli.isolation.Isolation;
import vn.onshore.cli.status.Status;
import vn.onshore.cli.where.Where;

/** Composition root: one program, many commands. */
@Command(
        name = "onshore",
        description = "Keeps data inside Vietnam on a Kubernetes cluster, and proves it.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main {
    private static final String LOG_LEVEL = "ONSHORE_LOG_LEVEL";
    private static final boolean DEBUG = System.getenv("ONSHORE_DEBUG") != null;
    private static final int UNUSABLE = 2;

    private static final String OPERATOR = "operator";
    private static final String COMPLETION = "completion";
    /** In the order of the help text. */
    private static final List<Subcommand> SUBCOMMANDS = List.of(
            new Subcommand("status", Status::new),
            new Subcommand("where", Where::new),
            new Subcommand("check", Check::new),
            new Subcommand("isolation", Isolation::new),
            new Subcommand("attest", Attest::new),
            new Subcommand("export", Export::new),
            new Subcommand(OPERATOR, OperatorCommand::new),
            new Subcommand(COMPLETION, Completion::new),
            new Subcommand("rehearse", Rehearsal::new));

    private record Subcommand(String name, Supplier<Object> command) {}

    private Main() {}

    public static void main(String[] args) {
        var called = args.length > 0 ? args[0] : "";
        if (called.equals(OPERATOR)) {
            HeadStart.begin();
        } else if (!called.isEmpty() && System.getenv(LOG_LEVEL) == null) {
            // Only the operator logs; the other commands answer.
            System.setProperty(LOG_LEVEL, DEBUG ? "DEBUG" : "OFF");
        }
        System.exit(commandLine(called).execute(args));
    }

    /**
     * Only the called command is modelled, because reading the annotations of all takes longer than most of them run.
     *
     * @param called the first word; all commands are modelled for a word that names none of them
     */
    static CommandLine commandLine(String called) {
        var root = new CommandLine(new Main());
        var alone = !called.equals(COMPLETION)
                && SUBCOMMANDS.stream().anyMatch(command -> command.name().equals(called));
        SUBCOMMANDS.stream()
                .filter(command -> !alone || command.name().equals(called))
                .forEach(command ->
                        root.addSubcommand(command.name(), command.command().get()));
        return root.setCommandName(System.getProperty("onshore.command", "onshore"))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    /** One sentence; the trace only for those who ask for it. */
    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        if (DEBUG) {
            failure.printStackTrace(command.getErr());
        } else {
            var cause = failure.getCause();
            command.getErr()
                    .println("onshore: " + failure.getMessage()
                            + (cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage())
                            + " (ONSHORE_DEBUG=1 shows where)");
        }
        return UNUSABLE;
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"onshore " + (version == null ? "unpackaged" : version)};
        }
    }
}
