package vn.onshore.sandbox.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations in milliseconds; safe for several threads. */
final class Samples {
    private static final double NANOS = 1_000_000.0;

    private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

    /** Adds what passed between two readings of {@link System#nanoTime}. */
    void add(long from, long to) {
        millis.add((to - from) / NANOS);
    }

    void addMillis(double duration) {
        millis.add(duration);
    }

    int count() {
        return millis.size();
    }

    double p50() {
        return rank(0.50);
    }

    double p99() {
        return rank(0.99);
    }

    /** The nearest-rank percentile; not a number without samples. */
    private double rank(double share) {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
