package vn.onshore.sandbox.demo;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onshore demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Plays the whole story on a control plane of its own: data residency and network zones declared, enforced, proved.",
            "Every line of an answer comes from the API server."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything happened as it must", "1:something did not; the last line says what"})
public final class DemoCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup
    private @Nullable Place place;

    /** Where it plays, if not on a control plane that goes when the story ends. */
    private static final class Place {
        @Option(names = "--keep", description = "Leave everything running; \"onshore sandbox down\" ends it.")
        private boolean keep;

        @Option(
                names = "--kubeconfig",
                paramLabel = "FILE",
                description = "Play on this cluster, and clean up afterwards. What needs nodes of our own is left out.")
        private @Nullable Path kubeconfig;
    }

    @Override
    public void run() {
        boolean keep = place != null && place.keep;
        Optional<Path> kubeconfig =
                Optional.ofNullable(place).flatMap(chosen -> Optional.ofNullable(chosen.kubeconfig));
        new Demo(new Narrator(spec.commandLine().getOut(), isTerminal())).play(keep, kubeconfig);
    }

    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
    }
}
