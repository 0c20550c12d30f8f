package vn.onshore.cli.isolation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.cli.Streams;
import vn.onshore.cli.export.YamlStream;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.observed.FlowBook;
import vn.onshore.isolation.observed.PodAddresses;
import vn.onshore.isolation.observed.Shadow;
import vn.onshore.isolation.observed.Suggestion;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;

/** {@code onshore isolation suggest}: no cluster, no network. */
@Command(
        name = "suggest",
        mixinStandardHelpOptions = true,
        description = {
            "Suggest a NetworkIsolation that would have allowed the connections that were seen, or, with --shadow, list"
                    + " those that a NetworkIsolation would have dropped.",
            "Flows are JSON lines of Hubble or Goldmane, text of conntrack -L, or CSV with the header"
                    + " src_namespace,src_pod,dst_namespace,dst_pod,dst_ip,protocol,port."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; with --shadow, nothing would have been dropped",
            "1:with --shadow, something would have been dropped",
            "2:input that cannot be used",
            "3:with --shadow, nothing would have been dropped for certain, and something cannot be told"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  hubble observe --last 100000 -o jsonpb | onshore isolation suggest -",
            "  kubectl get namespaces,pods,nodes -A -o yaml > objects.yaml",
            "  conntrack -L | onshore isolation suggest - --namespaces objects.yaml",
            "  onshore isolation suggest flows.json --shadow isolation.yaml"
        })
public final class Suggest implements Callable<Integer> {
    private static final int DROPPED = 1;
    private static final int UNDETERMINED = 3;

    private final Streams streams;

    @Parameters(arity = "1..*", paramLabel = "FLOWS", description = "Files, or - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--namespaces",
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    "Files or folders with Namespaces, for their labels, and Pods and Nodes, for their addresses.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--shadow",
            paramLabel = "POLICY",
            description = "A file with a NetworkIsolation, and one with its OnshoreBoundary if it names sites.")
    private List<String> policies = List.of();

    @Option(
            names = "--include-dropped",
            description = "Count connections that were dropped when they were seen as if they had to work.")
    private boolean includeDropped;

    @Option(
            names = "--zone-label",
            defaultValue = "zone",
            paramLabel = "KEY",
            description = "Label of namespaces that names their zone; a namespace without it becomes a zone of its own."
                    + " Default: ${DEFAULT-VALUE}")
    private String zoneLabel = "zone";

    @Option(
            names = "--name",
            defaultValue = "suggested",
            paramLabel = "NAME",
            description = "Of the NetworkIsolation. Default: ${DEFAULT-VALUE}")
    private String name = "suggested";

    @Option(
            names = "--boundary",
            defaultValue = "vietnam",
            paramLabel = "NAME",
            description = "Of its OnshoreBoundary. Default: ${DEFAULT-VALUE}")
    private String boundary = "vietnam";

    @Option(
            names = "--level",
            defaultValue = "3",
            paramLabel = "1-5",
            description = "Of the system. Default: ${DEFAULT-VALUE}")
    private int level = 3;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "yaml",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Output output = Output.yaml;

    private enum Output {
        yaml,
        json
    }

    public Suggest() {
        this(Streams.ofProcess());
    }

    Suggest(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var objects = ManifestReader.read(namespaces, streams.in());
        objects.problems().forEach(streams::error);
        var known = PodAddresses.of(objects.manifests());
        var book = new FlowBook(includeDropped);
        var sound = new FlowFiles(known, book, streams).readAll(files)
                && objects.problems().isEmpty();
        tell(book);
        if (book.flows().isEmpty()) {
            streams.error("no connection was found in " + String.join(" ", files)
                    + "; give JSON lines of Hubble or Goldmane, conntrack -L, or CSV with its header");
            return Isolation.UNUSABLE;
        }
        var exitCode = policies.isEmpty() ? suggest(book, known) : shadow(book, known);
        return sound && !book.isCut() ? exitCode : Isolation.UNUSABLE;
    }

    private void tell(FlowBook book) {
        book.problems().forEach(problem -> streams.warning(problem + "; this line is left out"));
        if (book.garbage() > book.problems().size()) {
            streams.warning("and " + (book.garbage() - book.problems().size()) + " more lines that are no flows");
        }
        book.remarks().forEach(streams::warning);
        if (book.dropped() > 0) {
            streams.warning("--include-dropped counts connections that were dropped");
        }
    }

    private int suggest(FlowBook book, PodAddresses known) throws IOException {
        var suggestion = Suggestion.of(book.flows(), new Suggestion.Known(boundary, level, zoneLabel, known.labels()));
        suggestion.remarks().forEach(streams::warning);
        if (suggestion.spec().zones().isEmpty()) {
            streams.error(
                    "no connection begins or ends in a namespace, so there is no zone to suggest; name files with Pods"
                            + " by --namespaces if the lines have addresses only");
            return Isolation.UNUSABLE;
        }
        var spec = new LinkedHashMap<>(Json.toMap(suggestion.spec()));
        spec.remove("suspend");
        var object = new LinkedHashMap<String, Object>();
        object.put("apiVersion", ApiGroup.API_VERSION);
        object.put("kind", "NetworkIsolation");
        object.put("metadata", Map.of("name", name));
        object.put("spec", spec);
        write(object);
        return 0;
    }

    private int shadow(FlowBook book, PodAddresses known) throws IOException {
        var declared = declared();
        // Names are asked for everywhere: what goes to DNS is never dropped.
        return declared == null
                ? Isolation.UNUSABLE
                : shadow(book, known, declared.zoning().plan(Optional.empty(), AddressSet.NONE));
    }

    /** The one NetworkIsolation of {@code --shadow}; null, and said on standard error, if there is not exactly one. */
    private Declarations.@Nullable Declared declared() {
        var reading = ManifestReader.read(policies, streams.in());
        reading.problems().forEach(streams::error);
        var declarations = Declarations.of(reading.manifests());
        var sound = declarations.tell(streams) && reading.problems().isEmpty();
        var isolations = reading.manifests().stream()
                .filter(manifest -> manifest.is(ApiGroup.NAME, Declarations.KIND))
                .count();
        if (isolations != 1) {
            streams.error("--shadow " + String.join(" ", policies) + " holds " + (isolations == 0 ? "no" : isolations)
                    + " NetworkIsolation; name files with exactly one");
            return null;
        }
        return sound ? declarations.byName().values().iterator().next() : null;
    }

    private int shadow(FlowBook book, PodAddresses known, ZonePlan plan) throws IOException {
        var shadow = Shadow.of(book.flows(), plan, known.labels());
        write(ShadowRows.of(shadow));
        if (!shadow.undetermined().isEmpty() && namespaces.isEmpty()) {
            streams.warning("name files with Namespaces, Pods and Nodes by --namespaces to tell more of the flows");
        }
        if (!shadow.dropped().isEmpty()) {
            return DROPPED;
        }
        return shadow.undetermined().isEmpty() ? 0 : UNDETERMINED;
    }

    private void write(Map<String, Object> object) throws IOException {
        var text = output == Output.json ? Json.write(object) + "\n" : YamlStream.of(List.of(Manifest.of(object)));
        streams.write(out -> out.write(text));
    }
}
