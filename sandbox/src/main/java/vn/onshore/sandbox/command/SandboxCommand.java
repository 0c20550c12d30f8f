package vn.onshore.sandbox.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onshore sandbox}: a control plane that stays until it is told to go. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "A real Kubernetes control plane on this machine's loopback, with nodes that kwok plays.",
        footer = {
            "",
            "It keeps everything in $XDG_STATE_HOME/onshore/sandbox, by default below ~/.local/state.",
            "KUBEBUILDER_ASSETS names a folder with other etcd, kube-apiserver and kubectl binaries.",
            "ONSHORE_DEBUG=1 shows where an error comes from."
        },
        usageHelpAutoWidth = true,
        subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class, KubectlCommand.class, ServeCommand.class
        })
public final class SandboxCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which: up, down, status or kubectl.");
    }
}
