package vn.onshore.cli.isolation;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.onshore.cli.ManifestPaths;
import vn.onshore.cli.Streams;
import vn.onshore.cli.isolation.Ends.Found;
import vn.onshore.cli.isolation.Ends.NotFound;
import vn.onshore.isolation.engine.Endpoint;
import vn.onshore.isolation.engine.Explanation;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
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

    private enum Output {
        txt,
        json
    }

    @Option(
            names = {"-o", "--output"},
            defaultValue = "txt",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Output output = Output.txt;

    public Explain() {
        this(Streams.ofProcess());
    }

    Explain(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var asked = Asked.parse(port);
        if (asked == null) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be a protocol and a port, such as tcp/443 or udp/53");
        }
        var input = Input.of(paths.all(), streams);
        var ends = new Ends(input.read().world());
        var sources = ends(ends, "--from", from);
        var destinations = ends(ends, "--to", to);
        if (sources.isEmpty() || destinations.isEmpty() || !input.sound()) {
            return Isolation.UNUSABLE;
        }
        if (sources.getFirst() instanceof Endpoint.Outside && destinations.getFirst() instanceof Endpoint.Outside) {
            streams.error("both ends are addresses outside the cluster, where no policy decides");
            return Isolation.UNUSABLE;
        }
        var reachability = Reachability.of(input.read().world(), datapath.profile(), ZonePlan.NOTHING);
        var answer = Answer.of(reachability, sources, destinations, asked);
        streams.write(out -> write(answer, asked, out));
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

    /** A protocol and a port. */
    private record Asked(Protocol protocol, int port) {

        /** @return null if the text is none */
        static @Nullable Asked parse(String text) {
            var slash = text.indexOf('/');
            for (var protocol : Protocol.values()) {
                if (slash > 0 && protocol.name().equals(text.substring(0, slash).toUpperCase(Locale.ROOT))) {
                    var number = number(text.substring(slash + 1));
                    return number < PortSet.FIRST || number > PortSet.LAST ? null : new Asked(protocol, number);
                }
            }
            return null;
        }

        private static int number(String text) {
            var plain = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return plain ? Integer.parseInt(text) : 0;
        }
    }

    /**
     * What holds for some pair of the pods that are meant: one that may connect, if there is any.
     *
     * @param allowed pairs that may
     * @param pairs all that were asked
     */
    private record Answer(Endpoint from, Endpoint to, Explanation explanation, int allowed, int pairs) {
        private static final int MOST_PAIRS = 10_000;

        static Answer of(Reachability world, List<Endpoint> sources, List<Endpoint> destinations, Asked asked) {
            Answer told = null;
            var allowed = 0;
            var pairs = 0;
            for (var source : sources) {
                for (var destination : destinations) {
                    if (pairs == MOST_PAIRS) {
                        break;
                    }
                    pairs++;
                    var may = world.between(source, destination).contains(asked.protocol(), asked.port());
                    allowed += may ? 1 : 0;
                    if (told == null || may && !told.explanation().allowed()) {
                        told = new Answer(
                                source,
                                destination,
                                world.explain(source, destination, asked.protocol(), asked.port()),
                                0,
                                0);
                    }
                }
            }
            var one = Objects.requireNonNull(told);
            return new Answer(one.from, one.to, one.explanation, allowed, pairs);
        }
    }

    private void write(Answer answer, Asked asked, Writer out) throws IOException {
        if (output == Output.json) {
            json(answer, asked, out);
            return;
        }
        var explanation = answer.explanation();
        out.write("%s to %s, %s/%d: %s (datapath %s)%n"
                .formatted(
                        from,
                        to,
                        asked.protocol(),
                        asked.port(),
                        explanation.allowed() ? "allowed" : "denied",
                        datapath.profile()));
        if (answer.allowed() > 0 && answer.allowed() < answer.pairs()) {
            out.write("  only %d of %d pairs of their pods may; this is one of them%n"
                    .formatted(answer.allowed(), answer.pairs()));
        }
        for (var line : lines(answer)) {
            out.write("  " + line + "\n");
        }
    }

    private static List<String> lines(Answer answer) {
        var lines = new ArrayList<String>();
        Object direction = null;
        for (var step : answer.explanation().steps()) {
            if (step.direction() != direction) {
                direction = step.direction();
                lines.add(Sentences.end(step.direction(), answer.from(), answer.to()));
            }
            lines.add("  " + Sentences.step(step));
        }
        if (lines.isEmpty()) {
            lines.add("a pod always reaches itself");
        }
        answer.explanation().nearest().ifPresent(near -> lines.add("nearest: " + Sentences.near(near)));
        return lines;
    }

    private void json(Answer answer, Asked asked, Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("from", from);
        json.writeStringField("to", to);
        json.writeStringField("protocol", asked.protocol().name());
        json.writeNumberField("port", asked.port());
        json.writeBooleanField("allowed", answer.explanation().allowed());
        json.writeNumberField("allowedPairs", answer.allowed());
        json.writeNumberField("pairs", answer.pairs());
        json.writeArrayFieldStart("steps");
        for (var step : answer.explanation().steps()) {
            json.writeStartObject();
            json.writeStringField("direction", step.direction().name());
            json.writeStringField("tier", step.tier().name());
            json.writeStringField("outcome", step.outcome().name());
            if (step.decidedBy().isPresent()) {
                var rule = step.decidedBy().get();
                json.writeStringField("policy", rule.policy().toString());
                json.writeNumberField("rule", rule.index());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (answer.explanation().nearest().isPresent()) {
            var near = answer.explanation().nearest().get();
            json.writeObjectFieldStart("nearest");
            json.writeStringField("direction", near.direction().name());
            json.writeStringField("policy", near.policy().toString());
            json.writeNumberField("rule", near.index());
            json.writeStringField("why", near.why());
            json.writeEndObject();
        }
        json.writeStringField("datapath", datapath.profile().name());
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
