package vn.onshore.cli.isolation.measure;

import java.util.List;

/** What all pods may open outside the cluster, held against the onshore prefixes. */
record OutsideCheck(String name, Teams whole, Teams small) implements Measurement {
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 15;

    @Override
    public List<Figure> take(boolean quick) {
        var world = (quick ? small : whole).world();
        var onshore = Teams.onshore();
        var scene = new Scene(world, Zones.everybody(onshore));
        var samples = new Samples(ROUNDS);
        var leaks = 0L;
        for (var round = -WARM_UP; round < ROUNDS; round++) {
            // Compiled anew each time: what was judged once is not judged again.
            var compiled = scene.compile();
            var cells =
                    (round < 0 ? new Samples(1) : samples).time(compiled::zones).cells();
            leaks = cells.stream().mapToLong(cell -> cell.leaks()).sum();
        }
        var what = "%,d pods against %,d prefixes; %,d leaks"
                .formatted(world.pods().size(), onshore.ranges().size(), leaks);
        return List.of(new Figure(name, what, ROUNDS, samples.p50(), "ms", null, null));
    }
}
