package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A boundary that many policies share changes back and forth, and all their guards are written again. Beside it the very
 * same objects under other names are written by nothing but server-side apply on 64 virtual threads.
 */
final class AppliesBenchmark implements Benchmark {
    private static final double BAR = 0.8;
    private static final int AT_ONCE = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> BOUNDARIES = List.of(Scenery.BOUNDARY, Scenery.GROWN_BOUNDARY);

    @Override
    public String name() {
        return "applies";
    }

    @Override
    public List<Row> measure(Bench bench) {
        World world = bench.world();
        world.operator();
        List<String> policies = makePolicies(world, bench.size(12, 4));
        double load = Machine.load();
        List<List<Copy>> copies = List.of(copies(world, policies, 0), copies(world, policies, 1));
        List<Copy> first = changed(copies.get(0), copies.get(1));
        List<Copy> second = changed(copies.get(1), copies.get(0));
        apply(world.api(), copies.get(1));
        Samples through = new Samples();
        Samples bare = new Samples();
        Samples ratios = new Samples();
        for (int round = 0; round < bench.size(8, 4); round++) {
            double operator = flip(world, round % 2, first.size());
            awaitQuiet(world);
            double direct = apply(world.api(), round % 2 == 0 ? first : second);
            // The first round in each direction warms up.
            if (round >= 2) {
                through.addMillis(operator);
                bare.addMillis(direct);
                ratios.addMillis(operator / direct);
            }
        }
        copies.get(0).forEach(copy -> world.api().delete(copy.path()));
        policies.forEach(policy -> world.api().delete(World.RESIDENCIES + "/" + policy));
        return List.of(Row.of(
                        "applies",
                        "%.0f applies/s of %d policies ÷ %.0f bare by %d threads"
                                .formatted(through.p50(), policies.size(), bare.p50(), AT_ONCE),
                        (long) ratios.count() * first.size(),
                        ratios.p50(),
                        "ratio")
                .bar(Bar.atLeast(BAR))
                .baseline(bare.p50(), ratios.p50())
                .load(load));
    }

    /** A generated object under another name. */
    private record Copy(String path, String body) {}

    private static List<String> makePolicies(World world, int count) {
        StringBuilder yaml = new StringBuilder();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("bench-" + i);
            yaml.append("---\n").append(Scenery.policy("bench-" + i, "bench-" + i, "Enforce"));
        }
        world.plane().kubectl().apply(yaml.toString()).orThrow();
        names.forEach(world::awaitReady);
        return names;
    }

    /** What the policies are compiled into with this version of the boundary. */
    private static List<Copy> copies(World world, List<String> policies, int version) {
        change(world, version);
        awaitQuiet(world);
        return policies.stream()
                .flatMap(policy -> world.guards(policy).stream())
                .map(AppliesBenchmark::copy)
                .toList();
    }

    /** Nobody selects what the copies bind, so that they are written and never asked. */
    private static Copy copy(JsonNode guard) {
        ObjectNode copy = guard.deepCopy();
        ObjectNode metadata = Api.JSON
                .createObjectNode()
                .put("name", "copy-" + guard.path("metadata").path("name").asText());
        metadata.set("annotations", guard.path("metadata").path("annotations"));
        copy.set("metadata", metadata);
        copy.remove("status");
        ObjectNode spec = (ObjectNode) copy.path("spec");
        if (spec.has("policyName")) {
            spec.put("policyName", "copy-" + spec.path("policyName").asText());
            spec.withObject("/matchResources/namespaceSelector/matchLabels").put("bench", "nobody");
        }
        return new Copy(World.path(copy), copy.toString());
    }

    private static List<Copy> changed(List<Copy> now, List<Copy> before) {
        Map<String, String> known = new HashMap<>();
        before.forEach(copy -> known.put(copy.path(), copy.body()));
        return now.stream()
                .filter(copy -> !copy.body().equals(known.get(copy.path())))
                .toList();
    }

    private static void change(World world, int version) {
        world.plane().kubectl().apply(BOUNDARIES.get(version)).orThrow();
    }

    /** Nothing is written, and nothing is proved, for a while. */
    private static void awaitQuiet(World world) {
        Await.that("the operator to come to rest", PATIENCE, () -> {
            long mark = world.audit().end();
            Await.pause(Duration.ofSeconds(2));
            return guards(world, mark).isEmpty() && world.audit().isSilent(mark, World.CANARY);
        });
    }

    private static List<AuditLog.Write> guards(World world, long since) {
        return world.audit().writes(since, World.ACCOUNT).stream()
                .filter(write -> Set.copyOf(World.GUARDS).contains(write.resource()))
                .toList();
    }

    /** @return guards written per second, from the first request to the last answer */
    private static double flip(World world, int version, int expected) {
        awaitQuiet(world);
        long mark = world.audit().end();
        change(world, version);
        List<AuditLog.Write> writes = Await.value("%d guards to be written".formatted(expected), PATIENCE, () -> {
            List<AuditLog.Write> seen = guards(world, mark);
            return seen.size() < expected ? Optional.empty() : Optional.of(seen);
        });
        long began = writes.stream().mapToLong(AuditLog.Write::received).min().orElseThrow();
        long ended = writes.stream().mapToLong(AuditLog.Write::answered).max().orElseThrow();
        return writes.size() * 1e6 / (ended - began);
    }

    /** @return objects written per second */
    private static double apply(Api api, List<Copy> copies) {
        long began = System.nanoTime();
        World.inParallel(
                AT_ONCE,
                copies.size(),
                i -> api.apply(copies.get(i).path(), copies.get(i).body()).orThrow());
        return copies.size() * 1e9 / (System.nanoTime() - began);
    }
}
