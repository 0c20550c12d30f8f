package vn.onshore.boundary.attestation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.SiteAttestationSpec;
import vn.onshore.boundary.Attestor;
import vn.onshore.boundary.Boundary;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.VerifiedStatement;
import vn.onshore.boundary.attestation.Verification.Reason;
import vn.onshore.boundary.attestation.Verification.Refused;

/** Verifies SiteAttestations: the signature first, then what it says. Pure; no input makes it throw. */
public final class StatementVerifier {
    /** How far the clock of a signer may run ahead. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final int MAX_SIGNATURES = 8;

    private StatementVerifier() {}

    /** A statement and whose signature it carries. */
    public record Signed(SiteStatement statement, Attestor attestor) {}

    /** What a signature proves by itself, without looking at any node. */
    public sealed interface Opened {
        /** The signature holds, and the signer may speak for the site. */
        record Trusted(Signed signed) implements Opened {}

        /** It does not. */
        record Distrusted(Refused refused) implements Opened {}
    }

    /**
     * Verifies a statement against a node.
     *
     * @param boundary the boundary that {@code spec.boundaryRef} names
     * @param node the node that the statement names; null if the cluster has none of that name
     * @param pinnedUid uid of the Node object that the SiteAttestation was bound to at first sight; null if not yet
     */
    public static Verification verify(
            SiteAttestationSpec spec,
            Boundary boundary,
            @Nullable NodeFacts node,
            @Nullable String pinnedUid,
            Instant now) {
        return switch (open(spec, boundary)) {
            case Opened.Distrusted(var refused) -> refused;
            case Opened.Trusted(var signed) -> verify(signed, node, pinnedUid, now);
        };
    }

    /** The same for a statement whose signature is known to hold. */
    public static Verification verify(
            Signed signed, @Nullable NodeFacts node, @Nullable String pinnedUid, Instant now) {
        return refusal(signed.statement(), node, pinnedUid, now)
                .<Verification>map(refused -> refused)
                .orElseGet(() -> valid(signed, pinnedUid));
    }

    /** Checks envelope, signature, and whether the signer may speak for the site; no node, no time. */
    public static Opened open(SiteAttestationSpec spec, Boundary boundary) {
        var envelope = spec.envelope();
        if (envelope == null || envelope.payloadType() == null || envelope.payload() == null) {
            return distrusted(Reason.UnreadableEnvelope, "spec.envelope is not complete; sign again");
        }
        if (!envelope.payloadType().equals(Dsse.IN_TOTO)) {
            return distrusted(Reason.UnknownPayloadType, "spec.envelope.payloadType is not " + Dsse.IN_TOTO);
        }
        var payload = Dsse.decode(envelope.payload());
        if (payload.isEmpty()) {
            return distrusted(Reason.UnreadableEnvelope, "spec.envelope.payload is not base64; sign again");
        }
        var message = Dsse.preAuthenticationEncoding(envelope.payloadType(), payload.get());
        var signers = envelope.signatures().stream()
                .limit(MAX_SIGNATURES)
                .flatMap(signature -> signers(signature, message, boundary).stream())
                .toList();
        if (signers.isEmpty()) {
            return untrusted(envelope.signatures(), boundary);
        }
        return SiteStatement.read(payload.get())
                .map(statement -> atItsSite(spec, statement, signers, boundary))
                .orElseGet(() -> distrusted(
                        Reason.UnreadableEnvelope,
                        "the signed payload is no site statement (" + SiteStatement.PREDICATE_TYPE
                                + "); sign with onshore attest sign"));
    }

    /** Whether the statement is too old or too new at this time; empty if neither. */
    public static Optional<Refused> untimely(SiteStatement statement, Instant now) {
        if (!now.isBefore(statement.expiresAt())) {
            return refused(Reason.Expired, "it expired at " + statement.expiresAt() + "; sign again");
        }
        return statement.issuedAt().isAfter(now.plus(SKEW))
                ? refused(
                        Reason.NotYetValid,
                        "it is issued at " + statement.issuedAt() + ", which is in the future; compare the clocks")
                : Optional.empty();
    }

