package vn.onshore.sandbox.demo.world;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.sandbox.demo.cluster.Answer;
import vn.onshore.sandbox.demo.cluster.Await;
import vn.onshore.sandbox.demo.cluster.Cluster;

/** Every object that exists because of the story, so that a cluster that stays can be left as it was found. */
public final class Ledger implements Consumer<String> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OURS = "/apis/onshore.vn/";

    private final SequencedSet<String> paths = new LinkedHashSet<>();

    @Override
    public synchronized void accept(String path) {
        paths.addLast(path);
    }

    public synchronized boolean isEmpty() {
        return paths.isEmpty();
    }

    /**
     * Removes them, the last one first. Onshore's own resources go before everything else, while the operator still
     * has its rights: it takes their guards away.
     *
     * @return the paths of what does not go in time
     */
    public synchronized List<String> remove(Cluster cluster) {
        Map<Boolean, List<String>> byOurs =
                paths.reversed().stream().collect(Collectors.partitioningBy(path -> path.startsWith(OURS)));
        paths.clear();
        return Stream.of(true, false)
                .map(ours -> byOurs.getOrDefault(ours, List.of()))
                .flatMap(some -> remove(cluster, some))
                .sorted()
                .toList();
    }

    private static Stream<String> remove(Cluster cluster, List<String> some) {
        some.forEach(cluster::delete);
        return some.stream().filter(path -> !isGone(cluster, path)).toList().stream();
    }

    private static boolean isGone(Cluster cluster, String path) {
        return Await.value(PATIENCE, () -> Optional.of(cluster.get(path)).filter(Answer::notFound))
                .isPresent();
    }
}
