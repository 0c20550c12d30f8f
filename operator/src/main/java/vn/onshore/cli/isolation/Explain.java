package vn.onshore.cli.isolation;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.onshore.cli.ManifestPaths;
import vn.onshore.cli.Streams;
import vn.onshore.cli.isolation.Answer.Side;
import vn.onshore.cli.isolation.Ends.Found;
import vn.onshore.cli.isolation.Ends.NotFound;
import vn.onshore.isolation.engine.Endpoint;
import vn.onshore.manifest.Quoted;

/** {@code onshore isolation explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Say whether one connection is allowed, and which rule of which policy decided, tier by tier.",
            "If it is denied: which rule came closest to allowing it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:allowed",
            "1:denied",
            "2:there is no such pod or workload, or a policy is one that the API server would refuse"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  onshore isolation explain --from shop/web --to db/postgres --port tcp/5432 manifests/",
            "  onshore isolation explain --from 203.0.113.7 --to shop/web --port tcp/443 manifests/"
        })
public final class Explain implements Callable<Integer> {
    private static final int DENIED = 1;

    private final Streams streams;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "NS/NAME|IP",
            description = "Who opens the connection: a pod, a workload, or an address, of a pod or outside.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "NS/NAME|IP", description = "Who answers.")
    private String to = "";

    @Option(
            names = "--port",
            required = true,
            paramLabel = "tcp/443",
            description = "Protocol and port of who answers.")
    private String port = "";

    @Mixin
    private final ManifestPaths paths = new ManifestPaths();

    @Mixin
    private final Datapath datapath = new Datapath();

    @Option(
            names = {"-o", "--output"},
            defaultValue = "txt",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private AnswerFormat output = AnswerFormat.txt;

    public Explain() {
        this(Streams.ofProcess());
    }

    Explain(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var asked = PortNumber.parse(port)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--port must be a protocol and a port, such as tcp/443 or udp/53"));
        var input = Input.of(paths.all(), streams);
        var world = input.read().world();
        var ends = new Ends(world);
        var sources = ends(ends, "--from", from);
        var destinations = ends(ends, "--to", to);
        if (sources.isEmpty() || destinations.isEmpty() || !input.sound()) {
            return Isolation.UNUSABLE;
        }
        if (sources.getFirst() instanceof Endpoint.Outside && destinations.getFirst() instanceof Endpoint.Outside) {
            streams.error("both ends are addresses outside the cluster, where no policy decides");
            return Isolation.UNUSABLE;
        }
        var answer = Answer.of(world, datapath.profile(), new Side(from, sources), new Side(to, destinations), asked);
        streams.write(out -> output.form().write(answer, out));
        return answer.explanation().allowed() ? 0 : DENIED;
    }

    private List<Endpoint> ends(Ends ends, String option, String name) {
        return switch (ends.find(name)) {
            case Found(var found) -> found;
            case NotFound(var reason) -> {
                streams.error(option + " " + Quoted.shortened(name) + ": " + reason);
                yield List.of();
            }
        };
    }
}
