package vn.onshore.boundary.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.api.v1alpha1.LocalReference;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.api.v1alpha1.SiteAttestationSpec;
import vn.onshore.api.v1alpha1.SiteAttestationSpec.Envelope;
import vn.onshore.api.v1alpha1.SiteAttestationSpec.Signature;
import vn.onshore.boundary.Attestor;
import vn.onshore.boundary.Boundary;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Samples;
import vn.onshore.boundary.attestation.Verification.Reason;
import vn.onshore.boundary.attestation.Verification.Refused;
import vn.onshore.boundary.attestation.Verification.Valid;

class StatementVerifierTest {
    private static final Instant NOW = Instant.parse("2026-09-01T00:00:00Z");
    private static final KeyPair HANOI = ed25519();
    private static final KeyPair SAIGON = p256();
    private static final KeyPair STRANGER = ed25519();
    private static final Boundary BOUNDARY = Samples.boundary(Samples.spec(
            List.of(Samples.hanoi(attestor("dc-team", HANOI)), Samples.saigon(attestor("hcm-team", SAIGON)))));
    private static final NodeFacts NODE = Samples.hanoiNode();

    private static KeyPair ed25519() {
        return pair("Ed25519", null);
    }

    private static KeyPair p256() {
        return pair("EC", "secp256r1");
    }

    private static KeyPair pair(String algorithm, @Nullable String curve) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (curve != null) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(KeyPair pair) {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }

    private static Site.Attestor attestor(String name, KeyPair pair) {
        return new Site.Attestor(name, pem(pair));
    }

    private static SiteStatement statement(String site, @Nullable String uid) {
        return new SiteStatement(
                NODE.name(),
                NODE.systemUUID(),
                NODE.machineID(),
                uid,
                site,
                "vietnam",
                NOW.minusSeconds(60),
                NOW.plus(Duration.ofDays(90)));
    }

