package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A look at everything, and then nothing to do: how long does the one take, and what does the other cost? */
final class SweepBenchmark implements Benchmark {
    private static final double BAR_SECONDS = 30;
    private static final double BAR_HEAP_MIB = 512;
    private static final double BAR_CPU_PERCENT = 1;
    /** Kinds that every API server of this version has, with Onshore's own. */
    private static final int BUILT_IN = 60;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SWEEP_ENDED = "sweep ended";
    private static final String SECOND = "bench-second";

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public List<Row> measure(Bench bench) {
        World world = bench.world();
        int pods = bench.size(10_000, 1_000);
        OperatorRun operator = world.operator();
        try (var step = bench.progress().begin("making kinds and pods")) {
            makeKinds(world, bench.size(200, 80) - BUILT_IN);
            world.policy("Enforce");
            world.pods(pods);
            Await.that("the operator to judge all pods", PATIENCE, () -> operator.metric("onshore_judge_backlog") == 0);
        }
        double load = Machine.load();
        List<Row> rows = new ArrayList<>(sweep(bench, world, operator, pods, load));
        rows.addAll(rest(bench, world, operator));
        return rows;
    }

    /** A policy that is new is swept for at once: the operator says in its log when it has ended. */
    private static List<Row> sweep(Bench bench, World world, OperatorRun operator, int pods, double load) {
        Samples durations = new Samples();
        double heap = 0;
        long kinds = 0;
        for (int round = 0; round < bench.size(3, 1); round++) {
            int before = operator.lines(SWEEP_ENDED).size();
            long began = Instant.now().toEpochMilli();
            world.plane()
                    .kubectl()
                    .apply(Scenery.policy(SECOND, "nowhere", "Audit"))
                    .orThrow();
            while (operator.lines(SWEEP_ENDED).size() == before) {
                operator.requireAlive();
                heap = Math.max(heap, operator.metric("jvm_memory_used_bytes{area=\"heap\""));
                Await.pause(Duration.ofMillis(50));
            }
            JsonNode ended = operator.lines(SWEEP_ENDED).get(before);
            durations.addMillis(ended.path("timestamp").asLong() - began);
            kinds = value(ended, "kinds") + value(ended, "unread");
            world.awaitReady(SECOND);
            world.api().delete(World.RESIDENCIES + "/" + SECOND).orThrow();
            Await.that(
                    "policy " + SECOND + " to go",
                    PATIENCE,
                    () -> world.api().get(World.RESIDENCIES + "/" + SECOND).code() == 404);
        }
        String what = "full sweep of %,d pods, %,d nodes, %d kinds"
                .formatted(pods, world.nodes().size(), kinds);
        return List.of(
                Row.of("sweep", what, durations.count(), durations.p99() / 1000, "s")
                        .bar(Bar.atMost(BAR_SECONDS))
                        .load(load),
                Row.of("sweep.heap", "largest heap seen meanwhile", 1, heap / (1 << 20), "MiB")
                        .bar(Bar.atMost(BAR_HEAP_MIB))
                        .load(load));
    }

    private static long value(JsonNode line, String key) {
        return StreamSupport.stream(line.path("kvpList").spliterator(), false)
                .filter(pair -> pair.has(key))
                .mapToLong(pair -> pair.path(key).asLong())
                .sum();
    }

    private static List<Row> rest(Bench bench, World world, OperatorRun operator) {
        int seconds = bench.size(60, 10);
        // What the sweep and the deleted policy brought has to end first.
        long[] quietSince = {world.audit().end()};
        Await.that("the operator to come to rest", PATIENCE, () -> {
            long since = quietSince[0];
            quietSince[0] = world.audit().end();
            Await.pause(Duration.ofSeconds(2));
            return world.audit().writes(since, World.ACCOUNT).isEmpty();
        });
        double load = Machine.load();
        long mark = world.audit().end();
        double cpu = Machine.cpuSeconds(operator.pid());
        long began = System.nanoTime();
        Await.pause(Duration.ofSeconds(seconds));
        double used = (Machine.cpuSeconds(operator.pid()) - cpu) / ((System.nanoTime() - began) / 1e9) * 100;
        int writes = world.audit().writes(mark, World.ACCOUNT).size();
        return List.of(
                Row.of("rest.writes", "writes in %d s at rest".formatted(seconds), 1, writes, "writes")
                        .bar(Bar.atMost(0))
                        .load(load),
                Row.of("rest.cpu", "of one core, in %d s at rest".formatted(seconds), 1, used, "%")
                        .bar(Bar.atMost(BAR_CPU_PERCENT))
                        .load(load));
    }

    private static void makeKinds(World world, int count) {
        String definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        World.inParallel(8, count, i -> world.api().create(definitions, Scenery.definition(i)));
        for (int i = 0; i < count; i++) {
            String kind = "/apis/bench.example/v1/" + Scenery.plural(i);
            Await.that(
                    "kind " + i + " to be served",
                    PATIENCE,
                    () -> world.api().get(kind).ok());
            world.api().create(kind, Scenery.instance(i));
        }
    }
}
