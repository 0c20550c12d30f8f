package vn.onshore.sandbox.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import vn.onshore.sandbox.controlplane.CertificateAuthority.Identity;

/** Keys, certificates and kubeconfigs of one control plane, written into its directory. */
final class Credentials {
    private final CertificateAuthority authority = new CertificateAuthority();
    private final Layout layout;
    private final String url;

    private Credentials(Layout layout, String url) {
        this.layout = layout;
        this.url = url;
    }

    /** Makes all of them for an API server at this URL. */
    static Credentials create(Layout layout, String url) {
        var rsa = CompletableFuture.supplyAsync(CertificateAuthority::rsaKeys);
        Credentials credentials = new Credentials(layout, url);
        layout.write(layout.certificate("ca"), credentials.authority.certificate());
        layout.write(layout.key("ca"), credentials.authority.key());
        KeyPair serviceAccounts = CertificateAuthority.ellipticKeys();
        layout.write(layout.key("service-accounts"), CertificateAuthority.pem(serviceAccounts));
        layout.write(layout.publicKey("service-accounts"), CertificateAuthority.publicPem(serviceAccounts));
        Identity server = credentials.authority.server(
                "kube-apiserver",
                List.of(
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                        new GeneralName(GeneralName.iPAddress, "10.96.0.1"),
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.dNSName, "kubernetes.default.svc")));
        layout.write(layout.certificate("kube-apiserver"), server.certificate());
        layout.write(layout.key("kube-apiserver"), server.key());
        for (Program program : List.of(Program.CONTROLLER_MANAGER, Program.SCHEDULER)) {
            credentials.client(
                    program.command(),
                    credentials.authority.client(
                            "system:" + program.command(), List.of(), CertificateAuthority.ellipticKeys()));
        }
        List<String> masters = List.of("system:masters");
        credentials.client(
                Program.KWOK.command(),
                credentials.authority.client("kwok", masters, CertificateAuthority.ellipticKeys()));
        // RSA, because a kubeconfig is for any client, and not all of them read elliptic keys.
        credentials.client("admin", credentials.authority.client("admin", masters, rsa.join()));
        return credentials;
    }

    SSLContext trustingContext() {
        return authority.trustingContext();
    }

    /** Writes a kubeconfig whose user is known by a bearer token. */
    Path token(String name, String token) {
        return kubeconfig(name, "token: " + token);
    }

    private void client(String name, Identity identity) {
        kubeconfig(
                name,
                "client-certificate-data: %s\n    client-key-data: %s"
                        .formatted(base64(identity.certificate()), base64(identity.key())));
    }

    private Path kubeconfig(String name, String user) {
        return layout.write(layout.kubeconfig(name), """
                apiVersion: v1
                kind: Config
                clusters:
                - name: onshore-sandbox
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: user
                  user:
                    %s
                contexts:
                - name: onshore-sandbox
                  context:
                    cluster: onshore-sandbox
                    user: user
                current-context: onshore-sandbox
                """.formatted(url, base64(authority.certificate()), user));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
