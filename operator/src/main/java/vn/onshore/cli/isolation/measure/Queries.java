package vn.onshore.cli.isolation.measure;

import java.util.List;
import java.util.Random;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.Endpoint;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.World;

/** One pair at a time: what is open between two ends, and why one port is. */
record Queries(String name, Teams whole, Teams small) implements Measurement {
    private static final long SEED = 11;
    private static final int WARM_UP = 5_000;
    private static final int ROUNDS = 20_000;
    /** One question of so many is about an address outside. */
    private static final int ABOUT_OUTSIDE = 4;

    private static final int[] PORTS = {443, 5_432, 8_080, 8_443, 9_090, 53};

    @Override
    public List<Figure> take(boolean quick) {
        var scene = (quick ? small : whole).scene();
        var compiled = scene.compile();
        var random = new Random(SEED);
        var pairs = new Samples(ROUNDS);
        var explained = new Samples(ROUNDS);
        var rounds = quick ? ROUNDS / 4 : ROUNDS;
        var open = 0;
        for (var round = -WARM_UP; round < rounds; round++) {
            var from = pod(random, scene.world());
            var to = random.nextInt(ABOUT_OUTSIDE) == 0 ? address(random) : pod(random, scene.world());
            var port = PORTS[random.nextInt(PORTS.length)];
            var ports = (round < 0 ? new Samples(1) : pairs).time(() -> compiled.between(from, to));
            var why =
                    (round < 0 ? new Samples(1) : explained).time(() -> compiled.explain(from, to, Protocol.TCP, port));
            if (ports.contains(Protocol.TCP, port) != why.allowed()) {
                throw new IllegalStateException(
                        "%s to %s, TCP %d: verdict and explanation differ".formatted(from, to, port));
            }
            open += why.allowed() ? 1 : 0;
        }
        var share = 100.0 * open / (WARM_UP + rounds);
        return List.of(
                Figure.micros(name + ".pair", "what is open between two ends; " + scene.size(), pairs),
                Figure.micros(
                        name + ".explain", "why a port is open, or not (%.0f %% are)".formatted(share), explained));
    }

    private static Endpoint pod(Random random, World world) {
        var pod = world.pods().get(random.nextInt(world.pods().size()));
        return new Endpoint.InCluster(pod.namespace(), pod.name());
    }

    private static Endpoint address(Random random) {
        return new Endpoint.Outside(new IpAddress(true, 0, 0x1b00_0000L + random.nextInt(1 << 24)));
    }
}
