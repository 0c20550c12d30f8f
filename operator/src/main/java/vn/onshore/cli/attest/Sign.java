package vn.onshore.cli.attest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.SiteAttestationSpec;
import vn.onshore.boundary.Attestor;
import vn.onshore.boundary.Digest;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.attestation.SiteStatement;
import vn.onshore.boundary.attestation.StatementSigner;

/** {@code onshore attest sign}. */
@Command(
        name = "sign",
        description = {
            "Sign that a machine stands at a site, and print a SiteAttestation for kubectl apply.",
            "The machine is named by --node, --system-uuid and --machine-id, or read from the cluster's own words with"
                    + " --from-node; compare those with the machine in front of you before you sign.",
            "",
            "Example: kubectl get node hn-1 -o yaml | onshore attest sign --key attestor.key --from-node - --site hn-01"
                    + " --boundary vietnam | kubectl apply -f -"
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the resource was printed", "2:something given cannot be used"})
final class Sign implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description =
                    "Private key, as keygen wrote it. The public key beside it, if it is there, gives the key id.")
    @SuppressWarnings("NullAway.Init")
    private Path key;

    @Option(
            names = "--site",
            required = true,
            description = "Id of the site, as spec.sites[].id of the boundary has it.")
    @SuppressWarnings("NullAway.Init")
    private String site;

    @Option(names = "--boundary", required = true, paramLabel = "NAME", description = "Name of the OnshoreBoundary.")
    @SuppressWarnings("NullAway.Init")
    private String boundary;

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            defaultValue = "90d",
            description = "A span (12h, 90d, 8w), a date (its end, UTC) or an instant; default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String expires;

    @Option(
            names = "--from-node",
            paramLabel = "FILE",
            description = "A Node as YAML or JSON (kubectl get node NAME -o yaml), - for standard input. Also binds the"
                    + " statement to the uid of that Node object.")
    private @Nullable String fromNode;

    @Option(names = "--node", paramLabel = "NAME", description = "Name of the node.")
    private @Nullable String node;

    @Option(names = "--system-uuid", paramLabel = "UUID", description = "status.nodeInfo.systemUUID of the node.")
    private @Nullable String systemUUID;

    @Option(names = "--machine-id", paramLabel = "ID", description = "status.nodeInfo.machineID of the node.")
    private @Nullable String machineID;

    @Option(
            names = "--node-uid",
            paramLabel = "UID",
            description =
                    "metadata.uid of the Node. Without it the operator binds the statement to the Node object that"
                            + " it sees first.")
    private @Nullable String nodeUID;

    private final Clock clock;

    Sign() {
        this(Clock.systemUTC());
    }

    Sign(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        try {
            var statement = statement();
            var signed = sign(statement, KeyFiles.readPrivate(key));
            var out = spec.commandLine().getOut();
            out.print(resource(statement, signed));
            out.flush();
            return 0;
        } catch (Unusable e) {
            spec.commandLine().getErr().println("onshore: " + e.getMessage());
            return 2;
        }
    }

    private SiteStatement statement() throws Unusable {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var facts = fromNode == null ? null : NodeFacts.of(Documents.node("--from-node", fromNode), null);
        return new SiteStatement(
                name("--node", said("--node", node, facts == null ? "" : facts.name())),
                said("--system-uuid", systemUUID, facts == null ? "" : facts.systemUUID()),
                said("--machine-id", machineID, facts == null ? "" : facts.machineID()),
                uid(facts),
                name("--site", site),
                name("--boundary", boundary),
                now,
                Lifetime.end(expires, now));
    }

    private @Nullable String uid(@Nullable NodeFacts facts) throws Unusable {
        var read = facts == null ? "" : facts.uid();
        return nodeUID == null && read.isEmpty() ? null : said("--node-uid", nodeUID, read);
    }

    /** What the option or the node says; they must not differ, and one of them must say something. */
    private static String said(String option, @Nullable String given, String read) throws Unusable {
        if (given != null && !read.isEmpty() && !given.equals(read)) {
            throw new Unusable(option + " " + given + " is not what --from-node says (" + read + "); leave one away");
        }
        var said = given == null ? read : given;
        if (said.isBlank() || said.length() > 253 || said.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new Unusable(option + " is missing or unusable; give it, or a Node that has it with --from-node");
        }
        return said;
    }

    private static String name(String option, String text) throws Unusable {
        if (!NAME.matcher(text).matches()) {
            throw new Unusable(option + " is no name: lower-case letters, digits, hyphens and dots");
        }
        return text;
    }

    private SiteAttestationSpec sign(SiteStatement statement, PrivateKey privateKey) throws Unusable {
        try {
            return StatementSigner.sign(statement, privateKey, keyid());
        } catch (GeneralSecurityException _) {
            throw new Unusable("--key " + key
                    + " can sign neither Ed25519 nor ECDSA P-256; make one with onshore attest" + " keygen");
        }
    }

    /** The hint for verifiers, from the public key beside the private one; empty if keygen's file is not there. */
    private String keyid() throws Unusable {
        var name = key.toString();
        var beside = Path.of((name.endsWith(".key") ? name.substring(0, name.length() - 4) : name) + ".pub");
        if (!Files.isRegularFile(beside)) {
            return "";
        }
        return Attestor.of(site, "", KeyFiles.text(beside)).map(Attestor::keyid).orElse("");
    }

    private static String resource(SiteStatement statement, SiteAttestationSpec signed) {
        var signature = signed.envelope().signatures().getFirst();
        var suffix = "-" + Digest.sha256(signed.envelope().payload()).substring(0, 8);
        var stem = statement.node().substring(0, Math.min(statement.node().length(), 253 - suffix.length()));
        return """
                apiVersion: %s
                kind: SiteAttestation
                metadata:
                  name: "%s"
                spec:
                  boundaryRef:
                    name: "%s"
                  envelope:
                    payloadType: %s
                    payload: %s
                    signatures:
                    - sig: %s%s
                """.formatted(
                        ApiGroup.API_VERSION,
                        stem.toLowerCase(Locale.ROOT) + suffix,
                        statement.boundary(),
                        signed.envelope().payloadType(),
                        signed.envelope().payload(),
                        signature.sig(),
                        signature.keyid() == null ? "" : "\n      keyid: " + signature.keyid());
    }
}
