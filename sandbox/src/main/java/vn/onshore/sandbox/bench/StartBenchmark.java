package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import vn.onshore.sandbox.bench.Events.Event;

/** From the start of the JVM to the first status of a waiting policy, and to its first verdict. */
final class StartBenchmark implements Benchmark {
    private static final double RECONCILE_BAR_MILLIS = 1_200;
    private static final double VERDICT_BAR_MILLIS = 2_000;

    /** The two moments, over several starts. */
    private record Moments(Samples reconcile, Samples verdict) {
        Moments() {
            this(new Samples(), new Samples());
        }
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Row> measure(Bench bench) {
        World world = bench.world();
        double load = Machine.load();
        Moments cached = new Moments();
        Moments plain = new Moments();
        for (int round = 0; round < bench.size(7, 1); round++) {
            start(world, world.withCache(), cached);
            start(world, List.of(), plain);
        }
        world.stopOperator();
        return List.of(
                row("start.reconcile", "JVM start → first status", cached.reconcile(), plain.reconcile())
                        .bar(Bar.atMost(RECONCILE_BAR_MILLIS))
                        .load(load),
                row("start.verdict", "JVM start → first verdict", cached.verdict(), plain.verdict())
                        .bar(Bar.atMost(VERDICT_BAR_MILLIS))
                        .load(load));
    }

    /** The median counts: a start is rare, and what else the machine did at that moment is no property of ours. */
    private static Row row(String name, String what, Samples cached, Samples plain) {
        return Row.of(name, what + "; baseline without AOT cache", cached.count(), cached.p50(), "ms")
                .spread(cached)
                .baseline(plain.p50());
    }

    private static void start(World world, List<String> flags, Moments moments) {
        world.stopOperator();
        world.eraseWithoutOperator(World.POLICY);
        world.plane()
                .kubectl()
                .apply(Scenery.policy(World.POLICY, "vietnam", "Enforce"))
                .orThrow();
        try (Events statuses = new Events(world.api(), World.RESIDENCIES)) {
            OperatorRun run = world.run(flags);
            Event first = statuses.after(0, "the first status", StartBenchmark::isReported);
            Event verdict = statuses.after(0, "the first verdict", StartBenchmark::isJudged);
            moments.reconcile().add(run.began(), first.at());
            moments.verdict().add(run.began(), verdict.at());
            run.awaitReady();
            world.awaitReady(World.POLICY);
        }
    }

    private static boolean isReported(Event event) {
        return event.object().path("status").has("observedGeneration");
    }

    private static boolean isJudged(Event event) {
        JsonNode status = event.object().path("status");
        return List.of("True", "False").contains(World.condition(status, "Compliant"));
    }
}
