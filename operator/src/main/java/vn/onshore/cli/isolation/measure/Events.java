package vn.onshore.cli.isolation.measure;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import vn.onshore.isolation.engine.Change;
import vn.onshore.isolation.engine.Reachability;

/** One event after the other, each followed by the new verdict; at the end the verdict must be that of a rebuild. */
record Events(String name, Teams whole, Teams small) implements Measurement {
    private static final int PODS = 2_000;
    private static final int CLASSES = 1_000;
    private static final int POLICIES = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUICK_PATIENCE = Duration.ofSeconds(2);
    /** Of as many events, one more goes before, so that the code is warm. */
    private static final int WARM_UP = 4;

    @Override
    public List<Figure> take(boolean quick) {
        var teams = quick ? small : whole;
        var scene = teams.scene();
        var world = new ChangingWorld(teams, scene);
        var part = quick ? 5 : 1;
        var patience = quick ? QUICK_PATIENCE : PATIENCE;
        var run = new Run(world, scene.compile());
        var pods = run.play(PODS / part, patience, world::knownPod);
        var classes = run.play(CLASSES / part, patience, world::newPod);
        var policies = run.play(POLICIES / part, patience, world::policy);
        var rebuilt = new Scene(world.now(), scene.plan()).compile();
        Sameness.require(
                "the world after all events",
                PodByPod.leaks(rebuilt.zones()),
                PodByPod.leaks(run.reachability.zones()));
        return List.of(
                Figure.millis(name + ".pod", "a pod comes, goes or is relabelled → verdict; its class exists", pods),
                Figure.millis(name + ".class", "a pod comes → verdict; its labels are new", classes),
                Figure.millis(
                        name + ".policy", "a policy comes, changes or goes → verdict; " + scene.size(), policies));
    }

    /** The state that follows the world. */
    private static final class Run {
        private final ChangingWorld world;
        private Reachability reachability;

        Run(ChangingWorld world, Reachability reachability) {
            this.world = world;
            this.reachability = reachability;
            reachability.zones();
        }

        /** At most so many, as far as there is time. */
        Samples play(int count, Duration patience, IntFunction<Change> events) {
            var samples = new Samples(count);
            var began = System.nanoTime();
            var warm = began + patience.toNanos() / WARM_UP;
            var end = began + patience.toNanos();
            for (var i = 0; samples.count() < count && (samples.count() == 0 || System.nanoTime() < end); i++) {
                var warming = i < count / WARM_UP && System.nanoTime() < warm;
                var change = events.apply(i);
                reachability = (warming ? new Samples(1) : samples).time(() -> judged(change));
                world.apply(change);
            }
            return samples;
        }

        private Reachability judged(Change change) {
            var next = reachability.after(List.of(change));
            next.zones();
            return next;
        }
    }
}
