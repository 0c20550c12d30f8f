package vn.onshore.sandbox.demo.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import vn.onshore.sandbox.demo.cluster.Await;
import vn.onshore.sandbox.demo.cluster.Cluster;

/** Every object that exists because of the story, so that a cluster that stays can be left as it was found. */
public final class Ledger implements Consumer<ObjectNode> {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<ObjectNode> objects = new ArrayList<>();

    @Override
    public synchronized void accept(ObjectNode object) {
        objects.add(object.deepCopy());
    }

    public synchronized boolean isEmpty() {
        return objects.isEmpty();
    }

    /**
     * Removes them, the last one first. Policies go before everything else, while the operator still runs, which takes
     * their guards away.
     *
     * @return what is still there, because it does not go in time
     */
    public synchronized List<String> remove(Cluster cluster) {
        List<ObjectNode> others = new ArrayList<>();
        Set<String> left = new HashSet<>();
        for (ObjectNode object : objects.reversed()) {
            if (object.path("kind").asText().equals("DataResidency")) {
                remove(cluster, cluster.path(object)).ifPresent(left::add);
            } else {
                others.add(object);
            }
        }
        List<String> paths = others.stream().map(cluster::path).distinct().toList();
        paths.forEach(cluster::delete);
        paths.forEach(path -> awaitGone(cluster, path).ifPresent(left::add));
        objects.clear();
        return left.stream().sorted().toList();
    }

    private static Optional<String> remove(Cluster cluster, String path) {
        cluster.delete(path);
        return awaitGone(cluster, path);
    }

    private static Optional<String> awaitGone(Cluster cluster, String path) {
        return Await.value(PATIENCE, () -> Optional.of(cluster.get(path)).filter(answer -> answer.notFound()))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(path);
    }
}
