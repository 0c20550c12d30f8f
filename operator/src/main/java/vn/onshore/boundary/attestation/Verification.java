package vn.onshore.boundary.attestation;

import vn.onshore.boundary.VerifiedStatement;

/** What came of verifying a SiteAttestation. */
public sealed interface Verification {

    /**
     * The signature holds and the statement speaks of the node as it is now.
     *
     * @param statement bound to no Node object while its {@code nodeUid} is null: then it counts for nothing yet, and
     *     whoever verified it pins the uid of the node and verifies again
     */
    record Valid(VerifiedStatement statement) implements Verification {}

    /**
     * The statement counts for nothing.
     *
     * @param sentence why, and what to do; holds nothing of an envelope whose signature does not hold
     */
    record Refused(Reason reason, String sentence) implements Verification {}

    /** Reasons, as they stand in conditions. */
    enum Reason {
        /** Not base64, no signature, or no site statement inside. */
        UnreadableEnvelope,
        /** Not {@code application/vnd.in-toto+json}. */
        UnknownPayloadType,
        /** No attestor of the boundary has the key. */
        UntrustedKey,
        /** The key is an attestor's, the signature is not of this payload. */
        BadSignature,
        /** The signer may not speak for that site, or the statement is about another boundary. */
        WrongSite,
        /** The cluster has no such node. */
        UnknownNode,
        /** systemUUID or machineID of the node are not those that were signed. */
        IdentityChanged,
        /** The Node object was deleted and made again since the statement was bound to it. */
        NodeReplaced,
        /** Past its end. */
        Expired,
        /** Issued in the future. */
        NotYetValid
    }
}
