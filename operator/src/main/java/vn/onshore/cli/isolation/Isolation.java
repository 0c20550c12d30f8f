package vn.onshore.cli.isolation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.onshore.cli.isolation.measure.Measure;

/** {@code onshore isolation}: the questions that network policies answer. */
@Command(
        name = "isolation",
        mixinStandardHelpOptions = true,
        description = "Say who may reach whom by network policies in files, and why. No cluster is asked.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  onshore isolation connections manifests/",
            "  onshore isolation explain --from shop/web --to db/postgres --port tcp/5432 manifests/",
            "  onshore isolation diff before/ after/ --output md",
            "  onshore isolation graph manifests/ > network.svg",
            "  onshore isolation suggest flows.json"
        },
        subcommands = {
            Connections.class,
            Explain.class,
            Diff.class,
            Graph.class,
            Addresses.class,
            Suggest.class,
            Probe.class,
            Measure.class
        })
public final class Isolation implements Runnable {
    static final int UNUSABLE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to tell (see --help)");
    }
}
