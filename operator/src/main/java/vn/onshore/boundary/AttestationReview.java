package vn.onshore.boundary;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.attestation.SiteStatement;
import vn.onshore.boundary.attestation.StatementVerifier;
import vn.onshore.boundary.attestation.StatementVerifier.Opened;
import vn.onshore.boundary.attestation.Verification;

/**
 * A SiteAttestation held against the cluster as it is now.
 *
 * @param attestation name of the resource
 * @param boundary name of the boundary that it refers to
 * @param statement what was signed; null if the signature does not hold
 * @param attestor whose signature it is; null if it does not hold
 */
public record AttestationReview(
        String attestation,
        String boundary,
        @Nullable SiteStatement statement,
        @Nullable String attestor,
        Verification verification) {

    static AttestationReview of(
            String attestation,
            String boundary,
            Opened opened,
            @Nullable NodeFacts node,
            @Nullable String pinnedUid,
            Instant now) {
        return switch (opened) {
            case Opened.Distrusted(var refused) -> new AttestationReview(attestation, boundary, null, null, refused);
            case Opened.Trusted(var signed) ->
                new AttestationReview(
                        attestation,
                        boundary,
                        signed.statement(),
                        signed.attestor().name(),
                        StatementVerifier.verify(signed, node, pinnedUid, now));
        };
    }

    /** The statement, if it counts. */
    Optional<VerifiedStatement> valid() {
        return verification instanceof Verification.Valid(var verified) ? Optional.of(verified) : Optional.empty();
    }

    /** Why it does not count; empty if it does. */
    public Optional<Verification.Refused> refused() {
        return verification instanceof Verification.Refused refused ? Optional.of(refused) : Optional.empty();
    }
}
