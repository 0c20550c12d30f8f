package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A generated object is deleted or weakened out of band: how long until an independent watcher sees it put back? */
final class DriftBenchmark implements Benchmark {
    private static final double BAR_MILLIS = 100;
    private static final int WARM_UP = 10;

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public List<Row> measure(Bench bench) {
        World world = bench.world();
        world.operator();
        world.policy("Enforce");
        double load = Machine.load();
        List<String> policies = names(world, "ValidatingAdmissionPolicy");
        List<String> bindings = names(world, "ValidatingAdmissionPolicyBinding");
        int rounds = bench.size(200, 40);
        Samples samples = new Samples();
        Samples bare = new Samples();
        try (Prototype prototype = Prototype.start(world.api());
                Events ofPolicies = new Events(world.api(), World.ADMISSION + "/validatingadmissionpolicies");
                Events ofBindings = new Events(world.api(), World.ADMISSION + "/validatingadmissionpolicybindings")) {
            for (int round = -WARM_UP; round < rounds; round++) {
                int number = Math.floorMod(round, 2 * policies.size()) / 2;
                boolean delete = round % 2 == 0;
                Samples into = round < 0 ? new Samples() : samples;
                if (delete) {
                    delete(world.api(), ofPolicies, policies.get(number), into);
                } else {
                    weaken(world.api(), ofBindings, bindings.get(number % bindings.size()), into);
                }
                prototype.round(delete, round < 0 ? new Samples() : bare);
            }
        }
        return List.of(Row.p99("drift", "guard deleted or weakened → put back", samples)
                .bar(Bar.atMost(BAR_MILLIS))
                .baseline(bare.p99())
                .load(load));
    }

    private static List<String> names(World world, String kind) {
        return world.guards(World.POLICY).stream()
                .filter(guard -> guard.path("kind").asText().equals(kind))
                .map(guard -> guard.path("metadata").path("name").asText())
                .toList();
    }

    private static void delete(Api api, Events events, String name, Samples samples) {
        int mark = events.mark();
        long began = System.nanoTime();
        api.delete(World.ADMISSION + "/validatingadmissionpolicies/" + name).orThrow();
        var back = events.after(mark, "policy " + name + " to come back", event -> event.is("ADDED", name));
        samples.add(began, back.at());
    }

    private static void weaken(Api api, Events events, String name, Samples samples) {
        int mark = events.mark();
        long began = System.nanoTime();
        api.mergePatch(
                        World.ADMISSION + "/validatingadmissionpolicybindings/" + name,
                        "{\"spec\":{\"validationActions\":[\"Audit\"]}}")
                .orThrow();
        var weak = events.after(mark, "binding " + name + " to be weak", event -> event.is("MODIFIED", name));
        var back = events.after(
                mark,
                "binding " + name + " to be put back",
                event -> event.is("MODIFIED", name) && event.at() > weak.at() && denies(event.object()));
        samples.add(began, back.at());
    }

    private static boolean denies(JsonNode binding) {
        return binding.path("spec").path("validationActions").toString().contains("Deny");
    }
}
