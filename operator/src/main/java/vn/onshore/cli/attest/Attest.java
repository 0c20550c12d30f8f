package vn.onshore.cli.attest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onshore attest}: who stands where, signed. */
@Command(
        name = "attest",
        description = {
            "Make and check signed statements that a machine stands at a site.",
            "",
            "A person who is responsible for a data centre (an attestor) makes a key pair once, hands the public key to"
                    + " whoever maintains the OnshoreBoundary, and signs one statement for each machine.",
            "Nothing here talks to a cluster or to the network."
        },
        subcommands = {Keygen.class, Sign.class, Verify.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(keygen | sign | verify)")
public final class Attest implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "attest needs one of: keygen, sign, verify");
    }
}
