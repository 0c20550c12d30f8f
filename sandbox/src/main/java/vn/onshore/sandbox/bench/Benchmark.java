package vn.onshore.sandbox.bench;

import java.util.List;

/** One question about speed or size. */
interface Benchmark {
    /** What {@code --only} calls it. */
    String name();

    /** Measures, and leaves the world as the next one expects it: with whatever policies and pods, all at rest. */
    List<Row> measure(Bench bench);
}
