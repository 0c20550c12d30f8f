package vn.onshore.cli.where;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vn.onshore.cli.ClusterOptions;
import vn.onshore.cli.TextOrJson;
import vn.onshore.cli.check.OwnResources;
import vn.onshore.compliance.Verdict;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.Json;
import vn.onshore.kube.ListedObjects;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Reading;

/** {@code onshore where node NAME | host H | ip A | pod NS/NAME}. */
@Command(
        name = "where",
        mixinStandardHelpOptions = true,
        description = {
            "Say where a node, a host, an address or a pod is, and on what evidence.",
            "Every OnshoreBoundary of the cluster answers, or those of --boundary-file: then no cluster is asked."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:inside", "1:outside", "2:cannot be asked or is not there", "3:unknown"})
public final class Where {
    private static final int OUTSIDE = 1;
    private static final int UNUSABLE = 2;
    private static final int UNKNOWN = 3;
    private static final Reading NOTHING = new Reading(List.of(), List.of());

    private final InputStream in;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public Where() {
        this(System.in);
    }

    /** With another standard input than that of the process. */
    public Where(InputStream in) {
        this.in = in;
    }

    /** Options of every kind of question. */
    static final class Asking {
        @Mixin
        private final ClusterOptions cluster = new ClusterOptions();

        @Mixin
        private final TextOrJson output = new TextOrJson();
    }

    /** For questions that files can answer. */
    static final class Files {
        @Option(
                names = "--boundary-file",
                paramLabel = "FILE",
                description = "Ask the OnshoreBoundary in this file or folder, and no cluster. DataResidency and"
                        + " SiteAttestation resources in it count as well.")
        private List<String> files = List.of();
    }

    @Command(
            description = {
                "A node: labels, providerID, attestations, CSI topology and addresses.",
                "With --boundary-file, NAME is a file with the Node, or - for standard input:",
                "  kubectl get node hn-node-1 -o yaml | onshore where node - --boundary-file boundary.yaml"
            })
    int node(@Mixin Asking asking, @Mixin Files offline, @Parameters(paramLabel = "NAME") String name) {
        if (offline.files.isEmpty()) {
            return asking.cluster.ask(
                    server -> told(asking, "node " + name, online(server).node(name)));
        }
        var nodes = ManifestReader.read(List.of(name), in);
        return offline(
                asking,
                offline.files,
                nodes,
                "Node in " + name,
                question -> nodes.manifests().stream()
                        .filter(object -> object.is("", "Node"))
                        .flatMap(node -> question.node(node.name()).stream())
                        .toList());
    }

    @Command(mixinStandardHelpOptions = true, description = "A DNS name, as a Service or an endpoint would name it.")
    int host(@Mixin Asking asking, @Mixin Files offline, @Parameters(paramLabel = "HOST") String host) {
        return answer(asking, offline, "host " + host, question -> question.host(host));
    }

    @Command(mixinStandardHelpOptions = true, description = "An IP address, by the address ranges of the sites.")
    int ip(@Mixin Asking asking, @Mixin Files offline, @Parameters(paramLabel = "ADDRESS") String address) {
        return answer(asking, offline, "ip " + address, question -> question.address(address));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "A pod: where its node is, and what the policies that govern it find.")
    int pod(@Mixin Asking asking, @Parameters(paramLabel = "NAMESPACE/NAME") String pod) {
        var slash = pod.indexOf('/');
        if (slash <= 0) {
            throw new ParameterException(spec.commandLine(), "name the pod as NAMESPACE/NAME");
        }
        var path = Watched.POD.kind().path(pod.substring(0, slash), pod.substring(slash + 1));
        return asking.cluster.ask(server -> {
            var found = server.get(path);
            return found.ok()
                    ? told(
                            asking,
                            "pod " + pod,
                            online(server).pod(Manifest.of(found.body().fields())))
                    : unusable("there is no pod " + pod + " to be seen: " + found.message());
        });
    }

    private int answer(Asking asking, Files offline, String what, Function<Question, List<Answer>> ask) {
        return offline.files.isEmpty()
                ? asking.cluster.ask(server -> told(asking, what, ask.apply(online(server))))
                : offline(asking, offline.files, NOTHING, what, ask);
    }

    private static Question online(ApiServer server) {
        return new Question(new ListedObjects(server), Clock.systemUTC());
    }

    private int offline(
            Asking asking, List<String> files, Reading more, String what, Function<Question, List<Answer>> ask) {
        var reading = ManifestReader.read(files, in);
        var manifests = new ArrayList<>(reading.manifests());
        manifests.addAll(more.manifests());
        var own = OwnResources.of(manifests);
        own.views();
        var problems = Stream.of(reading.problems(), more.problems(), own.problems())
                .flatMap(List::stream)
                .toList();
        problems.forEach(problem -> spec.commandLine().getErr().println("error: " + problem));
        return problems.isEmpty()
                ? told(asking, what, ask.apply(new Question(new FileObjects(own.asStored()), Clock.systemUTC())))
                : UNUSABLE;
    }

    private int unusable(String sentence) {
        spec.commandLine().getErr().println("onshore: " + sentence);
        return UNUSABLE;
    }

    private int told(Asking asking, String what, List<Answer> answers) {
        if (answers.isEmpty()) {
            return unusable(
                    "there is no " + what + ", or no usable OnshoreBoundary to ask (kubectl get onshoreboundaries)");
        }
        print(spec.commandLine().getOut(), asking.output, answers);
        return answers.stream()
                .collect(Collectors.groupingBy(Answer::what, Collectors.mapping(Answer::verdict, Collectors.toSet())))
                .values()
                .stream()
                .mapToInt(Where::exitCode)
                .max()
                .orElse(UNUSABLE);
    }

    /** One boundary that has it inside is enough. */
    private static int exitCode(Set<Verdict> verdicts) {
        if (verdicts.contains(Verdict.Met)) {
            return 0;
        }
        return verdicts.contains(Verdict.NotMet) || verdicts.contains(Verdict.Partial) ? OUTSIDE : UNKNOWN;
    }

    private static void print(PrintWriter out, TextOrJson output, List<Answer> answers) {
        if (output.isJson()) {
            out.println(Json.write(answers.stream().map(Answer::json).toList()));
        } else {
            out.print(answers.stream().map(Answer::text).collect(Collectors.joining("\n")));
        }
        out.flush();
    }
}
