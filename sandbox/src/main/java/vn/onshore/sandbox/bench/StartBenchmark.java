package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import vn.onshore.sandbox.bench.Events.Event;

/**
 * From the start of the JVM to the first status of a waiting policy, and to its first verdict: in a cluster of few nodes,
 * where the bars are, and in one of many.
 */
final class StartBenchmark implements Benchmark {
    private static final double RECONCILE_BAR_MILLIS = 1_200;
    private static final double VERDICT_BAR_MILLIS = 2_000;
    private static final int FEW_NODES = 10;

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
        World many = bench.world();
        List<Row> rows = new ArrayList<>();
        try (World few = World.start(bench.shipped(), FEW_NODES, bench.progress())) {
            double load = Machine.load();
            Starts starts = Starts.of(few, bench.size(7, 1));
            rows.add(starts.reconcile("start.reconcile", few)
                    .bar(Bar.atMost(RECONCILE_BAR_MILLIS))
                    .load(load));
            rows.add(starts.verdict("start.verdict", few)
                    .bar(Bar.atMost(VERDICT_BAR_MILLIS))
                    .load(load));
        }
        double load = Machine.load();
        Starts starts = Starts.of(many, bench.size(3, 1));
        rows.add(starts.reconcile("start.reconcile.many", many).load(load));
        rows.add(starts.verdict("start.verdict.many", many).load(load));
        return rows;
    }

    /** Starts by turns with an AOT cache and without. */
    private record Starts(Moments cached, Moments plain) {
        static Starts of(World world, int rounds) {
            Starts starts = new Starts(new Moments(), new Moments());
            for (int round = 0; round < rounds; round++) {
                start(world, world.withCache(), starts.cached);
                start(world, List.of(), starts.plain);
            }
            world.stopOperator();
            return starts;
        }

        Row reconcile(String name, World world) {
            return row(name, "first status", world, cached.reconcile(), plain.reconcile());
        }

        Row verdict(String name, World world) {
            return row(name, "first verdict", world, cached.verdict(), plain.verdict());
        }

        /** The median counts: a start is rare, and what else the machine did at that moment is no property of ours. */
        private static Row row(String name, String end, World world, Samples cached, Samples plain) {
            String what = "JVM start → %s, %d nodes; baseline without AOT cache";
            return Row.of(name, what.formatted(end, world.nodes().size()), cached.count(), cached.p50(), "ms")
                    .spread(cached)
                    .baseline(plain.p50());
        }
    }

    private static void start(World world, List<String> flags, Moments moments) {
        world.stopOperator();
        world.eraseWithoutOperator(World.POLICY);
        world.plane()
                .kubectl()
                .apply(Scenery.policy(World.POLICY, "vietnam", "Enforce"))
                .orThrow();
        Machine.settle();
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
