package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import vn.onshore.sandbox.demo.Narrator;
import vn.onshore.sandbox.demo.cluster.Answer;
import vn.onshore.sandbox.demo.world.OnshoreProgram;

/** Step 8: zones that must not reach each other; somebody's policy leads out of one of them, and is refused next time. */
final class ZonesApart implements Step {
    private static final String STORAGE = "storage";
    private static final String INTERNET = "Internet";
    private static final String LEAK = "LEAK";
    private static final String POLICIES = "/apis/networking.k8s.io/v1/networkpolicies";
    private static final String OURS = POLICIES + "?labelSelector=app.kubernetes.io%2Fmanaged-by%3Donshore";
    /** An address that nobody declared; documentation, RFC 5737. */
    private static final String FOREIGN = "198.51.100.7";

    @Override
    public String title() {
        return "Zones that must not reach each other, and a way out of one";
    }

    @Override
    public void play(Stage stage) {
        settle(stage);
        declare(stage);
        shadow(stage);
        openHole(stage);
        enforce(stage);
        explain(stage);
        closeHole(stage);
    }

    private static void settle(Stage stage) {
        List<ObjectNode> objects = new ArrayList<>(stage.examples().zoneNamespaces());
        objects.addAll(stage.examples().zoneWorkloads());
        stage.narrator().does("create %d namespaces, and in each a Deployment".formatted(objects.size() / 2));
        for (ObjectNode object : objects) {
            stage.granted(Stage.name(object) + " is created", stage.admin().create(object));
        }
        // On a cluster of others they may have no image and no node, and are under policies all the same.
        List<JsonNode> pods = stage.await("the pods of the zones", () -> {
            List<JsonNode> all = pods(stage);
            boolean there = all.size() == wanted(stage)
                    && (!stage.ownsNodes()
                            || all.stream().noneMatch(pod -> address(pod).isEmpty()));
            return there ? Optional.of(all) : Optional.<List<JsonNode>>empty();
        });
        pods.forEach(pod -> stage.narrator().detail((name(pod) + " " + address(pod)).strip()));
    }

    private static String name(JsonNode pod) {
        return pod.at("/metadata/namespace").asText() + "/"
                + pod.at("/metadata/name").asText();
    }

    private static String address(JsonNode pod) {
        return pod.at("/status/podIP").asText();
    }

    private static List<JsonNode> pods(Stage stage) {
        return stage.examples().zoneNamespaces().stream()
                .map(namespace -> namespace.at("/metadata/name").asText())
                .flatMap(namespace -> stage.admin().items("/api/v1/namespaces/" + namespace + "/pods").stream())
                .toList();
    }

    private static int wanted(Stage stage) {
        return stage.examples().zoneWorkloads().stream()
                .mapToInt(workload -> workload.at("/spec/replicas").asInt())
                .sum();
    }

    private static void declare(Stage stage) {
        ObjectNode zones = stage.examples().zonesAudit();
        stage.narrator()
                .does("apply %s in mode Audit: %d zones, %d flows, everything else is to be closed"
                        .formatted(
                                Stage.name(zones),
                                zones.at("/spec/zones").size(),
                                zones.at("/spec/flows").size()));
        JsonNode open = apply(
                stage,
                zones,
                "the first verdict",
                isolation -> new Conditions(isolation).ready("Audited") && leaks(isolation) > 0);
        tellVerdict(stage, open);
        toInternet(open)
                .filter(pair -> pair.path("from").asText().equals(STORAGE))
                .forEach(pair -> tell(stage, pair));
    }

    private static void shadow(Stage stage) {
        ObjectNode log = stage.examples().seenFlows();
        stage.narrator().does("give it connections that were seen, %s, in mode Shadow".formatted(Stage.name(log)));
        stage.apply(log);
        JsonNode observed = apply(
                        stage,
                        stage.examples().zonesShadow(),
                        "what would be dropped",
                        isolation -> isolation.at("/status/observed/dropped").asInt() > 0)
                .at("/status/observed");
        stage.narrator().saw(observed.path("summary").asText());
        observed.path("first")
                .forEach(flow -> stage.narrator()
                        .detail("%s to %s: %s"
                                .formatted(
                                        flow.path("from").asText(),
                                        flow.path("to").asText(),
                                        flow.path("why").asText())));
    }

    private static void openHole(Stage stage) {
        ObjectNode hole = stage.examples().hole();
        stage.narrator()
                .does("somebody lets the database out: %s, TCP/443 to %s"
                        .formatted(
                                Stage.name(hole),
                                hole.at("/spec/egress/0/to/0/ipBlock/cidr").asText()));
        Answer answer =
                stage.granted(Stage.name(hole) + " is created", stage.admin().create(hole));
        stage.narrator().answered(answer, "created; nothing is enforced yet");
    }

    private static void enforce(Stage stage) {
        ObjectNode zones = stage.examples().zonesEnforce();
        stage.narrator().does("apply %s in mode Enforce".formatted(Stage.name(zones)));
        JsonNode left = apply(
                stage,
                zones,
                "policies that leave one way out",
                isolation -> new Conditions(isolation).ready("Enforced") && !isShut(isolation));
        stage.narrator()
                .saw("%d NetworkPolicies appeared in the zones' namespaces"
                        .formatted(stage.admin().items(OURS).size()));
        tellVerdict(stage, left);
        toInternet(left).forEach(pair -> tell(stage, pair));
    }

