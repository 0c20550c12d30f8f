package vn.onshore.cli.isolation.measure;

import java.util.List;
import java.util.Map;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZoneMatrix;

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
        var compiled = scene.compile();
        for (var round = -WARM_UP; round < ROUNDS; round++) {
            leaks = (round < 0 ? new Samples(1) : samples).time(compiled::leaksToInternet);
        }
        Sameness.require("pods that leak", inMatrix(compiled), Map.of("Internet", leaks));
        var what = "%,d pods against %,d prefixes; %,d leaks"
                .formatted(world.pods().size(), onshore.ranges().size(), leaks);
        return List.of(new Figure(name, what, ROUNDS, samples.p50(), "ms", null, null));
    }

    private static Map<String, Long> inMatrix(Reachability compiled) {
        return Map.of(
                "Internet",
                compiled.zones().cells().stream()
                        .filter(cell -> cell.to() instanceof ZoneMatrix.Party.Internet)
                        .mapToLong(ZoneMatrix.Cell::leaks)
                        .sum());
    }
}