    private static List<Attestor> signers(SiteAttestationSpec.Signature signature, byte[] message, Boundary boundary) {
        var keyid = signature.keyid();
        return Optional.ofNullable(signature.sig())
                .flatMap(Dsse::decode)
                .map(sig -> boundary.attestors().stream()
                        .filter(attestor -> keyid == null || keyid.isEmpty() || keyid.equals(attestor.keyid()))
                        .filter(attestor -> Dsse.verifies(attestor.key(), message, sig))
                        .toList())
                .orElse(List.of());
    }

    private static Opened untrusted(List<SiteAttestationSpec.Signature> signatures, Boundary boundary) {
        if (signatures.isEmpty()) {
            return distrusted(Reason.UnreadableEnvelope, "spec.envelope.signatures is empty; sign again");
        }
        var known = signatures.stream()
                .anyMatch(signature ->
                        boundary.attestors().stream().anyMatch(a -> a.keyid().equals(signature.keyid())));
        return known
                ? distrusted(Reason.BadSignature, "the signature does not fit the payload; it was altered or forged")
                : distrusted(
                        Reason.UntrustedKey,
                        "no attestor of the boundary signed it; list the signer's public key in"
                                + " spec.sites[].attestors of the boundary, or have an attestor sign");
    }

    private static Opened atItsSite(
            SiteAttestationSpec spec, SiteStatement statement, List<Attestor> signers, Boundary boundary) {
        var named = spec.boundaryRef() == null ? "" : spec.boundaryRef().name();
        if (!statement.boundary().equals(named)) {
            return distrusted(
                    Reason.WrongSite,
                    "the statement is about the boundary " + statement.boundary() + ", spec.boundaryRef names "
                            + named);
        }
        if (!boundary.sites().contains(statement.site())) {
            return distrusted(Reason.WrongSite, "the boundary has no site " + statement.site());
        }
        return signers.stream()
                .filter(signer -> signer.site().equals(statement.site()))
                .findFirst()
                .<Opened>map(signer -> new Opened.Trusted(new Signed(statement, signer)))
                .orElseGet(() -> distrusted(
                        Reason.WrongSite,
                        "attestor " + signers.getFirst().name() + " of site "
                                + signers.getFirst().site() + " may not speak for site " + statement.site()));
    }

    private static Optional<Refused> refusal(
            SiteStatement statement, @Nullable NodeFacts node, @Nullable String pinnedUid, Instant now) {
        var untimely = untimely(statement, now);
        if (untimely.isPresent()) {
            return untimely;
        }
        if (node == null || !node.name().equals(statement.node())) {
            return refused(Reason.UnknownNode, "the cluster has no node " + statement.node());
        }
        if (!verified(statement, null, "", "").isSameMachine(node)) {
            return refused(
                    Reason.IdentityChanged,
                    "systemUUID or machineID of node " + node.name()
                            + " are not those that were signed; if the machine was replaced, sign again");
        }
        var bound = List.of(Optional.ofNullable(pinnedUid), Optional.ofNullable(statement.nodeUID()));
        if (bound.stream().flatMap(Optional::stream).anyMatch(uid -> !uid.equals(node.uid()))) {
            return refused(
                    Reason.NodeReplaced,
                    "the Node object " + node.name()
                            + " was made anew since the statement was bound to it; make a new SiteAttestation");
        }
        return Optional.empty();
    }

    private static Verification valid(Signed signed, @Nullable String pinnedUid) {
        var uid = pinnedUid != null ? pinnedUid : signed.statement().nodeUID();
        var attestor = signed.attestor();
        return new Verification.Valid(verified(signed.statement(), uid, attestor.name(), attestor.keyid()));
    }

    private static VerifiedStatement verified(
            SiteStatement statement, @Nullable String uid, String attestor, String keyid) {
        return new VerifiedStatement(
                statement.node(),
                uid,
                statement.systemUUID(),
                statement.machineID(),
                statement.site(),
                attestor,
                keyid,
                statement.issuedAt(),
                statement.expiresAt());
    }

    private static Optional<Refused> refused(Reason reason, String sentence) {
        return Optional.of(new Refused(reason, sentence));
    }

    private static Opened distrusted(Reason reason, String sentence) {
        return new Opened.Distrusted(new Refused(reason, sentence));
    }
}