    private static void explain(Stage stage) {
        String from = pods(stage).stream()
                .filter(pod -> pod.at("/metadata/labels/app").asText().equals("db"))
                .map(ZonesApart::name)
                .findFirst()
                .orElseThrow(() -> new Astray("The database has no pod any more."));
        stage.narrator().does("kubectl get namespaces,pods,networkpolicies -A -o yaml > cluster.yaml");
        stage.narrator()
                .does("onshore isolation explain --from %s --to %s --port tcp/443 cluster.yaml"
                        .formatted(from, FOREIGN));
        OnshoreProgram.Outcome outcome = stage.program()
                .run(
                        "isolation",
                        "explain",
                        "--from",
                        from,
                        "--to",
                        FOREIGN,
                        "--port",
                        "tcp/443",
                        Exported.from(stage).toString());
        outcome.out().lines().filter(line -> !line.isBlank()).forEach(stage.narrator()::detail);
        String hole = stage.examples().hole().at("/metadata/name").asText();
        if (!outcome.out().contains(hole)) {
            throw new Astray(
                    "The explanation must name %s; it says: %s%s".formatted(hole, outcome.out(), outcome.err()));
        }
    }

    private static void closeHole(Stage stage) {
        Narrator narrator = stage.narrator();
        ObjectNode hole = stage.examples().hole();
        narrator.does("take %s away".formatted(Stage.name(hole)));
        String path = stage.admin().path(hole);
        narrator.answered(
                stage.granted(Stage.name(hole) + " is deleted", stage.admin().delete(path)), "deleted");
        long began = System.nanoTime();
        JsonNode closed = stage.await("a verdict without it", path(stage), ZonesApart::isShut);
        narrator.saw("after %s: storage to Internet is %s"
                .formatted(Narrator.millis(Duration.ofNanos(System.nanoTime() - began)), verdict(closed)));
        tellVerdict(stage, closed);
        narrator.note(closed.at("/status/packets/summary").asText());
        narrator.does("somebody tries it again");
        Answer again = stage.admin().create(hole);
        WaysAround.requireRefusal(
                stage.examples().zonesEnforce().at("/metadata/name").asText(), "The hole", again);
        narrator.refused(again);
    }

    private static JsonNode apply(Stage stage, ObjectNode zones, String what, Predicate<JsonNode> wanted) {
        long began = System.nanoTime();
        stage.apply(zones);
        JsonNode isolation = stage.await(
                what,
                path(stage),
                object -> object.at("/status/observedGeneration").asLong()
                                == object.at("/metadata/generation").asLong()
                        && wanted.test(object));
        stage.narrator()
                .saw("after %s: %s"
                        .formatted(
                                Narrator.millis(Duration.ofNanos(System.nanoTime() - began)),
                                new Conditions(isolation).sentence("Ready")));
        return isolation;
    }

    private static String path(Stage stage) {
        return stage.admin().path(stage.examples().zonesAudit());
    }

    private static int leaks(JsonNode isolation) {
        return isolation.at("/status/verdicts/leak").asInt(-1);
    }

    /** Whether nothing is seen to lead from the storage zone to the Internet. */
    private static boolean isShut(JsonNode isolation) {
        return !verdict(isolation).equals(LEAK);
    }

    /** Of the storage zone with the Internet. */
    private static String verdict(JsonNode isolation) {
        return StreamSupport.stream(isolation.at("/status/pairs").spliterator(), false)
                .filter(pair -> pair.path("from").asText().equals(STORAGE))
                .filter(pair -> pair.path("to").asText().equals(INTERNET))
                .map(pair -> pair.path("verdict").asText())
                .findFirst()
                .orElse("not judged");
    }

    /** The pairs by which something reaches the Internet that must not. */
    private static Stream<JsonNode> toInternet(JsonNode isolation) {
        return StreamSupport.stream(isolation.at("/status/pairs").spliterator(), false)
                .filter(pair -> pair.path("to").asText().equals(INTERNET))
                .filter(pair -> pair.path("verdict").asText().equals(LEAK));
    }

    /** How many pairs are how, and the table of all. */
    private static void tellVerdict(Stage stage, JsonNode isolation) {
        Narrator narrator = stage.narrator();
        JsonNode verdicts = isolation.at("/status/verdicts");
        narrator.saw(new Conditions(isolation).sentence("Compliant"));
        narrator.saw("%d pairs are ISOLATED (i), %d LEAK (L), %d UNKNOWN (?); rows open connections to columns:"
                .formatted(
                        verdicts.path("isolated").asInt(),
                        verdicts.path("leak").asInt(),
                        verdicts.path("unknown").asInt()));
        isolation.at("/status/matrix").asText().lines().forEach(line -> narrator.plain("       " + line));
    }

    private static void tell(Stage stage, JsonNode pair) {
        stage.narrator()
                .saw("%s to %s is a %s:"
                        .formatted(
                                pair.path("from").asText(),
                                pair.path("to").asText(),
                                pair.path("verdict").asText()));
        pair.path("witnesses").forEach(witness -> stage.narrator().detail(witness.asText()));
    }
}
