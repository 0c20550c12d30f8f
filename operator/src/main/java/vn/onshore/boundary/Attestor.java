package vn.onshore.boundary;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * Someone who may say that machines stand at a site.
 *
 * @param key Ed25519, or EC on the curve P-256
 * @param keyid SHA-256 of the SubjectPublicKeyInfo, in hex: the hint in DSSE signatures
 */
public record Attestor(String site, String name, PublicKey key, String keyid) {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    /** Reads a PEM public key; empty unless it is exactly one SubjectPublicKeyInfo with Ed25519 or P-256. */
    public static Optional<Attestor> of(String site, String name, String pem) {
        return publicKey(pem).map(key -> new Attestor(site, name, key, keyid(key)));
    }

    /** SHA-256 of the encoded key, in hex. */
    public static String keyid(PublicKey key) {
        return Digest.sha256(key.getEncoded());
    }

    /** The JDK's name of the signature algorithm that goes with the key. */
    public static String signatureAlgorithm(Key key) {
        return key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519";
    }

    private static Optional<PublicKey> publicKey(String pem) {
        var text = pem.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            return Optional.empty();
        }
        try {
            var body = text.substring(BEGIN.length(), text.length() - END.length());
            var encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(body.replaceAll("\\s", "")));
            return Optional.of(decode(encoded)).filter(Attestor::isSupported);
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static PublicKey decode(X509EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(encoded);
        } catch (GeneralSecurityException _) {
            return KeyFactory.getInstance("EC").generatePublic(encoded);
        }
    }

    private static boolean isSupported(PublicKey key) {
        return !(key instanceof ECPublicKey ec) || ec.getParams().toString().contains("secp256r1");
    }
}
