package vn.onshore.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Stream;
import vn.onshore.sandbox.SandboxException;
import vn.onshore.sandbox.demo.cluster.Cluster;
import vn.onshore.sandbox.demo.cluster.Documents;
import vn.onshore.sandbox.demo.story.Examples;
import vn.onshore.sandbox.demo.world.Installation;

/** What is looked at before the story is played on a cluster of others: nothing there may be touched. */
final class Precautions {
    /** By which namespaces are governed, and put into zones. */
    private static final List<String> LABELS = List.of("onshore.vn/residency", "zone");

    private Precautions() {}

    /**
     * Takes them; changes nothing.
     *
     * @throws SandboxException when the story cannot be played without touching what is there
     */
    static void take(Cluster cluster, Installation installation, Examples examples) {
        requireAdministrator(cluster);
        if (cluster.get("/apis/onshore.vn").ok()) {
            throw new SandboxException("This cluster has Onshore's definitions already; the story needs one without.");
        }
        List<ObjectNode> ours = Stream.concat(installation.objects().stream(), examples.objects().stream())
                .filter(object -> !object.path("apiVersion").asText().startsWith("onshore.vn/"))
                .toList();
        for (ObjectNode object : ours) {
            String path = cluster.path(object);
            if (!cluster.get(path).notFound()) {
                throw new SandboxException(
                        "This cluster has %s already, which the story would change; it needs a cluster without."
                                .formatted(path));
            }
        }
        for (String label : LABELS) {
            if (!cluster.items("/api/v1/namespaces?labelSelector=" + URLEncoder.encode(label, UTF_8))
                    .isEmpty()) {
                throw new SandboxException(
                        "Namespaces of this cluster carry the label %s; the story would govern them.".formatted(label));
            }
        }
    }

    private static void requireAdministrator(Cluster cluster) {
        ObjectNode review = Documents.parse("""
                apiVersion: authorization.k8s.io/v1
                kind: SelfSubjectAccessReview
                spec: {resourceAttributes: {verb: "*", group: "*", resource: "*"}}
                """).getFirst();
        if (!cluster.create(review).orThrow().body().at("/status/allowed").asBoolean()) {
            throw new SandboxException("The story installs definitions and admission policies: it needs the kubeconfig"
                    + " of an administrator who may do everything.");
        }
    }
}
