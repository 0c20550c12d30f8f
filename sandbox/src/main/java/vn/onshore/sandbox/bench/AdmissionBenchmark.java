package vn.onshore.sandbox.bench;

import java.util.ArrayList;
import java.util.List;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;

/**
 * What the generated policies cost whoever makes a pod: three API servers side by side, one with our guards, one without
 * any, and one with the least that could guard pods. The operator does not run meanwhile, because it is not asked.
 */
final class AdmissionBenchmark implements Benchmark {
    private static final double BAR_PERCENT = 5;
    private static final int WARM_UP = 100;

    @Override
    public String name() {
        return "admission";
    }

    /** Pods made in one namespace of one API server, by turns for real and as dry runs. */
    private record Lane(Api api, String namespace, Samples real, Samples dry) {
        Lane(Api api, String namespace) {
            this(api, namespace, new Samples(), new Samples());
        }

        void create(int round) {
            String pods = "/api/v1/namespaces/" + namespace + "/pods";
            String pod = Scenery.pod("bench-" + round, "");
            time(pods + "?dryRun=All", pod, round < 0 ? new Samples() : dry);
            time(pods, pod, round < 0 ? new Samples() : real);
            api.delete(pods + "/bench-" + round).orThrow();
        }

        private void time(String path, String pod, Samples samples) {
            long began = System.nanoTime();
            api.create(path, pod).orThrow();
            samples.add(began, System.nanoTime());
        }
    }

    @Override
    public List<Row> measure(Bench bench) {
        World world = bench.world();
        world.operator();
        world.policy("Enforce");
        world.stopOperator();
        try (ControlPlane plain = ControlPlane.start(Settings.bare().withProgress(bench.progress()));
                Api bare = Api.open(plain.kubeconfig());
                ControlPlane hardly = ControlPlane.start(Settings.bare().withProgress(bench.progress()));
                Api least = Api.open(hardly.kubeconfig())) {
            plain.kubectl().apply(Scenery.NAMESPACES).orThrow();
            hardly.kubectl().apply(Scenery.NAMESPACES).orThrow();
            hardly.kubectl().apply(Scenery.LEAST_GUARD).orThrow();
            double load = Machine.load();
            Lane governed = new Lane(world.api(), World.GOVERNED);
            Lane ungoverned = new Lane(world.api(), World.UNGOVERNED);
            Lane without = new Lane(bare, World.GOVERNED);
            Lane hardlyGoverned = new Lane(least, World.GOVERNED);
            List<Lane> lanes = new ArrayList<>(List.of(governed, ungoverned, without, hardlyGoverned));
            for (int round = -WARM_UP; round < bench.size(2_000, 200); round++) {
                // No lane always goes first.
                lanes.add(lanes.removeFirst());
                for (Lane lane : lanes) {
                    lane.create(round);
                }
            }
            return List.of(
                    row("admission", "latency added per pod, governed", governed.real(), without.real())
                            .bar(Bar.atMost(BAR_PERCENT))
                            .load(load),
                    row("admission.dry", "the same as a dry run", governed.dry(), without.dry())
                            .load(load),
                    row(
                                    "admission.least",
                                    "a policy that says true and one that sets a selector",
                                    hardlyGoverned.real(),
                                    without.real())
                            .load(load),
                    row("admission.ungoverned", "latency added per pod, elsewhere", ungoverned.real(), without.real())
                            .load(load));
        }
    }

    private static Row row(String name, String what, Samples with, Samples without) {
        double ratio = with.p50() / without.p50();
        return Row.of(
                        name,
                        "%s (median %.2f ms, %.2f ms without)".formatted(what, with.p50(), without.p50()),
                        with.count(),
                        (ratio - 1) * 100,
                        "%")
                .baseline(without.p50(), ratio);
    }
}