    private static SiteAttestationSpec sign(SiteStatement statement, KeyPair pair) {
        try {
            return StatementSigner.sign(statement, pair.getPrivate(), Attestor.keyid(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static SiteAttestationSpec signRaw(String payload, KeyPair pair) {
        try {
            var bytes = payload.getBytes(StandardCharsets.UTF_8);
            var sig = Dsse.sign(pair.getPrivate(), Dsse.preAuthenticationEncoding(Dsse.IN_TOTO, bytes));
            return envelope(Dsse.IN_TOTO, bytes, sig, Attestor.keyid(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static SiteAttestationSpec envelope(String type, byte[] payload, byte[] sig, @Nullable String keyid) {
        var base64 = Base64.getEncoder();
        return new SiteAttestationSpec(
                new LocalReference("vietnam"),
                new Envelope(
                        type,
                        base64.encodeToString(payload),
                        List.of(new Signature(keyid, base64.encodeToString(sig)))));
    }

    private static byte[] payload(SiteAttestationSpec spec) {
        return Base64.getDecoder().decode(spec.envelope().payload());
    }

    private static byte[] sig(SiteAttestationSpec spec) {
        return Base64.getDecoder()
                .decode(spec.envelope().signatures().getFirst().sig());
    }

    private static Verification verify(SiteAttestationSpec spec, @Nullable NodeFacts node, @Nullable String pin) {
        return StatementVerifier.verify(spec, BOUNDARY, node, pin, NOW);
    }

    private static void refused(Verification verification, Reason reason) {
        assertThat(verification).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.sentence()).isNotBlank();
        });
    }

    @Test
    void goodStatementsOfBothKeyTypesHold() {
        assertThat(verify(sign(statement("hn-01", null), HANOI), NODE, "uid-1"))
                .isInstanceOfSatisfying(Valid.class, valid -> {
                    assertThat(valid.statement().nodeUid()).isEqualTo("uid-1");
                    assertThat(valid.statement().attestor()).isEqualTo("dc-team");
                    assertThat(valid.statement().speaksOf(NODE, NOW)).isTrue();
                });
        assertThat(verify(sign(statement("hcm-01", null), SAIGON), NODE, "uid-1"))
                .isInstanceOf(Valid.class);
    }

    @Test
    void aStatementThatIsBoundToNoNodeObjectYetCountsForNothing() {
        assertThat(verify(sign(statement("hn-01", null), HANOI), NODE, null))
                .isInstanceOfSatisfying(Valid.class, valid -> {
                    assertThat(valid.statement().nodeUid()).isNull();
                    assertThat(valid.statement().speaksOf(NODE, NOW)).isFalse();
                });
        assertThat(verify(sign(statement("hn-01", "uid-1"), HANOI), NODE, null))
                .isInstanceOfSatisfying(
                        Valid.class,
                        valid -> assertThat(valid.statement().speaksOf(NODE, NOW))
                                .isTrue());
    }

    @Test
    void anotherNodeObjectOrMachineVoidsIt() {
        var unpinned = sign(statement("hn-01", null), HANOI);
        refused(verify(unpinned, NODE, "uid-0"), Reason.NodeReplaced);
        refused(verify(sign(statement("hn-01", "uid-0"), HANOI), NODE, null), Reason.NodeReplaced);
        refused(verify(sign(statement("hn-01", "uid-0"), HANOI), NODE, "uid-1"), Reason.NodeReplaced);
        refused(
                verify(unpinned, Samples.identified(NODE, "uid-1", "x", NODE.machineID()), "uid-1"),
                Reason.IdentityChanged);
        refused(
                verify(unpinned, Samples.identified(NODE, "uid-1", NODE.systemUUID(), ""), "uid-1"),
                Reason.IdentityChanged);
        refused(verify(unpinned, null, null), Reason.UnknownNode);
    }

    @Test
    void aReplayForAnotherNodeIsRefused() {
        var other = new NodeFacts(
                "hn-2",
                "uid-2",
                NODE.labels(),
                NODE.providerID(),
                NODE.systemUUID(),
                NODE.machineID(),
                "v1.36.3",
                List.of(),
                List.of(),
                Map.of());
        refused(verify(sign(statement("hn-01", null), HANOI), other, null), Reason.UnknownNode);
    }

    @Test
    void timeIsChecked() {
        var statement = statement("hn-01", "uid-1");
        var spec = sign(statement, HANOI);
        refused(StatementVerifier.verify(spec, BOUNDARY, NODE, null, statement.expiresAt()), Reason.Expired);
        refused(StatementVerifier.verify(spec, BOUNDARY, NODE, null, NOW.minusSeconds(3600)), Reason.NotYetValid);
        assertThat(StatementVerifier.verify(spec, BOUNDARY, NODE, null, NOW.minusSeconds(200)))
                .isInstanceOf(Valid.class);
    }

    @Test
    void keysSpeakForTheirOwnSiteOnly() {
        refused(verify(sign(statement("hcm-01", null), HANOI), NODE, "uid-1"), Reason.WrongSite);
        refused(verify(sign(statement("hn-01", null), SAIGON), NODE, "uid-1"), Reason.WrongSite);
        refused(verify(sign(statement("nowhere", null), HANOI), NODE, "uid-1"), Reason.WrongSite);
        refused(verify(sign(statement("hn-01", null), STRANGER), NODE, "uid-1"), Reason.UntrustedKey);
        var elsewhere = sign(statement("hn-01", null), HANOI);
        refused(
                verify(new SiteAttestationSpec(new LocalReference("other"), elsewhere.envelope()), NODE, "uid-1"),
                Reason.WrongSite);
    }

    @Test
    void forgeriesAreRefused() {
        var good = sign(statement("hn-01", null), HANOI);
        var hanoi = Attestor.keyid(HANOI.getPublic());
        var altered = new String(payload(good), StandardCharsets.UTF_8)
                .replace("hn-1", "hn-9")
                .getBytes(StandardCharsets.UTF_8);
        refused(verify(envelope(Dsse.IN_TOTO, altered, sig(good), hanoi), NODE, "uid-1"), Reason.BadSignature);
        refused(verify(envelope(Dsse.IN_TOTO, altered, sig(good), null), NODE, "uid-1"), Reason.UntrustedKey);
        var strangers = sign(statement("hn-01", null), STRANGER);
        refused(
                verify(envelope(Dsse.IN_TOTO, payload(good), sig(strangers), hanoi), NODE, "uid-1"),
                Reason.BadSignature);
        refused(
                verify(envelope("text/plain", payload(good), sig(good), hanoi), NODE, "uid-1"),
                Reason.UnknownPayloadType);
        refused(verify(envelope(Dsse.IN_TOTO, payload(good), new byte[0], hanoi), NODE, "uid-1"), Reason.BadSignature);
        assertThat(verify(envelope(Dsse.IN_TOTO, payload(good), sig(good), null), NODE, "uid-1"))
                .isInstanceOf(Valid.class);
        var none = new SiteAttestationSpec(
                new LocalReference("vietnam"),
                new Envelope(Dsse.IN_TOTO, good.envelope().payload(), List.of()));
        refused(verify(none, NODE, "uid-1"), Reason.UnreadableEnvelope);
        var noBase64 = new SiteAttestationSpec(
                new LocalReference("vietnam"),
                new Envelope(Dsse.IN_TOTO, "%%%", good.envelope().signatures()));
        refused(verify(noBase64, NODE, "uid-1"), Reason.UnreadableEnvelope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\"}",
                "{\"a\":1,\"a\":2}",
                "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
                "{} {}",
            })
    void signedNonsenseIsUnreadable(String payload) {
        refused(verify(signRaw(payload, HANOI), NODE, "uid-1"), Reason.UnreadableEnvelope);
    }

    @Test
    void aSignedStatementMustBeWholeAndConsistent() {
        var good = new String(payload(sign(statement("hn-01", null), HANOI)), StandardCharsets.UTF_8);
        assertThat(verify(signRaw(good, HANOI), NODE, "uid-1")).isInstanceOf(Valid.class);
        for (var bad : List.of(
                good.replace("Statement/v1", "Statement/v0.1"),
                good.replace("site/v1", "site/v2"),
                good.replaceFirst("\"name\":\"hn-1\"", "\"name\":\"hn-2\""),
                good.replace(NODE.machineID(), "other"),
                good.replace("\"site\":\"hn-01\"", "\"site\":\"hn-01\",\"site\":\"hn-01\""),
                good.replace("\"site\":\"hn-01\"", "\"site\":\"hn-01\",\"note\":\"x\""),
                good.replace("\"site\":\"hn-01\"", "\"site\":7"),
                good.replace("2026-08-31T23:59:00Z", "yesterday"))) {
            assertThat(bad).isNotEqualTo(good);
            refused(verify(signRaw(bad, HANOI), NODE, "uid-1"), Reason.UnreadableEnvelope);
        }
    }

    @Test
    void theEncodingIsThatOfTheSpecification() {
        assertThat(new String(
                        Dsse.preAuthenticationEncoding(
                                "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void noFlippedBitPasses() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var pair : List.of(HANOI, SAIGON)) {
            var good = sign(statement(pair == HANOI ? "hn-01" : "hcm-01", "uid-1"), pair);
            for (var run = 0; run < 100; run++) {
                var payload = payload(good);
                payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
                var forged = envelope(Dsse.IN_TOTO, payload, sig(good), Attestor.keyid(pair.getPublic()));
                assertThat(verify(forged, NODE, "uid-1")).as("seed %d", seed).isInstanceOf(Refused.class);
            }
        }
    }

    @Test
    void onlyTheTwoKeyTypesAreTaken() {
        assertThat(Attestor.of("s", "n", pem(pair("EC", "secp256r1")))).isPresent();
        assertThat(Attestor.of("s", "n", pem(pair("Ed25519", null)))).isPresent();
        for (var pair :
                List.of(pair("EC", "secp384r1"), pair("RSA", null), pair("Ed448", null), pair("X25519", null))) {
            assertThat(Attestor.of("s", "n", pem(pair))).isEmpty();
        }
        for (var text :
                List.of("", "x", "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----", pem(HANOI) + pem(HANOI))) {
            assertThat(Attestor.of("s", "n", text)).isEmpty();
        }
    }
}
