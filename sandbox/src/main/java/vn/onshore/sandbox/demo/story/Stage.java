package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.demo.Narrator;
import vn.onshore.sandbox.demo.cluster.Answer;
import vn.onshore.sandbox.demo.cluster.Await;
import vn.onshore.sandbox.demo.cluster.Cluster;
import vn.onshore.sandbox.demo.cluster.Documents;
import vn.onshore.sandbox.demo.world.Onshore;
import vn.onshore.sandbox.demo.world.OnshoreProgram;

/**
 * What every step acts with.
 *
 * @param admin all rights
 * @param lan administers the governed namespace, and nothing else
 * @param examples what users copy
 * @param attested who may say where machines stand, as soon as they have private keys
 * @param onshore the operator, which comes up while the first step is played, so that its end is noticed
 * @param program what people run
 * @param scratch for files that go with the story
 * @param ownsNodes whether the nodes are the sandbox's, which may be changed
 */
public record Stage(
        Cluster admin,
        Cluster lan,
        Examples examples,
        CompletableFuture<Attestors> attested,
        Onshore onshore,
        OnshoreProgram program,
        Path scratch,
        boolean ownsNodes,
        Narrator narrator,
        Progress progress) {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final String POLICIES = "/apis/onshore.vn/v1alpha1/dataresidencies";
    static final String BOUNDARIES = "/apis/onshore.vn/v1alpha1/onshoreboundaries";
    static final String ATTESTATIONS = "/apis/onshore.vn/v1alpha1/siteattestations";
    static final String ISOLATIONS = "/apis/onshore.vn/v1alpha1/networkisolations";
    static final String NAMESPACE = "citizens";
    static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";

    /** Who may say where machines stand; they have private keys. */
    Attestors attestors() {
        return attested.join();
    }

    /** The kubeconfig of the administrator. */
    Path kubeconfig() {
        return admin.kubeconfig();
    }

    String policyPath() {
        return POLICIES + "/" + examples.policyName();
    }

    String boundaryPath() {
        return BOUNDARIES + "/" + examples.boundaryName();
    }

    /** The actor of an attempt. */
    Cluster as(String actor) {
        return actor.equals("lan") ? lan : admin;
    }

    /**
     * Applies an object, which the server must grant.
     *
     * @throws Astray with the server's sentence when it does not
     */
    Answer apply(ObjectNode object) {
        return granted(name(object) + " is applied", admin.apply(object));
    }

    /** Itself, when the server granted what was asked. */
    Answer granted(String what, Answer answer) {
        if (!answer.ok()) {
            throw new Astray("%s, which must succeed; the API server answered %d: %s"
                    .formatted(what, answer.code(), answer.sentence()));
        }
        return answer;
    }

    /** Waits until an object is as wanted; says how it was instead when it is not in time. */
    JsonNode await(String what, String path, Predicate<JsonNode> wanted) {
        try {
            return await(
                    what,
                    () -> Optional.of(admin.get(path))
                            .filter(answer -> answer.ok() && wanted.test(answer.body()))
                            .map(Answer::body));
        } catch (Astray e) {
            Answer last = admin.get(path);
            String how = last.ok() ? new Conditions(last.body()).all() : last.sentence();
            throw new Astray(e.getMessage() + "\nThe API server says of " + path + ":\n  " + how);
        }
    }

    /**
     * Waits for an answer.
     *
     * @param what ends the sentence "Waited for …"
     * @throws Astray when there is none in time
     */
    <T> T await(String what, Supplier<Optional<T>> question) {
        try (Progress.Step step = progress.begin("waiting for " + what)) {
            return Await.value(PATIENCE, () -> {
                        onshore.requireAlive();
                        return question.get();
                    })
                    .orElseThrow(
                            () -> new Astray("Waited %d s in vain for %s. What the operator complained of last:\n%s"
                                    .formatted(PATIENCE.toSeconds(), what, onshore.complaints())));
        }
    }

    /** A patch, or part of an object, as YAML. */
    static ObjectNode yaml(String text, Object... values) {
        return Documents.parse(text.formatted(values)).getFirst();
    }

    /** {@code Kind namespace/name}. */
    static String name(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText();
        return object.path("kind").asText() + " " + (namespace.isEmpty() ? "" : namespace + "/")
                + metadata.path("name").asText();
    }
}
