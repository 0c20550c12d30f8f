package vn.onshore.cli.attest;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.SiteAttestationSpec;
import vn.onshore.boundary.Boundary;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.attestation.SiteStatement;
import vn.onshore.boundary.attestation.StatementVerifier;
import vn.onshore.boundary.attestation.StatementVerifier.Opened;
import vn.onshore.boundary.attestation.Verification.Refused;
import vn.onshore.cli.check.SpecReader;
import vn.onshore.manifest.Manifest;

/** {@code onshore attest verify}. */
@Command(
        name = "verify",
        description = {
            "Check a SiteAttestation against a boundary, and print what it says.",
            "Without --from-node only signature, signer and time are checked, not whether the node is still that machine."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it holds", "1:it does not hold", "2:something given cannot be used"})
final class Verify implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The SiteAttestation, YAML or JSON; - for standard input.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(
            names = "--boundary",
            required = true,
            paramLabel = "FILE",
            description = "The OnshoreBoundary with the attestors' public keys, YAML or JSON.")
    @SuppressWarnings("NullAway.Init")
    private String boundaryFile;

    @Option(
            names = "--from-node",
            paramLabel = "FILE",
            description = "The Node as it is now, YAML or JSON; its identity is compared with the signed one.")
    private @Nullable String fromNode;

    private final Clock clock;

    Verify() {
        this(Clock.systemUTC());
    }

    Verify(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try {
            var attestation = Documents.ours("FILE", file, "SiteAttestation");
            var boundaryManifest = Documents.ours("--boundary", boundaryFile, "OnshoreBoundary");
            var node = fromNode == null ? null : NodeFacts.of(Documents.node("--from-node", fromNode), null);
            var signed = read(file, attestation, SiteAttestationSpec.class);
            var refused = examine(out, attestation, signed, boundary(boundaryManifest), boundaryManifest.name(), node);
            out.println(refused.map(r -> "does not hold: " + r.reason() + ": " + r.sentence())
                    .orElse(node == null ? "holds (the node itself was not compared: no --from-node)" : "holds"));
            out.flush();
            return refused.isPresent() ? 1 : 0;
        } catch (Unusable e) {
            spec.commandLine().getErr().println("onshore: " + e.getMessage());
            return 2;
        }
    }

    private Optional<Refused> examine(
            PrintWriter out,
            Manifest attestation,
            SiteAttestationSpec signed,
            Boundary boundary,
            String boundaryName,
            @Nullable NodeFacts node)
            throws Unusable {
        return switch (StatementVerifier.open(signed, boundary)) {
            case Opened.Distrusted(var refused) -> Optional.of(refused);
            case Opened.Trusted(var trusted) -> {
                if (!trusted.statement().boundary().equals(boundaryName)) {
                    throw new Unusable("--boundary " + boundaryFile + " is the boundary " + boundaryName
                            + ", the statement is about " + trusted.statement().boundary());
                }
                print(out, trusted.statement(), trusted.attestor().name());
                var pin = attestation.annotations().get("onshore.vn/node-uid");
                yield node == null
                        ? StatementVerifier.untimely(trusted.statement(), clock.instant())
                        : refusal(signed, boundary, node, pin);
            }
        };
    }

    private Optional<Refused> refusal(
            SiteAttestationSpec signed, Boundary boundary, NodeFacts node, @Nullable String pin) {
        return StatementVerifier.verify(signed, boundary, node, pin, clock.instant()) instanceof Refused refused
                ? Optional.of(refused)
                : Optional.empty();
    }

    private static void print(PrintWriter out, SiteStatement statement, String attestor) {
        out.println("node        " + statement.node());
        out.println("systemUUID  " + statement.systemUUID());
        out.println("machineID   " + statement.machineID());
        out.println("node uid    " + (statement.nodeUID() == null ? "(bound at first sight)" : statement.nodeUID()));
        out.println("site        " + statement.site());
        out.println("boundary    " + statement.boundary());
        out.println("signed by   " + attestor);
        out.println("issued at   " + statement.issuedAt());
        out.println("expires at  " + statement.expiresAt());
    }

    private Boundary boundary(Manifest manifest) throws Unusable {
        var compiled = Boundary.compile(read("--boundary " + boundaryFile, manifest, OnshoreBoundarySpec.class));
        if (compiled.sound().isEmpty()) {
            throw new Unusable(
                    "--boundary " + boundaryFile + ": " + compiled.problems().getFirst());
        }
        return compiled.sound().get();
    }

    private static <T extends Record> T read(String what, Manifest manifest, Class<T> type) throws Unusable {
        var problems = new ArrayList<String>();
        var read = SpecReader.read(
                type,
                manifest.tree().at("spec"),
                "spec",
                (field, sentence) -> problems.add(field + " " + sentence),
                (_, _) -> {});
        if (read == null) {
            throw new Unusable(what + ": " + problems.getFirst());
        }
        return read;
    }
}
