package vn.onshore.sandbox.bench;

import java.time.Duration;
import java.util.List;

/** How much of the machine's memory the operator holds. */
final class MemoryBenchmark implements Benchmark {
    private static final double BAR_MIB = 256;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Row> measure(Bench bench) {
        World world = bench.world();
        int pods = bench.size(10_000, 1_000);
        OperatorRun operator = world.operator();
        world.policy("Enforce");
        world.pods(pods);
        Await.that(
                "the operator to judge all pods",
                Duration.ofMinutes(3),
                () -> operator.metric("onshore_cached{resource=\"pods\"") >= pods
                        && operator.metric("onshore_judge_backlog") == 0);
        double resident = Machine.residentMiB(operator.pid());
        double heap = operator.metric("jvm_memory_used_bytes{area=\"heap\"") / (1 << 20);
        double committed = operator.metric("jvm_memory_committed_bytes{area=\"heap\"") / (1 << 20);
        return List.of(Row.of(
                        "memory",
                        "resident with %,d pods, limit %s; heap %.0f of %.0f MiB"
                                .formatted(pods, bench.shipped().memory(), heap, committed),
                        1,
                        resident,
                        "MiB")
                .bar(Bar.atMost(BAR_MIB)));
    }
}
