package vn.onshore.boundary;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose signature holds: an attestor of the site says that this machine stands there.
 *
 * @param nodeUid the uid of the Node object that it is bound to; null while it is bound to none, and then it counts for
 *     nothing
 * @param attestor name of the attestor
 * @param keyid SHA-256 of the attestor's key, in hex
 */
public record VerifiedStatement(
        String node,
        @Nullable String nodeUid,
        String systemUUID,
        String machineID,
        String site,
        String attestor,
        String keyid,
        Instant issuedAt,
        Instant expiresAt) {

    /** Whether it speaks of exactly this node, as it is now. */
    public boolean speaksOf(NodeFacts facts, Instant now) {
        return node.equals(facts.name())
                && facts.uid().equals(nodeUid)
                && !facts.uid().isEmpty()
                && isSameMachine(facts)
                && now.isBefore(expiresAt);
    }

    /** Whether systemUUID (in any case) and machineID are those of the node, and both are present. */
    public boolean isSameMachine(NodeFacts facts) {
        return !systemUUID.isEmpty()
                && !machineID.isEmpty()
                && systemUUID.equalsIgnoreCase(facts.systemUUID())
                && machineID.equals(facts.machineID());
    }
}
