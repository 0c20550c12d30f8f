package vn.onshore.residency;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.attestation.SiteStatement;
import vn.onshore.boundary.attestation.StatementSigner;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Tree;
import vn.onshore.world.LiveCluster;

/** Somebody at a site of the boundary {@code vietnam} with a key of their own; statements come as SiteAttestations, in JSON. */
final class Attestor {
    private static final Duration DAY = Duration.ofDays(1);

    private final KeyPair keys;

    Attestor() {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The SubjectPublicKeyInfo in base64, one line. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /** As an entry of {@code attestors}, in flow style. */
    String entry() {
        return "{name: dc-team, publicKey: \"-----BEGIN PUBLIC KEY-----\\n" + publicKey()
                + "\\n-----END PUBLIC KEY-----\\n\"}";
    }

    /** The machine behind a Node object, as it is now, stands in Hanoi; which object, the operator finds out itself. */
    String attest(String name, Tree node, Instant until) {
        return sign(name, node, null, "hn-01", until);
    }

    /** The machine behind this very Node object, as it is now, stands at a site for a day. */
    String attest(String name, Tree node, String site) {
        return sign(name, node, LiveCluster.uid(node), site, Instant.now().plus(DAY));
    }

    private String sign(String name, Tree node, @Nullable String uid, String site, Instant until) {
        var info = node.at("status", "nodeInfo");
        var statement = new SiteStatement(
                LiveCluster.name(node),
                info.at("systemUUID").text(),
                info.at("machineID").text(),
                uid,
                site,
                "vietnam",
                Instant.now().minusSeconds(60),
                until);
        try {
            return Json.write(Map.of(
                    "apiVersion",
                    "onshore.vn/v1alpha1",
                    "kind",
                    "SiteAttestation",
                    "metadata",
                    Map.of("name", name),
                    "spec",
                    StatementSigner.sign(statement, keys.getPrivate(), "")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
