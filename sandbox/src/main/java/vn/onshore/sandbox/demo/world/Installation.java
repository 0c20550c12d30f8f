package vn.onshore.sandbox.demo.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import vn.onshore.sandbox.demo.cluster.Answer;
import vn.onshore.sandbox.demo.cluster.Cluster;
import vn.onshore.sandbox.demo.cluster.Documents;
import vn.onshore.sandbox.helm.Helm;

/**
 * The chart as it is rendered by Helm, and the account that it makes for the operator.
 *
 * @param objects in the order in which Helm would make them
 */
public record Installation(List<ObjectNode> objects) {
    /** Where the operator lives. */
    public static final String NAMESPACE = "onshore-system";

    private static final String ACCOUNT = "onshore";
    private static final int A_DAY = 86_400;

    /** The operator of the story is a process here, not a pod: everything but its replicas is installed. */
    private static final String VALUES = "replicas: 0\n";

    public Installation {
        objects = List.copyOf(objects);
    }

    /** Renders the chart of a checkout. */
    public static Installation render(Helm helm, Path root) {
        String yaml = helm.template("onshore", NAMESPACE, root.resolve("charts/onshore"), VALUES)
                .orThrow()
                .out();
        List<ObjectNode> objects = new ArrayList<>(Documents.parse("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s}
                """.formatted(NAMESPACE)));
        objects.addAll(Documents.parse(yaml));
        return new Installation(objects);
    }

    /** Applies all of it. */
    public void applyTo(Cluster cluster) {
        for (ObjectNode object : objects) {
            Answer answer = cluster.apply(object);
            if (!answer.ok()) {
                throw new IllegalStateException("%s %s of the chart was refused: %s"
                        .formatted(
                                object.path("kind").asText(),
                                object.path("metadata").path("name").asText(),
                                answer.sentence()));
            }
        }
    }

    /** How many of its objects are of this kind. */
    public long count(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .count();
    }

    /** A kubeconfig with a token of the operator's account, made by the TokenRequest API and good for a day. */
    public static Path kubeconfig(Cluster cluster, Path scratch) {
        ObjectNode request = Documents.parse("""
                apiVersion: authentication.k8s.io/v1
                kind: TokenRequest
                spec: {expirationSeconds: %d}
                """.formatted(A_DAY)).getFirst();
        JsonNode token = cluster.create(
                        "/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(NAMESPACE, ACCOUNT), request)
                .orThrow()
                .body();
        Config config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        return write(scratch.resolve("operator.kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: cluster, cluster: {server: "%s", %s}}]
                users: [{name: operator, user: {token: "%s"}}]
                contexts: [{name: demo, context: {cluster: cluster, user: operator}}]
                current-context: demo
                """.formatted(
                cluster.url(), trust(config), token.path("status").path("token").asText()));
    }

    private static String trust(Config config) {
        if (config.isTrustCerts()) {
            return "insecure-skip-tls-verify: true";
        }
        String file = config.getCaCertFile();
        String data = config.getCaCertData();
        if (data != null) {
            boolean pem = data.startsWith("-----");
            return "certificate-authority-data: "
                    + (pem ? Base64.getEncoder().encodeToString(data.getBytes(UTF_8)) : data);
        }
        return file == null ? "insecure-skip-tls-verify: false" : "certificate-authority: \"" + file + "\"";
    }

    private static Path write(Path file, String text) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
