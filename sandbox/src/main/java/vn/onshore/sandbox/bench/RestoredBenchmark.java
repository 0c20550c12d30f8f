package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A zone's policy is deleted or opened: how long until an independent watcher sees it put back? And a policy of somebody else
 * leads out: how long until the status says so?
 */
final class RestoredBenchmark implements Benchmark {
    private static final double BAR_MILLIS = 100;
    private static final int WARM_UP = 10;
    private static final String ISOLATION = "archive";
    private static final String POLICIES = "/apis/networking.k8s.io/v1/networkpolicies";
    private static final List<String> ZONES = List.of("storage", "app", "edge", "mgmt");

    @Override
    public String name() {
        return "restored";
    }

    @Override
    public List<Row> measure(Bench bench) {
        World world = bench.world();
        world.operator();
        int namespaces = bench.size(10, 3);
        world.plane().kubectl().apply(namespaces(namespaces)).orThrow();
        world.api()
                .create(
                        "/api/v1/namespaces/storage-0/pods",
                        Scenery.pod("archive", world.nodes().getFirst()))
                .orThrow();
        world.plane().kubectl().apply(Scenery.isolation(ISOLATION)).orThrow();
        world.awaitReady(World.ISOLATIONS, ISOLATION);
        double load = Machine.load();
        int rounds = bench.size(200, 40);
        String scale = ", %d namespaces in %d zones".formatted(namespaces * ZONES.size(), ZONES.size());
        Samples restored = new Samples();
        Samples bare = new Samples();
        Samples told = new Samples();
        try (Prototype prototype = Prototype.start(world.api());
                Events policies = new Events(world.api(), POLICIES);
                Events statuses = new Events(world.api(), World.ISOLATIONS)) {
            List<String> paths = policies(world);
            for (int round = -WARM_UP; round < rounds; round++) {
                boolean delete = round % 2 == 0;
                String path = paths.get(Math.floorMod(round, paths.size()));
                restore(world, policies, path, delete, round < 0 ? new Samples() : restored);
                prototype.round(delete, round < 0 ? new Samples() : bare);
            }
            for (int round = -WARM_UP / 2; round < rounds / 4; round++) {
                leak(world, statuses, round < 0 ? new Samples() : told);
            }
        }
        world.api().delete(World.ISOLATIONS + "/" + ISOLATION).orThrow();
        return List.of(
                Row.p99("restored", "zone's policy deleted or opened → put back" + scale, restored)
                        .bar(Bar.atMost(BAR_MILLIS))
                        .baseline(bare.p99())
                        .load(load),
                Row.p99("told", "a foreign policy leads out → LEAK in the status" + scale, told)
                        .load(load));
    }

    private static String namespaces(int each) {
        return ZONES.stream()
                .flatMap(zone -> IntStream.range(0, each).mapToObj(number -> """
                        apiVersion: v1
                        kind: Namespace
                        metadata: {name: %1$s-%2$d, labels: {zone: %1$s}}
                        """.formatted(zone, number)))
                .collect(Collectors.joining("---\n"));
    }

    /** What each namespace is closed by. */
    private static List<String> policies(World world) {
        JsonNode list = world.api()
                .get(POLICIES + "?labelSelector=onshore.vn/isolation=" + ISOLATION)
                .orThrow();
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(item -> item.path("metadata"))
                .filter(meta -> meta.path("name").asText().endsWith("default-deny"))
                .map(meta ->
                        path(meta.path("namespace").asText(), meta.path("name").asText()))
                .toList();
    }

    private static String path(String namespace, String name) {
        return "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/networkpolicies/" + name;
    }

    /** In the operator's name, for the API server refuses it from everybody else. */
    private static void restore(World world, Events events, String path, boolean delete, Samples samples) {
        String[] parts = path.split("/");
        String namespace = parts[parts.length - 3];
        String name = parts[parts.length - 1];
        Api intruder = world.api().as(World.ACCOUNT);
        int mark = events.mark();
        long began = System.nanoTime();
        (delete ? intruder.delete(path) : intruder.mergePatch(path, "{\"spec\":{\"egress\":[{}]}}")).orThrow();
        var back = events.after(
                mark,
                path + " to be put back",
                event -> event.is(delete ? "ADDED" : "MODIFIED", name)
                        && event.object()
                                .path("metadata")
                                .path("namespace")
                                .asText()
                                .equals(namespace)
                        && event.object().path("spec").path("egress").isEmpty());
        samples.add(began, back.at());
    }

    private static void leak(World world, Events statuses, Samples samples) {
        Api intruder = world.api().as(World.ACCOUNT);
        String path = path("storage-0", "hole");
        int mark = statuses.mark();
        long began = System.nanoTime();
        intruder.apply(path, Scenery.HOLE).orThrow();
        var seen = statuses.after(mark, "a leak in the status", event -> leaks(event.object()) > 0);
        samples.add(began, seen.at());
        mark = statuses.mark();
        intruder.delete(path).orThrow();
        statuses.after(mark, "no leak in the status", event -> leaks(event.object()) == 0);
    }

    private static long leaks(JsonNode isolation) {
        return isolation.path("status").path("verdicts").path("leak").asLong();
    }
}
