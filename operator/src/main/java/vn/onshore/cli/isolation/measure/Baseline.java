package vn.onshore.cli.isolation.measure;

import java.util.List;

/** A world that is small enough for {@link PodByPod}, which must count the same. */
record Baseline(String name, Teams whole, Teams small) implements Measurement {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 21;
    private static final double MILLIS = 1_000;

    @Override
    public List<Figure> take(boolean quick) {
        var scene = (quick ? small : whole).sceneOfFewPrefixes();
        var naive = new Samples(1);
        var counted = naive.time(() -> PodByPod.leaks(scene));
        var samples = new Samples(ROUNDS);
        for (var round = -WARM_UP; round < ROUNDS; round++) {
            var matrix = (round < 0 ? new Samples(1) : samples)
                    .time(() -> scene.compile().zones());
            Sameness.require(scene.size(), counted, PodByPod.leaks(matrix));
        }
        var what = "the same, %s; baseline pod by pod, which counts the same %,d leaks"
                .formatted(
                        scene.size(),
                        counted.values().stream().mapToLong(Long::longValue).sum());
        return List.of(Figure.seconds(name, what, samples).baseline(naive.p50() / MILLIS));
    }
}
