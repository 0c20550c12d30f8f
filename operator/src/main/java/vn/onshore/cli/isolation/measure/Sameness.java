package vn.onshore.cli.isolation.measure;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Two counts of the same leaks: a benchmark whose subject counts wrongly measures nothing. */
final class Sameness {
    private static final int SHOWN = 3;

    private Sameness() {}

    /** @throws IllegalStateException with the first pairs that differ */
    static void require(String where, Map<String, Long> expected, Map<String, Long> found) {
        if (!expected.equals(found)) {
            var pairs = new TreeSet<>(expected.keySet());
            pairs.addAll(found.keySet());
            throw new IllegalStateException(pairs.stream()
                    .filter(pair -> !expected.getOrDefault(pair, 0L).equals(found.getOrDefault(pair, 0L)))
                    .limit(SHOWN)
                    .map(pair -> "%s: %d and not %d"
                            .formatted(pair, found.getOrDefault(pair, 0L), expected.getOrDefault(pair, 0L)))
                    .collect(Collectors.joining("; ", "Wrong answers in " + where + ": ", "")));
        }
    }
}
