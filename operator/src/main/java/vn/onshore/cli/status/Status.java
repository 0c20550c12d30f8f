package vn.onshore.cli.status;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.onshore.cli.ClusterOptions;
import vn.onshore.kube.Json;
import vn.onshore.kube.ListedObjects;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/** {@code onshore status}: policies, verdicts, coverage, blind spots, last proof. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show on one screen how the cluster stands.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every policy is ready and compliant",
            "1:something is not ready or not compliant",
            "2:the cluster cannot be asked",
            "3:something is unknown (only if not 1 or 2)"
        })
public final class Status implements Callable<Integer> {
    private enum Output {
        text,
        json
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Output output = Output.text;

    private record Seen(List<Manifest> boundaries, List<Manifest> policies) {}

    @Override
    public Integer call() {
        var seen = cluster.ask(server -> {
            var objects = new ListedObjects(server);
            return new Seen(
                    objects.all(Watched.BOUNDARY).toList(),
                    objects.all(Watched.RESIDENCY).toList());
        });
        var out = spec.commandLine().getOut();
        if (output == Output.json) {
            out.println(Json.write(Map.of("boundaries", trees(seen.boundaries()), "policies", trees(seen.policies()))));
        } else {
            out.print(Screen.of(seen.boundaries(), seen.policies(), colours()));
        }
        out.flush();
        return exitCode(seen);
    }

    private static boolean colours() {
        return Boolean.getBoolean("onshore.terminal") && System.getenv("NO_COLOR") == null;
    }

    private static List<Map<String, Object>> trees(List<Manifest> manifests) {
        return manifests.stream().map(manifest -> manifest.tree().fields()).toList();
    }

    private static int exitCode(Seen seen) {
        var ready = statuses(seen, "Ready").toList();
        var compliant = seen.policies().stream()
                .map(policy -> status(policy, "Compliant"))
                .toList();
        if (ready.stream().anyMatch(status -> !status.equals("True")) || compliant.contains("False")) {
            return 1;
        }
        return compliant.stream().allMatch(status -> status.equals("True")) ? 0 : 3;
    }

    private static Stream<String> statuses(Seen seen, String type) {
        return Stream.concat(seen.boundaries().stream(), seen.policies().stream())
                .map(manifest -> status(manifest, type));
    }

    private static String status(Manifest manifest, String type) {
        return manifest.tree().at("status", "conditions").items().stream()
                .filter(condition -> condition.at("type").text().equals(type))
                .map(condition -> condition.at("status").text())
                .findFirst()
                .orElse("Unknown");
    }
}
