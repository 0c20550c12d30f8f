package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Something goes abroad: how long until the status says so? */
final class FindingBenchmark implements Benchmark {
    private static final double BAR_MILLIS = 1_000;
    private static final String PODS = "/api/v1/namespaces/" + World.GOVERNED + "/pods";

    @Override
    public String name() {
        return "finding";
    }

    @Override
    public List<Row> measure(Bench bench) {
        World world = bench.world();
        world.operator();
        int pods = bench.size(10_000, 1_000);
        try (var step = bench.progress().begin("making pods")) {
            // In Audit, because under Enforce the API server refuses what is to be found.
            world.policy("Audit");
            world.pods(pods);
            settle(world);
        }
        double load = Machine.load();
        int rounds = bench.size(100, 15);
        Samples bound = new Samples();
        Samples relabelled = new Samples();
        try (Events statuses = new Events(world.api(), World.RESIDENCIES)) {
            for (int round = 0; round < rounds; round++) {
                bind(world.api(), statuses, "traveller-" + round, bound);
                relabel(
                        world.api(),
                        statuses,
                        world.nodes().get(round % world.nodes().size()),
                        relabelled);
            }
        }
        return List.of(
                Row.p99("finding.bound", "pod bound abroad → finding, %,d pods".formatted(pods), bound)
                        .bar(Bar.atMost(BAR_MILLIS))
                        .load(load),
                Row.p99("finding.relabelled", "node relabelled → finding, %,d pods".formatted(pods), relabelled)
                        .bar(Bar.atMost(BAR_MILLIS))
                        .load(load));
    }

    /** Waits until all pods are judged and the sweep that a new policy brings is over. */
    private static void settle(World world) {
        Await.that("the operator to judge all pods", Duration.ofMinutes(3), () -> {
            OperatorRun operator = world.operator();
            operator.requireAlive();
            return operator.metric("onshore_judge_backlog") == 0
                    && !world.api()
                            .get(World.RESIDENCIES + "/" + World.POLICY)
                            .orThrow()
                            .path("status")
                            .path("coverage")
                            .path("sweptAt")
                            .isMissingNode();
        });
    }

    private static void bind(Api api, Events statuses, String name, Samples samples) {
        api.create(PODS, Scenery.pod(name, "")).orThrow();
        String binding = """
                {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": "%s"},
                 "target": {"apiVersion": "v1", "kind": "Node", "name": "%s"}}
                """.formatted(name, World.ABROAD);
        time(api, statuses, samples, () -> api.create(PODS + "/" + name + "/binding", binding));
        undo(api, statuses, () -> api.delete(PODS + "/" + name));
    }

    private static void relabel(Api api, Events statuses, String node, Samples samples) {
        String path = "/api/v1/nodes/" + node;
        JsonNode labels = api.get(path).orThrow().path("metadata").path("labels");
        String home = labels.path("topology.kubernetes.io/zone").asText();
        time(api, statuses, samples, () -> api.mergePatch(path, zone("th-central-1a")));
        undo(api, statuses, () -> api.mergePatch(path, zone(home)));
    }

    private static String zone(String zone) {
        return "{\"metadata\":{\"labels\":{\"topology.kubernetes.io/zone\":\"%s\"}}}".formatted(zone);
    }

    private static void time(Api api, Events statuses, Samples samples, Supplier<Api.Answer> change) {
        long before = notMet(api);
        int mark = statuses.mark();
        long began = System.nanoTime();
        change.get().orThrow();
        var seen = statuses.after(mark, "the finding", event -> notMet(event.object()) > before);
        samples.add(began, seen.at());
    }

    private static void undo(Api api, Events statuses, Supplier<Api.Answer> change) {
        long before = notMet(api);
        int mark = statuses.mark();
        change.get().orThrow();
        statuses.after(mark, "the finding to go", event -> notMet(event.object()) < before);
    }

    private static long notMet(Api api) {
        return notMet(api.get(World.RESIDENCIES + "/" + World.POLICY).orThrow());
    }

    private static long notMet(JsonNode policy) {
        return policy.path("status").path("verdicts").path("notMet").asLong();
    }
}
