package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.sandbox.helm.Helm;
import vn.onshore.sandbox.scenario.Scenario;

/**
 * An API server with the chart on it, nodes, a boundary, and the operator. Kubernetes' own controllers do not run: two
 * cores are few, and what is measured is ours.
 */
final class World implements AutoCloseable {
    static final String NAMESPACE = "onshore-system";
    static final String ACCOUNT = "system:serviceaccount:" + NAMESPACE + ":onshore";
    static final String CANARY = "system:serviceaccount:" + NAMESPACE + ":onshore-canary";
    static final String POLICY = "citizen-data";
    static final String GOVERNED = "citizen-records";
    static final String UNGOVERNED = "elsewhere";
    /** A node outside the boundary. */
    static final String ABROAD = "bangkok";

    static final String RESIDENCIES = "/apis/onshore.vn/v1alpha1/dataresidencies";
    static final String ISOLATIONS = "/apis/onshore.vn/v1alpha1/networkisolations";
    static final String ADMISSION = "/apis/admissionregistration.k8s.io/v1";
    /** The kinds that a policy is compiled into. */
    static final List<String> GUARDS = List.of(
            "validatingadmissionpolicybindings",
            "mutatingadmissionpolicybindings",
            "validatingadmissionpolicies",
            "mutatingadmissionpolicies");

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Every policy marks every node, and each mark is judged by the guards of all policies. */
    private static final Duration FIRST_MARKS = Duration.ofMinutes(8);

    private static final String VALUES = "replicas: 0\nrbac: {sweepExtra: [{apiGroups: [bench.example], resources: ["
            + IntStream.range(0, Scenery.MOST_KINDS).mapToObj(Scenery::plural).collect(Collectors.joining(", "))
            + "], verbs: [list]}]}\n";

    private final ControlPlane plane;
    private final Api api;
    private final Shipped shipped;
    private final PodAccount account;
    private final List<String> nodes;
    private int runs;
    private @Nullable OperatorRun operator;

    private World(ControlPlane plane, Api api, Shipped shipped, List<String> nodes) {
        this.plane = plane;
        this.api = api;
        this.shipped = shipped;
        this.nodes = nodes;
        this.account = PodAccount.of(plane.kubeconfigFor(NAMESPACE, "onshore"));
    }

    /** Starts it, without the operator and without a policy. */
    static World start(Shipped shipped, int nodes, Progress progress) {
        ControlPlane plane = ControlPlane.start(Settings.bare().withProgress(progress));
        try {
            Api api = Api.open(plane.kubeconfig());
            Helm.locate(System.getenv(), progress)
                    .install(plane.kubeconfig(), "onshore", NAMESPACE, shipped.chart(), VALUES)
                    .orThrow();
            aggregateView(api);
            Scenario fleet = Scenario.fleet(nodes);
            fleet.applyTo(plane.client());
            World world = new World(
                    plane,
                    api,
                    shipped,
                    fleet.nodes().stream()
                            .map(node -> node.getMetadata().getName())
                            .toList());
            Await.that(
                    "the custom resources to be served",
                    PATIENCE,
                    () -> api.get(RESIDENCIES).ok());
            plane.kubectl().apply(Scenery.BOUNDARY).orThrow();
            plane.kubectl().apply(Scenery.NAMESPACES).orThrow();
            plane.kubectl().apply(Scenery.NODE_ABROAD).orThrow();
            return world;
        } catch (RuntimeException | Error e) {
            plane.close();
            throw e;
        }
    }

    /** What a controller does that does not run here: fills the ClusterRole "view", by which the sweep reads. */
    private static void aggregateView(Api api) {
        String roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
        JsonNode parts = api.get(roles + "?labelSelector=rbac.authorization.k8s.io/aggregate-to-view=true")
                .orThrow();
        ObjectNode patch = Api.JSON.createObjectNode();
        ArrayNode rules = patch.putArray("rules");
        parts.path("items").forEach(part -> part.path("rules").forEach(rules::add));
        api.mergePatch(roles + "/view", patch.toString()).orThrow();
    }

    ControlPlane plane() {
        return plane;
    }

    Api api() {
        return api;
    }

    AuditLog audit() {
        return new AuditLog(plane.auditLog());
    }

    List<String> nodes() {
        return nodes;
    }

    /** The running operator; started as it is shipped if there is none. */
    OperatorRun operator() {
        OperatorRun running = operator;
        return running == null ? run(withCache()).awaitReady() : running;
    }

