package vn.onshore.cli.isolation.measure;

import java.util.Arrays;
import java.util.function.Supplier;

/** How long something took, again and again; milliseconds. */
final class Samples {
    private static final double NANOS = 1e6;

    private final double[] millis;
    private int size;

    Samples(int most) {
        millis = new double[most];
    }

    /** Does something and adds how long it took. */
    <T> T time(Supplier<T> work) {
        var began = System.nanoTime();
        var made = work.get();
        millis[size++] = (System.nanoTime() - began) / NANOS;
        return made;
    }

    int count() {
        return size;
    }

    double p50() {
        return rank(0.50);
    }

    double p99() {
        return rank(0.99);
    }

    /** The nearest-rank percentile; not a number without samples. */
    private double rank(double share) {
        var sorted = Arrays.copyOf(millis, size);
        Arrays.sort(sorted);
        return size == 0 ? Double.NaN : sorted[(int) Math.ceil(share * size) - 1];
    }
}
