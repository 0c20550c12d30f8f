package vn.onshore.sandbox.demo.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Watches one object and writes down what the API server says of it, and when. */
public final class Witness implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Sighting> sightings = new ArrayList<>();
    private final Watch watch;

    /**
     * One event of the watch.
     *
     * @param type ADDED, MODIFIED or DELETED
     * @param at {@link System#nanoTime} when it arrived
     */
    public record Sighting(String type, JsonNode object, long at) {
        /** How much later the other was seen. */
        public Duration until(Sighting later) {
            return Duration.ofNanos(later.at - at);
        }
    }

    private Witness(Cluster cluster, ResourceDefinitionContext kind, String name) {
        watch = cluster.client().genericKubernetesResources(kind).withName(name).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, GenericKubernetesResource resource) {
                note(new Sighting(action.name(), JSON.valueToTree(resource), System.nanoTime()));
            }

            @Override
            public void onClose(WatcherException cause) {
                // Whoever waits for a sighting is told by the time that it takes.
            }
        });
    }

    /** Begins to watch a cluster-scoped object; returns once the server has shown it. */
    public static Witness of(Cluster cluster, String apiVersion, String kind, String plural, String name) {
        String[] parts = apiVersion.split("/");
        Witness witness = new Witness(
                cluster,
                new ResourceDefinitionContext.Builder()
                        .withGroup(parts[0])
                        .withVersion(parts[1])
                        .withKind(kind)
                        .withPlural(plural)
                        .withNamespaced(false)
                        .build(),
                name);
        if (witness.first(Duration.ofSeconds(10), 0, sighting -> true).isEmpty()) {
            witness.close();
            throw new IllegalStateException("no %s %s to watch".formatted(kind, name));
        }
        return witness;
    }

    /** How many sightings there were so far. */
    public synchronized int count() {
        return sightings.size();
    }

    /** The first sighting of the kind wanted among those after the given number; empty when there is none in time. */
    public synchronized Optional<Sighting> first(Duration patience, int after, Predicate<Sighting> wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Sighting> found =
                    sightings.stream().skip(after).filter(wanted).findFirst();
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (found.isPresent() || left <= 0) {
                return found;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private synchronized void note(Sighting sighting) {
        sightings.add(sighting);
        notifyAll();
    }

    @Override
    public void close() {
        watch.close();
    }
}
