package vn.onshore.cli.isolation.measure;

import java.util.List;

/** One question about speed or size, meant to be the only one that a JVM answers. */
interface Measurement {
    /** What {@code --only} calls it. */
    String name();

    /** @param quick whether a smaller world and fewer samples must do */
    List<Figure> take(boolean quick);
}
