package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vn.onshore.boundary.Digest;
import vn.onshore.cli.ManifestPaths;
import vn.onshore.cli.Streams;
import vn.onshore.cli.isolation.Declarations.Declared;
import vn.onshore.manifest.JsonTree;

/** {@code onshore isolation graph}. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        description = {
            "Draw the zones and flows of a NetworkIsolation, and what is really open: the network diagram that assessors"
                    + " ask for.",
            "Declared flows are blue, those that no policy lets through grey, what is open beyond them red and dashed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:drawn",
            "2:there is no usable NetworkIsolation, or several and none was named; or a policy is refused"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  onshore isolation graph manifests/ > network.svg",
            "  onshore isolation graph manifests/ --date 2026-11-22 -o dot | dot -Tpdf > network.pdf"
        })
public final class Graph implements Callable<Integer> {
    private static final int DIGEST_SHOWN = 16;

    private final Streams streams;

    @Mixin
    private final ManifestPaths paths = new ManifestPaths();

    @Mixin
    private final Datapath datapath = new Datapath();

    @Option(names = "--name", paramLabel = "NAME", description = "Which NetworkIsolation, if there are several.")
    private @Nullable String name;

    @Option(names = "--title", paramLabel = "TEXT", description = "Heading. Default: the name of the NetworkIsolation")
    private @Nullable String title;

    @Option(names = "--date", paramLabel = "DATE", description = "Date to write below the heading.")
    private @Nullable String date;

    private enum Output {
        svg,
        dot
    }

    @Option(
            names = {"-o", "--output"},
            defaultValue = "svg",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Output output = Output.svg;

    public Graph() {
        this(Streams.ofProcess());
    }

    Graph(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var input = Input.of(paths.all(), streams);
        var declarations = Declarations.of(input.manifests());
        var flawless = declarations.tell(streams);
        var declared = chosen(declarations);
        if (declared == null) {
            return Isolation.UNUSABLE;
        }
        var diagram = Diagram.of(declared, input.read().world(), datapath.profile());
        var heading = title == null ? "NetworkIsolation " + declared.name() : title;
        streams.write(out -> write(diagram, heading, subtitle(input), out));
        return input.sound() && flawless ? 0 : Isolation.UNUSABLE;
    }

    private @Nullable Declared chosen(Declarations declarations) {
        var byName = declarations.byName();
        if (name == null && byName.size() == 1) {
            return byName.values().iterator().next();
        }
        var found = name == null ? null : byName.get(name);
        if (found == null) {
            streams.error(
                    byName.isEmpty()
                            ? "there is no usable NetworkIsolation in the input"
                            : "say which NetworkIsolation with --name: " + String.join(", ", byName.keySet()));
        }
        return found;
    }

    /** The digest is of the objects, however they are laid out. */
    private String subtitle(Input input) {
        var objects = input.manifests().stream()
                .map(manifest -> JsonTree.canonical(manifest.tree().value()))
                .sorted()
                .collect(Collectors.joining("\n"));
        return "Datapath " + datapath.profile() + (date == null ? "" : ", " + date) + ", objects sha256:"
                + Digest.sha256(objects).substring(0, DIGEST_SHOWN);
    }

    private void write(Diagram diagram, String heading, String subtitle, Writer out) throws IOException {
        if (output == Output.svg) {
            SvgDrawing.write(diagram, heading, subtitle, out);
        } else {
            DotDrawing.write(diagram, heading + "\n" + subtitle, out);
        }
    }
}