    /** The flag by which the JVM uses the AOT cache. */
    List<String> withCache() {
        return List.of("-XX:AOTCache=" + shipped.cache().orElseThrow());
    }

    /** Starts the operator with further flags, and does not wait. */
    OperatorRun run(List<String> flags) {
        stopOperator();
        Path log = plane.directory().resolve("operator-%d.log".formatted(++runs));
        OperatorRun started = OperatorRun.start(shipped, flags, account, log);
        operator = started;
        return started;
    }

    void stopOperator() {
        OperatorRun running = operator;
        operator = null;
        if (running != null) {
            running.close();
        }
    }

    /** Applies the policy in a mode and waits until it is Ready in it. */
    void policy(String mode) {
        plane.kubectl().apply(Scenery.policy(POLICY, "vietnam", mode)).orThrow();
        awaitReady(POLICY);
    }

    /** Waits until a policy is Ready as it is now. */
    void awaitReady(String policy) {
        awaitReady(RESIDENCIES, policy);
    }

    /** Waits until a resource is Ready as it is now. */
    void awaitReady(String resources, String name) {
        Await.that(name + " to be Ready", FIRST_MARKS, () -> {
            operator().requireAlive();
            JsonNode object = api.get(resources + "/" + name).orThrow();
            return object.path("status").path("observedGeneration").asLong(-1)
                            == object.path("metadata").path("generation").asLong()
                    && condition(object.path("status"), "Ready").equals("True");
        });
    }

    /** {@code True}, {@code False}, {@code Unknown}, or empty when it is not there. */
    static String condition(JsonNode status, String type) {
        return StreamSupport.stream(status.path("conditions").spliterator(), false)
                .filter(condition -> condition.path("type").asText().equals(type))
                .map(condition -> condition.path("status").asText())
                .findFirst()
                .orElse("");
    }

    /** Takes a policy away with all that it was compiled into, while no operator runs that could do it. */
    void eraseWithoutOperator(String policy) {
        api.delete(RESIDENCIES + "/" + policy);
        api.mergePatch(RESIDENCIES + "/" + policy, "{\"metadata\":{\"finalizers\":null}}");
        for (JsonNode guard : guards(policy)) {
            api.delete(path(guard)).orThrow();
        }
    }

    /** What a policy is compiled into, as it is now, each with its {@code kind}. */
    List<JsonNode> guards(String policy) {
        List<JsonNode> all = new ArrayList<>();
        for (String plural : GUARDS) {
            JsonNode list = api.get(ADMISSION + "/" + plural + "?labelSelector=onshore.vn/policy=" + policy)
                    .orThrow();
            String kind = list.path("kind").asText().replaceAll("List$", "");
            for (JsonNode item : list.path("items")) {
                all.add(((ObjectNode) item).put("kind", kind).put("apiVersion", "admissionregistration.k8s.io/v1"));
            }
        }
        return all;
    }

    /** Where a generated object is. */
    static String path(JsonNode guard) {
        String kind = guard.path("kind").asText().toLowerCase(Locale.ROOT);
        String plural = kind.endsWith("y") ? kind.replaceAll("y$", "ies") : kind + "s";
        return ADMISSION + "/" + plural + "/"
                + guard.path("metadata").path("name").asText();
    }

    /** Makes pods that run on the nodes in turn, until there are that many. */
    void pods(int wanted) {
        int there = api.get("/api/v1/namespaces/" + GOVERNED + "/pods?limit=1")
                        .orThrow()
                        .path("metadata")
                        .path("remainingItemCount")
                        .asInt(-1)
                + 1;
        inParallel(32, wanted - there, i -> {
            int number = there + i;
            api.create(
                            "/api/v1/namespaces/" + GOVERNED + "/pods",
                            Scenery.pod("citizen-%05d".formatted(number), nodes.get(number % nodes.size())))
                    .orThrow();
        });
    }

    /** Does something {@code times} times on virtual threads, so many at once. */
    static void inParallel(int width, int times, IntConsumer work) {
        Semaphore places = new Semaphore(width);
        List<Future<?>> pending = new ArrayList<>();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                int number = i;
                places.acquire();
                pending.add(workers.submit(() -> {
                    try {
                        work.accept(number);
                    } finally {
                        places.release();
                    }
                }));
            }
            for (Future<?> each : pending) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        stopOperator();
        api.close();
        plane.close();
    }
}
