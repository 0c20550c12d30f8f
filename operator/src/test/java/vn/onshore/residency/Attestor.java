package vn.onshore.residency;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import vn.onshore.boundary.attestation.SiteStatement;
import vn.onshore.boundary.attestation.StatementSigner;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Tree;

/** Somebody at the Hanoi site with a key of their own. */
final class Attestor {
    private final KeyPair keys;

    Attestor() {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As an entry of {@code attestors}, in flow style. */
    String entry() {
        var body = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        return "{name: dc-team, publicKey: \"-----BEGIN PUBLIC KEY-----\\n" + body
                + "\\n-----END PUBLIC KEY-----\\n\"}";
    }

    /** A SiteAttestation, in JSON, that places the machine behind a Node object as it is now. */
    String attest(String name, Tree node, Instant until) {
        var info = node.at("status", "nodeInfo");
        var statement = new SiteStatement(
                node.at("metadata", "name").text(),
                info.at("systemUUID").text(),
                info.at("machineID").text(),
                null,
                "hn-01",
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
