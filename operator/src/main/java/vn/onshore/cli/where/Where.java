package vn.onshore.cli.where;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vn.onshore.cli.ClusterOptions;
import vn.onshore.compliance.Verdict;
import vn.onshore.kube.Json;

/** {@code onshore where node NAME | host H | ip A | pod NS/NAME}. */
@Command(
        name = "where",
        mixinStandardHelpOptions = true,
        description = "Say where a node, a host, an address or a pod is, and on what evidence.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:inside", "1:outside", "2:cannot be asked or is not there", "3:unknown"})
public final class Where {
    private static final int OUTSIDE = 1;
    private static final int UNUSABLE = 2;
    private static final int UNKNOWN = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private enum Output {
        text,
        json
    }

    /** Options of every kind of question. */
    static final class Asking {
        @Mixin
        private final ClusterOptions cluster = new ClusterOptions();

        @Option(
                names = {"-o", "--output"},
                defaultValue = "text",
                description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
        private Output output = Output.text;
    }

    @Command(description = "A node: labels, providerID, attestations, CSI topology and addresses.")
    int node(@Mixin Asking asking, @Parameters(paramLabel = "NAME") String name) {
        return answer(asking, "node " + name, question -> question.node(name));
    }

    @Command(description = "A DNS name, as a Service or an endpoint would name it.")
    int host(@Mixin Asking asking, @Parameters(paramLabel = "HOST") String host) {
        return answer(asking, "host " + host, question -> question.host(host));
    }

    @Command(description = "An IP address, by the address ranges of the sites.")
    int ip(@Mixin Asking asking, @Parameters(paramLabel = "ADDRESS") String address) {
        return answer(asking, "ip " + address, question -> question.address(address));
    }

    @Command(description = "A pod: where its node is.")
    int pod(@Mixin Asking asking, @Parameters(paramLabel = "NAMESPACE/NAME") String pod) {
        var slash = pod.indexOf('/');
        if (slash <= 0) {
            throw new ParameterException(spec.commandLine(), "name the pod as NAMESPACE/NAME");
        }
        return answer(
                asking, "pod " + pod, question -> question.pod(pod.substring(0, slash), pod.substring(slash + 1)));
    }

    private int answer(Asking asking, String what, Function<Question, List<Answer>> ask) {
        var answers = asking.cluster.ask(server -> ask.apply(new Question(server, Clock.systemUTC())));
        if (answers.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("onshore: there is no " + what
                            + ", or no usable OnshoreBoundary to ask (kubectl get boundary)");
            return UNUSABLE;
        }
        print(spec.commandLine().getOut(), asking.output, answers);
        var best = answers.stream().map(Answer::verdict).min(Where::compare).orElse(Verdict.Unknown);
        return switch (best) {
            case Met -> 0;
            case Unknown, NotApplicable -> UNKNOWN;
            case NotMet, Partial -> OUTSIDE;
        };
    }

    /** One boundary that has it inside is enough. */
    private static int compare(Verdict one, Verdict other) {
        return Integer.compare(rank(one), rank(other));
    }

    private static int rank(Verdict verdict) {
        return verdict == Verdict.Met ? 0 : verdict == Verdict.NotMet ? 1 : 2;
    }

    private static void print(PrintWriter out, Output output, List<Answer> answers) {
        if (output == Output.json) {
            out.println(Json.write(answers.stream().map(Answer::json).toList()));
        } else {
            answers.forEach(answer -> out.println(answer.text()));
        }
        out.flush();
    }
}
