package vn.onshore.residency.prove;

import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An API server and what its certificate is checked against; no credentials.
 *
 * @param url without path, such as {@code https://10.96.0.1:443}
 */
public record ApiEndpoint(URI url, SSLContext tls) {

    /**
     * The server that a client's configuration names. Its credentials are not looked at, and its wish to skip the check
     * of the certificate is not granted.
     *
     * @throws IllegalArgumentException if its CA cannot be read
     */
    public static ApiEndpoint of(Config config) {
        try {
            return new ApiEndpoint(URI.create(config.getMasterUrl()).resolve("/"), trusting(authorities(config)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("cannot read the CA of the API server: " + e.getMessage(), e);
        }
    }

    /** The cluster's CA certificates in PEM; empty if it relies on the public ones. */
    private static byte[] authorities(Config config) throws IOException {
        if (config.getCaCertData() != null) {
            var data = config.getCaCertData().strip();
            return data.startsWith("-----")
                    ? data.getBytes(StandardCharsets.US_ASCII)
                    : Base64.getMimeDecoder().decode(data);
        }
        return config.getCaCertFile() == null ? new byte[0] : Files.readAllBytes(Path.of(config.getCaCertFile()));
    }

    private static SSLContext trusting(byte[] authorities) throws GeneralSecurityException, IOException {
        if (authorities.length == 0) {
            return SSLContext.getDefault();
        }
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var number = 0;
        for (var certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(authorities))) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
