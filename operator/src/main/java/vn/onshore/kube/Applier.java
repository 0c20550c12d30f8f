package vn.onshore.kube;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.ApiServer.Answer;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * The one place that writes objects (statuses: {@link StatusWriter}). What is already as desired is not written; objects
 * without our label are never replaced or deleted.
 */
public final class Applier implements Informers.Listener {
    /** Requests under way at once: more only queue inside the API server. */
    private static final int AT_ONCE = 64;

    /** A cache that has not seen our last write for so long has lost it, and what it has counts again. */
    private static final Duration LAG = Duration.ofSeconds(5);

    private static final int GONE = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final ApiServer server;
    private final ExecutorService executor;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final LongAdder writes = new LongAdder();
    /** What each object was after our last write. */
    private final Map<String, Version> versions = new ConcurrentHashMap<>();
    /** The uid of each guard that was deleted last. */
    private final Map<String, String> gone = new ConcurrentHashMap<>();

    public Applier(ApiServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /** What became of one object. */
    public sealed interface Outcome {
        Manifest object();

        /**
         * Was as desired, or is now.
         *
         * @param written whether it changed by that; a cache that lags behind makes us ask for what is there already
         * @param before what the cache had
         */
        record Applied(
                Manifest object, boolean written, @Nullable Manifest before) implements Outcome {}

        /** The server refused; {@code superseded} if only because somebody else was quicker. */
        record Failed(Manifest object, int code, String message) implements Outcome {
            public boolean superseded() {
                return code == CONFLICT;
            }

            /** For people: what was refused, and why. */
            public String sentence() {
                return object.kind() + " " + object.name() + " was refused (" + code + "): " + message;
            }
        }
    }

    /** A desired object and where it goes. */
    public record Desired(ApiKind kind, Manifest object) {
        String path() {
            var namespace = object.namespace();
            return kind.path(namespace.isEmpty() ? null : namespace, object.name());
        }
    }

    /** What somebody deleted is not on its way into the cache, even if the answer to our write comes later than that news. */
    @Override
    public void changed(Watched kind, @Nullable Manifest before, @Nullable Manifest after) {
        if (after == null && before != null && kind.isGenerated() && isOurs(before)) {
            var path = new Desired(kind.kind(), before).path();
            var uid = before.tree().at("metadata", "uid").text();
            gone.put(path, uid);
            versions.computeIfPresent(path, (p, known) -> known.uid().equals(uid) ? null : known);
        }
    }

    /**
     * Brings objects into being, all at once and in no order.
     *
     * @param actual what there is; null if nothing
     * @param fieldManager one for each feature
     * @return one outcome for each object: first of those that were as desired, then of those that had to be written
     */
    public List<Outcome> apply(
            List<Desired> desired, Function<Desired, @Nullable Manifest> actual, String fieldManager) {
        return apply(desired, actual, (one, before) -> false, fieldManager);
    }

    /**
     * The same by what the shared caches have. Where a cache lags behind our own last write, that write counts: to ask
     * again costs the server as much as the write did, since it compiles every expression of a policy before it finds that
     * nothing changes.
     */
    public List<Outcome> applyCached(
            List<Desired> desired, Function<Desired, @Nullable Manifest> cached, String fieldManager) {
        return apply(desired, cached, this::isOnItsWay, fieldManager);
    }

    private boolean isOnItsWay(Desired desired, @Nullable Manifest cached) {
        var known = versions.get(desired.path());
        return known != null
                && known.object().equals(desired.object())
                && (cached == null || known.isNewerThan(cached))
                && System.nanoTime() - known.writtenAt() < LAG.toNanos();
    }

    private List<Outcome> apply(
            List<Desired> desired,
            Function<Desired, @Nullable Manifest> actual,
            BiPredicate<Desired, @Nullable Manifest> isOnItsWay,
            String fieldManager) {
        var outcomes = new ArrayList<Outcome>();
        var pending = new ArrayList<Future<Outcome>>();
        for (var one : desired) {
            var before = actual.apply(one);
            var drift = before == null ? Drift.Ours : Drift.between(one.object(), before);
            if (drift == Drift.None || isOnItsWay.test(one, before)) {
                outcomes.add(new Outcome.Applied(one.object(), false, before));
            } else {
                pending.add(executor.submit(() -> write(one, before, drift, fieldManager)));
            }
        }
        for (var write : pending) {
            outcomes.add(join(write));
        }
        return outcomes;
    }

    private static <T> T join(Future<T> write) {
        try {
            return write.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Outcome write(Desired desired, @Nullable Manifest before, Drift drift, String fieldManager)
            throws InterruptedException {
        places.acquire();
        try {
            var answer = before != null && drift == Drift.Foreign
                    ? replace(desired, before, fieldManager)
                    : server.apply(desired.path(), desired.object().tree().fields(), fieldManager);
            return outcome(desired, before, answer);
        } catch (UncheckedIOException e) {
            return new Outcome.Failed(desired.object(), 0, String.valueOf(e.getMessage()));
        } finally {
            places.release();
        }
    }

    private Answer replace(Desired desired, Manifest before, String fieldManager) {
        if (!isOurs(before)) {
            return server.apply(desired.path(), desired.object().tree().fields(), fieldManager);
        }
        var body = new LinkedHashMap<>(desired.object().tree().fields());
        var metadata =
                new LinkedHashMap<>(desired.object().tree().at("metadata").fields());
        metadata.put("resourceVersion", Version.resourceVersion(before.tree()));
        body.put("metadata", metadata);
        return server.replace(desired.path(), body, fieldManager);
    }

    private Outcome outcome(Desired desired, @Nullable Manifest before, Answer answer) {
        if (!answer.ok()) {
            return new Outcome.Failed(desired.object(), answer.code(), answer.message());
        }
        var version = Version.of(answer.body(), desired.object());
        var known = versions.put(desired.path(), version);
        if (version.uid().equals(gone.remove(desired.path()))) {
            versions.remove(desired.path(), version);
        }
        var written = version.isWrittenAfter(known, before);
        if (written) {
            writes.increment();
        }
        return new Outcome.Applied(desired.object(), written, before);
    }

    /**
     * An object as our last write left it on the server.
     *
     * @param object what was asked for
     * @param writtenAt by {@link System#nanoTime}
     */
    private record Version(String uid, long generation, String resourceVersion, Manifest object, long writtenAt) {
        static Version of(Tree answer, Manifest object) {
            var metadata = answer.at("metadata");
            return new Version(
                    metadata.at("uid").text(),
                    metadata.at("generation").number(0),
                    resourceVersion(answer),
                    object,
                    System.nanoTime());
        }

        /**
         * Whether the answer to a request shows that the request changed anything.
         *
         * @param known after our last write; null if there was none, or what it wrote is gone
         * @param cached what a cache had when the request was made; null if nothing
         */
        boolean isWrittenAfter(@Nullable Version known, @Nullable Manifest cached) {
            if (known != null && (cached == null || !isNewer(resourceVersion(cached.tree()), known.resourceVersion))) {
                // The cache lags behind our own last write. A controller may have written a status since: that counts
                // for nothing.
                return !uid.equals(known.uid) || generation != known.generation;
            }
            return cached == null || !resourceVersion.equals(resourceVersion(cached.tree()));
        }

        boolean isNewerThan(Manifest cached) {
            return isNewer(resourceVersion, resourceVersion(cached.tree()));
        }

        private static String resourceVersion(Tree object) {
            return object.at("metadata", "resourceVersion").text();
        }

        /** Resource versions are decimal numbers of any size, and comparable among objects of one kind (KEP-5504). */
        private static boolean isNewer(String one, String other) {
            return one.length() == other.length() ? one.compareTo(other) > 0 : one.length() > other.length();
        }
    }

    /**
     * Deletes an object if it carries our label; gone already, or made anew by somebody, is fine.
     *
     * @return a sentence if the server refused, else empty
     */
    Optional<String> delete(ApiKind kind, Manifest object) {
        if (!isOurs(object)) {
            return Optional.empty();
        }
        var namespace = object.namespace();
        var path = kind.path(namespace.isEmpty() ? null : namespace, object.name());
        versions.remove(path);
        var answer = server.delete(path, object.subject().uid());
        if (answer.ok()) {
            writes.increment();
            return Optional.empty();
        }
        return answer.code() == GONE || answer.code() == CONFLICT
                ? Optional.empty()
                : Optional.of(kind.kind() + " " + object.name() + " could not be deleted (" + answer.code() + "): "
                        + answer.message());
    }

    /**
     * Deletes objects of a kind as {@link #delete} does, all at once and in no order.
     *
     * @return a sentence for each that the server keeps
     */
    public List<String> deleteAll(ApiKind kind, List<Manifest> objects) {
        var pending = objects.stream()
                .map(object -> executor.submit(() -> {
                    places.acquire();
                    try {
                        return delete(kind, object);
                    } finally {
                        places.release();
                    }
                }))
                .toList();
        return pending.stream().flatMap(each -> join(each).stream()).toList();
    }

    /** Asks for a pod to leave its node: {@code policy/v1} Eviction, so that PodDisruptionBudgets hold. */
    public Answer evict(Subject pod) {
        var name = Map.of("name", pod.name(), "namespace", String.valueOf(pod.namespace()));
        var answer = server.create(
                Watched.POD.kind().path(pod.namespace(), pod.name()) + "/eviction",
                Map.of(
                        "apiVersion",
                        "policy/v1",
                        "kind",
                        "Eviction",
                        "metadata",
                        name,
                        "deleteOptions",
                        Map.of("preconditions", Map.of("uid", String.valueOf(pod.uid())))));
        if (answer.ok()) {
            writes.increment();
        }
        return answer;
    }

    /** Changes single fields of an object of somebody else, such as a node's label: RFC 7386. */
    public Answer patch(ApiKind kind, @Nullable String namespace, String name, Object patch, String fieldManager) {
        var answer = server.mergePatch(kind.path(namespace, name), patch, fieldManager);
        if (answer.ok()) {
            writes.increment();
        }
        return answer;
    }

    /**
     * Changes single fields of an object of somebody else only if it still is what the tests among the operations say: RFC
     * 6902. See {@link #isSuperseded} for the answer if it is not.
     */
    public Answer patchWithTests(
            ApiKind kind,
            @Nullable String namespace,
            String name,
            List<Map<String, Object>> operations,
            String fieldManager) {
        var answer = server.jsonPatch(kind.path(namespace, name), operations, fieldManager);
        if (answer.ok()) {
            writes.increment();
        }
        return answer;
    }

    /** Whether a patch with tests failed only because the object is another one by now, or gone. */
    public static boolean isSuperseded(Answer answer) {
        return answer.code() == GONE || answer.code() == CONFLICT || answer.code() == UNPROCESSABLE;
    }

    private static boolean isOurs(Manifest object) {
        return Labels.ONSHORE.equals(object.labels().get(Labels.MANAGED_BY));
    }

    /** Writes that the server took since the start. */
    public long writes() {
        return writes.sum();
    }
}
