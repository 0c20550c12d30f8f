package vn.onshore.cli.isolation.measure;

import java.util.List;

/** Twice as many pods with the same labels: what it costs to compile them. */
record Scaling(String name, Teams whole, Teams small) implements Measurement {
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;

    @Override
    public List<Figure> take(boolean quick) {
        var teams = quick ? small : whole;
        var once = teams.scene();
        var twice = teams.with(2 * teams.pods()).scene();
        var one = new Samples(ROUNDS);
        var other = new Samples(ROUNDS);
        for (var round = -WARM_UP; round < ROUNDS; round++) {
            (round < 0 ? new Samples(1) : one).time(once::compile);
            (round < 0 ? new Samples(1) : other).time(twice::compile);
        }
        var more = (other.p50() / one.p50() - 1) * 100;
        var what = "more to compile %,d pods than half of them (%.0f ms, %.0f ms)"
                .formatted(2 * teams.pods(), other.p50(), one.p50());
        return List.of(new Figure(name, what, ROUNDS, more, "%", null, null));
    }
}
