package vn.onshore.boundary.attestation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.Digest;
import vn.onshore.manifest.JsonTree;
import vn.onshore.manifest.Tree;

/**
 * What an attestor states: this machine, known to the cluster by this name, stands at this site. On the wire it is an
 * in-toto Statement v1 whose only subject is the node, with a digest over the machine's identity.
 *
 * @param systemUUID of the firmware (DMI), as {@code status.nodeInfo.systemUUID} shows it
 * @param machineID of the operating system, as {@code status.nodeInfo.machineID} shows it
 * @param nodeUID uid of the Node object; null to leave binding it to the first sight
 * @param boundary name of the OnshoreBoundary that has the site
 */
public record SiteStatement(
        String node,
        String systemUUID,
        String machineID,
        @Nullable String nodeUID,
        String site,
        String boundary,
        Instant issuedAt,
        Instant expiresAt) {
    static final String TYPE = "https://in-toto.io/Statement/v1";
    /** The predicate type of site statements. */
    public static final String PREDICATE_TYPE = "https://onshore.vn/attestation/site/v1";

    private static final int MAX_LENGTH = 12_288;
    private static final int MAX_DEPTH = 6;
    private static final Set<String> FIELDS =
            Set.of("node", "systemUUID", "machineID", "nodeUID", "site", "boundary", "issuedAt", "expiresAt");

    /** SHA-256 in hex over the machine's identity: both ids, the first in lower case, each ended by a line feed. */
    public static String machineDigest(String systemUUID, String machineID) {
        return Digest.sha256(systemUUID.toLowerCase(Locale.ROOT) + "\n" + machineID + "\n");
    }

    /** The statement as canonical JSON. */
    byte[] payload() {
        var predicate = new TreeMap<String, Object>(Map.of(
                "node", node,
                "systemUUID", systemUUID,
                "machineID", machineID,
                "site", site,
                "boundary", boundary,
                "issuedAt", issuedAt.toString(),
                "expiresAt", expiresAt.toString()));
        if (nodeUID != null) {
            predicate.put("nodeUID", nodeUID);
        }
        var subject = Map.of("name", node, "digest", Map.of("sha256", machineDigest(systemUUID, machineID)));
        return JsonTree.canonical(Map.of(
                        "_type", TYPE,
                        "subject", List.of(subject),
                        "predicateType", PREDICATE_TYPE,
                        "predicate", predicate))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a payload; empty unless it is exactly such a statement, consistent in itself and of bounded size. */
    static Optional<SiteStatement> read(byte[] payload) {
        if (payload.length > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            return JsonTree.parse(text, MAX_LENGTH, MAX_DEPTH) instanceof JsonTree.Readable(var tree)
                    ? read(tree)
                    : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static Optional<SiteStatement> read(Tree tree) {
        var predicate = tree.at("predicate");
        var issuedAt = instant(predicate.at("issuedAt"));
        var expiresAt = instant(predicate.at("expiresAt"));
        if (!TYPE.equals(tree.at("_type").value())
                || !PREDICATE_TYPE.equals(tree.at("predicateType").value())
                || !FIELDS.containsAll(predicate.fields().keySet())
                || issuedAt == null
                || expiresAt == null) {
            return Optional.empty();
        }
        var uid = predicate.at("nodeUID");
        var statement = new SiteStatement(
                string(predicate.at("node")),
                string(predicate.at("systemUUID")),
                string(predicate.at("machineID")),
                uid.isPresent() ? string(uid) : null,
                string(predicate.at("site")),
                string(predicate.at("boundary")),
                issuedAt,
                expiresAt);
        return Optional.of(statement).filter(SiteStatement::isWhole).filter(read -> read.isSubject(tree.at("subject")));
    }

    private boolean isWhole() {
        return !node.isEmpty()
                && !systemUUID.isEmpty()
                && !machineID.isEmpty()
                && !site.isEmpty()
                && !boundary.isEmpty()
                && (nodeUID == null || !nodeUID.isEmpty());
    }

    private boolean isSubject(Tree subjects) {
        return subjects.items().size() == 1
                && node.equals(subjects.items().getFirst().at("name").value())
                && machineDigest(systemUUID, machineID)
                        .equals(subjects.items()
                                .getFirst()
                                .at("digest", "sha256")
                                .value());
    }

    /** What is signed is taken at its word: a number is no string. */
    private static String string(Tree tree) {
        return tree.value() instanceof String text ? text : "";
    }

    private static @Nullable Instant instant(Tree tree) {
        try {
            return Instant.parse(string(tree));
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
