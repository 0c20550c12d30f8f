package vn.onshore.boundary.attestation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;
import vn.onshore.boundary.Attestor;

/** Dead Simple Signing Envelope 1.0: what is signed is the pre-authentication encoding of type and payload. */
final class Dsse {
    /** The payload type of in-toto statements. */
    static final String IN_TOTO = "application/vnd.in-toto+json";

    private Dsse() {}

    /** {@code DSSEv1 SP len(type) SP type SP len(payload) SP payload}, lengths in bytes. */
    static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        var type = payloadType.getBytes(StandardCharsets.UTF_8);
        var encoding = new ByteArrayOutputStream();
        encoding.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        encoding.writeBytes(type);
        encoding.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        encoding.writeBytes(payload);
        return encoding.toByteArray();
    }

    /** Signs with Ed25519 or ECDSA P-256 and SHA-256 (DER). */
    static byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        var signature = Signature.getInstance(Attestor.signatureAlgorithm(key));
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    /** Whether the signature is one of the key over the message. */
    static boolean verifies(PublicKey key, byte[] message, byte[] sig) {
        try {
            var signature = Signature.getInstance(Attestor.signatureAlgorithm(key));
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(sig);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /** Decodes base64, standard or URL-safe, as DSSE allows; empty if it is neither. */
    static Optional<byte[]> decode(String base64) {
        var decoder =
                base64.indexOf('-') >= 0 || base64.indexOf('_') >= 0 ? Base64.getUrlDecoder() : Base64.getDecoder();
        try {
            return Optional.of(decoder.decode(base64));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
