package vn.onshore.boundary.attestation;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import vn.onshore.api.v1alpha1.LocalReference;
import vn.onshore.api.v1alpha1.SiteAttestationSpec;

/** Signs statements. */
public final class StatementSigner {
    private StatementSigner() {}

    /**
     * A SiteAttestation's spec with one signature.
     *
     * @param keyid SHA-256 of the public key in hex, as a hint for verifiers; an empty string for none
     * @throws GeneralSecurityException if the key is neither Ed25519 nor ECDSA P-256
     */
    public static SiteAttestationSpec sign(SiteStatement statement, PrivateKey key, String keyid)
            throws GeneralSecurityException {
        var payload = statement.payload();
        var signature = Dsse.sign(key, Dsse.preAuthenticationEncoding(Dsse.IN_TOTO, payload));
        var base64 = Base64.getEncoder();
        return new SiteAttestationSpec(
                new LocalReference(statement.boundary()),
                new SiteAttestationSpec.Envelope(
                        Dsse.IN_TOTO,
                        base64.encodeToString(payload),
                        List.of(new SiteAttestationSpec.Signature(
                                keyid.isEmpty() ? null : keyid, base64.encodeToString(signature)))));
    }
}
