package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import vn.onshore.sandbox.demo.Narrator;
import vn.onshore.sandbox.demo.cluster.Answer;

/** Step 3: statements of two sites are signed and verified; one is forged, one is too old. */
final class WhoStandsWhere implements Step {
    static final String HANOI = "hn-01";
    private static final String SAIGON = "hcm-01";
    /** The node whose identity changes later. */
    static final String FIRST = "hn-node-1";

    private static final String LATE = "hn-node-2";
    private static final String SIGNED_AND_ALTERED = "hcm-node-1";
    private static final String ABROAD = "bkk-node-1";
    private static final List<String> IN_SAIGON = List.of(SIGNED_AND_ALTERED, "hcm-node-2");

    private final Map<String, JsonNode> nodes = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<ObjectNode>> signing = new LinkedHashMap<>();

    @Override
    public String title() {
        return "Who stands where: signed statements";
    }

    /** Signing takes a while, and nobody has to wait for it. */
    @Override
    public void prepare(Stage stage) {
        if (stage.ownsNodes()) {
            stage.admin()
                    .items("/api/v1/nodes")
                    .forEach(node -> nodes.put(node.at("/metadata/name").asText(), node));
            String boundary = stage.examples().boundaryName();
            signing.put(LATE, stage.attestors().signForAMoment(node(LATE), HANOI, boundary));
            signing.put(FIRST, stage.attestors().sign(node(FIRST), HANOI, boundary));
            IN_SAIGON.forEach(name -> signing.put(name, stage.attestors().sign(node(name), SAIGON, boundary)));
        }
    }

    private JsonNode node(String name) {
        return nodes.getOrDefault(name, MissingNode.getInstance());
    }

    private ObjectNode signed(String node) {
        CompletableFuture<ObjectNode> statement = signing.get(node);
        if (statement == null) {
            throw new IllegalStateException("nobody signs for " + node);
        }
        return statement.join();
    }

    @Override
    public void play(Stage stage) {
        Narrator narrator = stage.narrator();
        if (!stage.ownsNodes()) {
            narrator.note("Skipped: statements speak of the sandbox's nodes.");
            return;
        }
        for (String name : List.of(FIRST, SIGNED_AND_ALTERED, "hcm-node-2")) {
            narrator.does("apply what onshore attest sign made of %s, by the attestor of its site".formatted(name));
            expect(stage, signed(name), "True", "Verified");
        }
        narrator.does("apply %s's statement, altered to speak of %s".formatted(SIGNED_AND_ALTERED, ABROAD));
        ObjectNode forged = Attestors.forge(signed(SIGNED_AND_ALTERED), node(SIGNED_AND_ALTERED), node(ABROAD));
        expect(stage, forged, "False", "BadSignature");
        narrator.does("apply %s's statement, which was signed for a moment only".formatted(LATE));
        expect(stage, signed(LATE), "False", "Expired");
        tellMarked(stage);
    }

    /** Applies a statement and waits for what the operator makes of it. */
    static void expect(Stage stage, ObjectNode attestation, String status, String reason) {
        Answer answer = stage.apply(attestation);
        String path =
                Stage.ATTESTATIONS + "/" + attestation.at("/metadata/name").asText();
        JsonNode seen = stage.await(
                "SiteAttestation " + attestation.at("/metadata/name").asText() + " to be " + reason,
                path,
                object -> new Conditions(object)
                        .current("Ready")
                        .filter(ready -> ready.path("status").asText().equals(status))
                        .filter(ready -> ready.path("reason").asText().equals(reason))
                        .isPresent());
        stage.narrator()
                .answered(
                        answer,
                        "SiteAttestation %s: %s"
                                .formatted(
                                        attestation.at("/metadata/name").asText(),
                                        new Conditions(seen).sentence("Ready")));
    }

    private static void tellMarked(Stage stage) {
        Narrator narrator = stage.narrator();
        String selector = stage.examples().nodeLabel() + "%3Deligible";
        narrator.does("list the nodes with label " + stage.examples().nodeLabel() + "=eligible");
        List<String> marked = stage.await("three marked nodes", () -> {
            List<String> names = names(stage.admin().items("/api/v1/nodes?labelSelector=" + selector));
            return names.size() == 3 ? Optional.of(names) : Optional.<List<String>>empty();
        });
        narrator.saw(String.join(", ", marked));
    }

    private static List<String> names(List<JsonNode> objects) {
        return objects.stream()
                .map(object -> object.at("/metadata/name").asText())
                .sorted()
                .toList();
    }
}
