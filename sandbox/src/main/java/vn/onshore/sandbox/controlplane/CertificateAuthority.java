package vn.onshore.sandbox.controlplane;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificate authority of one control plane; lives for a week, as long as anybody would leave a sandbox up. */
final class CertificateAuthority {
    private static final Duration LIFE = Duration.ofDays(7);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final X500Name NAME = new X500Name("CN=onshore sandbox");

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys = ellipticKeys();
    private final String certificate;

    /**
     * A key and its certificate.
     *
     * @param certificate PEM
     * @param key PEM, PKCS 8, not encrypted
     */
    record Identity(String certificate, String key) {}

    CertificateAuthority() {
        try {
            JcaX509v3CertificateBuilder builder = builder(NAME, keys);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            certificate = sign(builder);
        } catch (CertIOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its own certificate in PEM: what clients trust. */
    String certificate() {
        return certificate;
    }

    /** Its own key in PEM, for the controller that signs certificate requests. */
    String key() {
        return pem(keys);
    }

    /** An identity for a server that is reached by these names and addresses. */
    Identity server(String commonName, List<GeneralName> names) {
        return issue(
                new X500Name("CN=" + commonName),
                ellipticKeys(),
                KeyPurposeId.id_kp_serverAuth,
                names.toArray(GeneralName[]::new));
    }

    /**
     * An identity by which Kubernetes knows a client.
     *
     * @param user the user name
     * @param groups the groups the user is in
     * @param keys RSA keys where any client must be able to read them, elliptic ones otherwise
     */
    Identity client(String user, List<String> groups, KeyPair keys) {
        X500NameBuilder name = new X500NameBuilder();
        groups.forEach(group -> name.addRDN(BCStyle.O, group));
        return issue(name.addRDN(BCStyle.CN, user).build(), keys, KeyPurposeId.id_kp_clientAuth);
    }

    /** Trusts servers of this authority, and no others. */
    SSLContext trustingContext() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "sandbox",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeyPair ellipticKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair rsaKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The private key in PEM, PKCS 8. */
    static String pem(KeyPair pair) {
        try {
            return pem(new JcaPKCS8Generator(pair.getPrivate(), null).generate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The public key in PEM. */
    static String publicPem(KeyPair pair) {
        try {
            return pem(pair.getPublic());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Identity issue(X500Name name, KeyPair pair, KeyPurposeId purpose, GeneralName... names) {
        try {
            JcaX509v3CertificateBuilder builder = builder(name, pair);
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new Identity(sign(builder), pem(pair));
        } catch (CertIOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JcaX509v3CertificateBuilder builder(X500Name name, KeyPair pair) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(120, random).setBit(120),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(LIFE)),
                name,
                pair.getPublic());
    }

    private String sign(JcaX509v3CertificateBuilder builder) {
        try {
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
            return pem((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
