package vn.onshore.isolation.oracle;

/** Where a random test starts: somewhere new each time, or with {@code -Donshore.seed=N} where an earlier run did. */
public final class Seed {
    private Seed() {}

    /** @param test whose name is printed beside the seed */
    public static long of(Class<?> test) {
        var seed = Long.getLong("onshore.seed", System.nanoTime());
        System.err.println(test.getSimpleName() + ": -Donshore.seed=" + seed);
        return seed;
    }
}
