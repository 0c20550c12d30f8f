package vn.onshore;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import vn.onshore.cli.attest.Attest;
import vn.onshore.cli.check.Check;
import vn.onshore.cli.completion.Completion;
import vn.onshore.cli.export.Export;
import vn.onshore.cli.status.Status;
import vn.onshore.cli.where.Where;

/** Composition root: one program, many commands. */
@Command(
        name = "onshore",
        description = "Keeps data inside Vietnam on a Kubernetes cluster, and proves it.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            Status.class,
            Where.class,
            Check.class,
            Attest.class,
            Export.class,
            OperatorCommand.class,
            Completion.class
        })
public final class Main {
    private static final String LOG_LEVEL = "ONSHORE_LOG_LEVEL";
    private static final boolean DEBUG = System.getenv("ONSHORE_DEBUG") != null;
    private static final int UNUSABLE = 2;

    private Main() {}

    public static void main(String[] args) {
        // Only the operator logs; the other commands answer.
        if (args.length > 0 && !args[0].equals("operator") && System.getenv(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, DEBUG ? "DEBUG" : "OFF");
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCommandName(System.getProperty("onshore.command", "onshore"))
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
