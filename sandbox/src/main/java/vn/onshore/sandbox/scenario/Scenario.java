package vn.onshore.sandbox.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Objects that stand in a cluster before a story begins.
 *
 * @param objects the objects, in the order in which they are made
 */
public record Scenario(List<HasMetadata> objects) {
    /** How many nodes {@link #fleet} makes at most. */
    public static final int LARGEST_FLEET = 10_000;

    private static final int AT_ONCE = 16;

    public Scenario {
        objects = List.copyOf(objects);
    }

    /** Ten nodes in eight kinds of places: Hanoi, Ho Chi Minh City, abroad, nowhere, and one that lies. */
    public static Scenario vietnam() {
        return read("vietnam.yaml");
    }

    /**
     * That many nodes, spread evenly over Hanoi and Ho Chi Minh City, for tests of scale; {@code fleet-00000} is first.
     *
     * @param nodes from 0 to {@value #LARGEST_FLEET}
     */
    public static Scenario fleet(int nodes) {
        return new Scenario(Fleet.nodes(nodes));
    }

    private static Scenario read(String resource) {
        try (InputStream yaml = Scenario.class.getResourceAsStream(resource)) {
            if (yaml == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            Object all = new KubernetesSerialization().unmarshal(yaml);
            return new Scenario(
                    ((Collection<?>) all).stream().map(HasMetadata.class::cast).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its nodes alone. */
    public List<Node> nodes() {
        return objects.stream()
                .filter(Node.class::isInstance)
                .map(Node.class::cast)
                .toList();
    }

    /** Makes the objects that are not there yet; those that are stay as they are. */
    public void applyTo(KubernetesClient client) {
        try (ExecutorService workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<?>> made = objects.stream()
                    .<Future<?>>map(object -> workers.submit(() -> make(client, object)))
                    .toList();
            for (Future<?> each : made) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot make the scenario: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making the scenario", e);
        }
    }

    private static void make(KubernetesClient client, HasMetadata object) {
        try {
            client.resource(object).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    /**
     * Waits until kwok has brought every node to life.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientTimeoutException when one is not ready in time
     */
    public void awaitReady(KubernetesClient client, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Node node : nodes()) {
            client.nodes()
                    .withName(node.getMetadata().getName())
                    .waitUntilCondition(Scenario::isUsable, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /** Ready, and free of the taints that new nodes bear until the controllers have seen that. */
    private static boolean isUsable(Node node) {
        return node != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(each -> each.getType().equals("Ready")
                                && each.getStatus().equals("True"))
                && node.getSpec().getTaints().stream()
                        .noneMatch(taint -> taint.getKey().startsWith("node.kubernetes.io/"));
    }

    /** Removes the objects from the cluster. */
    public void removeFrom(KubernetesClient client) {
        objects.forEach(object -> client.resource(object).delete());
    }
}
