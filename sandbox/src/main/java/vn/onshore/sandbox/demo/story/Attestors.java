package vn.onshore.sandbox.demo.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import vn.onshore.sandbox.demo.cluster.Documents;
import vn.onshore.sandbox.demo.world.OnshoreProgram;

/** The people who may say which machines stand at which site, with {@code onshore attest} and fresh keys. */
public final class Attestors {
    private static final List<Duration> MOMENTS =
            List.of(Duration.ofSeconds(4), Duration.ofSeconds(20), Duration.ofSeconds(60));

    /** One after the other, so that the cluster keeps a processor. */
    private final Executor hand =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    private final OnshoreProgram program;
    private final Path folder;

    private Attestors(OnshoreProgram program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** Makes a key pair for each site. */
    public static Attestors withKeys(OnshoreProgram program, Path scratch, Examples examples) {
        try {
            Path folder = Files.createDirectories(scratch.resolve("attestors"));
            Attestors attestors = new Attestors(program, folder);
            examples.boundary()
                    .path("spec")
                    .path("sites")
                    .forEach(site -> attestors.makeKey(site.path("id").asText()));
            return attestors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeKey(String site) {
        program.run("attest", "keygen", "--out", folder.resolve(site).toString())
                .orThrow();
    }

    /** The boundary with their public keys in place of those that nobody can sign with. */
    ObjectNode knownTo(ObjectNode boundary) {
        for (JsonNode site : boundary.path("spec").path("sites")) {
            String key = read(folder.resolve(site.path("id").asText() + ".pub"));
            ((ObjectNode) site.path("attestors").path(0)).put("publicKey", key);
        }
        return boundary;
    }

    /** Begins to sign that a node, as the cluster shows it, stands at a site; it holds for 90 days. */
    CompletableFuture<ObjectNode> sign(JsonNode node, String site, String boundary) {
        return CompletableFuture.supplyAsync(
                () -> statement(signed(node, site, boundary, "90d").orThrow()), hand);
    }

    /** The same for a moment only: as short as this machine is quick enough for, because no past end is signed. */
    CompletableFuture<ObjectNode> signForAMoment(JsonNode node, String site, String boundary) {
        return CompletableFuture.supplyAsync(
                () -> MOMENTS.stream()
                        .map(moment -> Instant.now().plus(moment).truncatedTo(ChronoUnit.SECONDS))
                        .map(end -> signed(node, site, boundary, end.toString()))
                        .filter(outcome -> outcome.exitCode() == 0)
                        .findFirst()
                        .map(Attestors::statement)
                        .orElseThrow(() -> new Astray("This machine is too slow to sign a statement in a minute.")),
                hand);
    }

    private OnshoreProgram.Outcome signed(JsonNode node, String site, String boundary, String expires) {
        Path file = folder.resolve(node.at("/metadata/name").asText() + ".json");
        ObjectNode shown = node.deepCopy();
        shown.put("apiVersion", "v1").put("kind", "Node");
        try {
            Files.writeString(file, shown.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String key = folder.resolve(site + ".key").toString();
        return program.run(
                "attest",
                "sign",
                "--key",
                key,
                "--from-node",
                file.toString(),
                "--site",
                site,
                "--boundary",
                boundary,
                "--expires",
                expires);
    }

    private static ObjectNode statement(OnshoreProgram.Outcome signed) {
        return Documents.parse(signed.out()).getFirst();
    }

    /** A statement with its payload altered to speak of another node; the signature stays as it was. */
    static ObjectNode forge(ObjectNode attestation, JsonNode from, JsonNode to) {
        ObjectNode forged = attestation.deepCopy();
        ObjectNode envelope = (ObjectNode) forged.path("spec").path("envelope");
        String payload =
                new String(Base64.getDecoder().decode(envelope.path("payload").asText()), UTF_8);
        for (String path : new String[] {
            "/metadata/name", "/metadata/uid", "/status/nodeInfo/systemUUID", "/status/nodeInfo/machineID"
        }) {
            payload = payload.replace(from.at(path).asText(), to.at(path).asText());
        }
        envelope.put("payload", Base64.getEncoder().encodeToString(payload.getBytes(UTF_8)));
        ((ObjectNode) forged.path("metadata"))
                .put("name", to.at("/metadata/name").asText() + "-forged");
        return forged;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
