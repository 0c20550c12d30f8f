package vn.onshore.cli.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.onshore.isolation.prove.Attempt;
import vn.onshore.isolation.prove.Outcome;
import vn.onshore.isolation.prove.ProbeMessage;
import vn.onshore.isolation.prove.Prober;
import vn.onshore.kube.Json;

/** {@code onshore isolation probe}: what the Jobs of a NetworkIsolation run. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = {
            "Open TCP connections from here, close them again, and say as JSON what became of each.",
            "The probe Jobs of a NetworkIsolation run this. Nothing is sent over the connections."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:tried, whatever came of it", "2:cannot be tried"})
final class Probe implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--expect",
            required = true,
            paramLabel = "open|blocked=ADDRESS:PORT",
            description = "Whom to try, and what ought to come of it: blocked=203.0.113.7:443, open=[2001:db8::1]:80."
                    + " At most " + ProbeMessage.MOST_ATTEMPTS + " times.")
    private List<String> expected = List.of();

    @Option(names = "--message", paramLabel = "FILE", description = "Where to leave a short answer for the operator.")
    private @Nullable Path message;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var attempts = attempts();
        var outcomes = Prober.probe(attempts);
        if (message != null) {
            Files.writeString(message, ProbeMessage.write(attempts, outcomes));
        }
        var out = spec.commandLine().getOut();
        out.println(Json.write(Map.of("probes", rows(attempts, outcomes))));
        out.flush();
        return 0;
    }

    private List<Attempt> attempts() {
        if (expected.size() > ProbeMessage.MOST_ATTEMPTS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--expect is there %d times; at most %d are tried at once"
                            .formatted(expected.size(), ProbeMessage.MOST_ATTEMPTS));
        }
        return expected.stream()
                .map(text -> Attempt.parse(text)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "--expect takes open= or blocked= with an address and a port, such as"
                                        + " blocked=203.0.113.7:443")))
                .toList();
    }

    private static List<Map<String, String>> rows(List<Attempt> attempts, List<Outcome> outcomes) {
        var rows = new ArrayList<Map<String, String>>();
        for (var i = 0; i < attempts.size(); i++) {
            var row = new LinkedHashMap<String, String>();
            row.put("to", attempts.get(i).to().toString());
            row.put("expected", attempts.get(i).expected().name());
            row.put("outcome", outcomes.get(i).name());
            rows.add(row);
        }
        return rows;
    }
}
