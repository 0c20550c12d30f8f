package vn.onshore.sandbox.bench;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * How a pod finds the API server: its address in the environment, a ServiceAccount's token and the CA as files. The files
 * have names of their own here, because the usual ones belong to the machine.
 */
record PodAccount(Map<String, String> environment) {

    /** @param kubeconfig with a token and an embedded CA; the files are put beside it */
    static PodAccount of(Path kubeconfig) {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        URI server = URI.create(config.getMasterUrl());
        Path token = kubeconfig.resolveSibling(kubeconfig.getFileName() + ".token");
        Path authority = kubeconfig.resolveSibling(kubeconfig.getFileName() + ".ca.crt");
        try {
            Files.writeString(token, config.getAutoOAuthToken());
            Files.write(
                    authority, Base64.getDecoder().decode(config.getCaCertData().getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PodAccount(Map.of(
                "KUBERNETES_SERVICE_HOST", server.getHost(),
                "KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()),
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
                "KUBERNETES_CERTS_CA_FILE", authority.toString(),
                "KUBERNETES_AUTH_TRYKUBECONFIG", "false"));
    }
}
