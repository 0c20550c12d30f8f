package vn.onshore.isolation.live;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.engine.Change;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.read.NamespaceReader;
import vn.onshore.isolation.read.NodeReader;
import vn.onshore.isolation.read.PodReader;
import vn.onshore.isolation.read.PolicyReader;
import vn.onshore.isolation.read.PolicyReading;
import vn.onshore.isolation.verify.Sighting;
import vn.onshore.isolation.verify.Sightings;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/**
 * Reads raw objects into what reachability is judged by, one change after the other. Of one thread.
 *
 * @implNote what the engine knows is the engine's to keep; here is only what it has no place for
 */
final class Surroundings {
    /** The kinds that are read. */
    static final Set<Watched> KINDS = EnumSet.copyOf(Stream.concat(
                    Stream.of(Watched.NAMESPACE, Watched.POD, Watched.NODE, Watched.SERVICE, Watched.ENDPOINT_SLICE),
                    Watched.networkPolicies().stream())
            .toList());

    private final ObjectSource objects;
    /** By kind, namespace and name of the object. */
    private final Map<String, List<Sighting>> sightings = new HashMap<>();

    private final Map<String, Namespace> namespaces = new HashMap<>();
    /** Pods on a node's network, by namespace and name. */
    private final Map<String, Map<String, Pod>> hostPods = new HashMap<>();

    private List<Sighting> unwatched = List.of();

    Surroundings(ObjectSource objects) {
        this.objects = objects;
    }

    /** Everything that the caches hold. */
    World all() {
        sightings.clear();
        namespaces.clear();
        hostPods.clear();
        var found = new ArrayList<Change>();
        objects.all(Watched.NAMESPACE).forEach(each -> read(Watched.NAMESPACE, null, each, found));
        for (var kind : KINDS) {
            if (kind != Watched.NAMESPACE) {
                objects.all(kind).forEach(each -> read(kind, null, each, found));
            }
        }
        var pods = new ArrayList<Pod>();
        var spaces = new ArrayList<Namespace>();
        var policies = new ArrayList<Policy>();
        var nodes = new ArrayList<Node>();
        for (var change : found) {
            switch (change) {
                case Change.PutPod(var pod) -> pods.add(pod);
                case Change.PutNamespace(var namespace) -> spaces.add(namespace);
                case Change.PutPolicy(var policy) -> policies.add(policy);
                case Change.PutNode(var node) -> nodes.add(node);
                default -> {}
            }
        }
        return new World(spaces, pods, policies, nodes, ClusterNetworks.of(objects));
    }

    /** The pods on a node's network. */
    Stream<Pod> hostPods() {
        return hostPods.values().stream().flatMap(pods -> pods.values().stream());
    }

    Stream<Pod> hostPods(String namespace) {
        return hostPods.getOrDefault(namespace, Map.of()).values().stream();
    }

    /** Whether a namespace is in a zone of a plan. */
    boolean isInZone(ZonePlan plan, String namespace) {
        var known = namespaces.get(namespace);
        return known != null
                && plan.zones().stream().anyMatch(zone -> zone.namespaces().matches(known.labels()));
    }

    /** What else was found, of kinds that are not watched. */
    void unwatched(List<Sighting> found) {
        unwatched = List.copyOf(found);
    }

    List<Sighting> sightings() {
        var all = new ArrayList<Sighting>(unwatched);
        sightings.values().forEach(all::addAll);
        return all;
    }

    /** Kinds of policies that were not evaluated. */
    List<String> notEvaluated() {
        var kinds = new TreeSet<String>();
        for (var sighting : sightings()) {
            switch (sighting) {
                case Sighting.ForeignPolicy foreign -> kinds.add(foreign.kind());
                case Sighting.UnreadKind unread -> kinds.add(unread.kind());
                default -> {}
            }
        }
        return List.copyOf(kinds);
    }

    /** Policies that could not be understood, with the reason. */
    List<String> unreadable() {
        return sightings().stream()
                .filter(Sighting.RefusedPolicy.class::isInstance)
                .map(Sighting.RefusedPolicy.class::cast)
                .map(policy -> policy.id() + ": " + policy.why())
                .sorted()
                .toList();
    }

    /** What a change of one object means to the engine. */
    void read(Watched kind, @Nullable Manifest before, @Nullable Manifest after, List<Change> changes) {
        var object = Objects.requireNonNull(after == null ? before : after);
        see(kind, object, after);
        switch (kind) {
            case NAMESPACE -> namespace(object, after != null, changes);
            case POD -> pod(object, after, changes);
            case NODE ->
                changes.add(
                        after == null
                                ? new Change.RemoveNode(object.name())
                                : new Change.PutNode(NodeReader.read(after.tree())));
            case NETWORK_POLICY, CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY ->
                policy(object, after != null, changes);
            default -> {}
        }
    }

    private void see(Watched kind, Manifest object, @Nullable Manifest after) {
        var seen = after == null ? List.<Sighting>of() : Sightings.of(after);
        put(key(kind, object), seen);
    }

    private void put(String key, List<Sighting> seen) {
        if (seen.isEmpty()) {
            sightings.remove(key);
        } else {
            sightings.put(key, seen);
        }
    }

    private static String key(Watched kind, Manifest object) {
        return kind + " " + object.namespace() + "/" + object.name();
    }

    private void namespace(Manifest object, boolean exists, List<Change> changes) {
        if (exists) {
            var namespace = NamespaceReader.read(object.tree());
            namespaces.put(object.name(), namespace);
            changes.add(new Change.PutNamespace(namespace));
        } else {
            namespaces.remove(object.name());
            hostPods.remove(object.name());
            changes.add(new Change.RemoveNamespace(object.name()));
        }
    }

    /** News of pods and of namespaces come on different ways: a pod may be there before its namespace is. */
    private void pod(Manifest object, @Nullable Manifest after, List<Change> changes) {
        var pod = Optional.ofNullable(after).flatMap(is -> PodReader.read(is.tree()));
        hostPods.computeIfPresent(object.namespace(), (in, pods) -> {
            pods.remove(object.name());
            return pods.isEmpty() ? null : pods;
        });
        if (pod.isEmpty()) {
            if (namespaces.containsKey(object.namespace())) {
                changes.add(new Change.RemovePod(object.namespace(), object.name()));
            }
            return;
        }
        if (pod.get().hostNetwork()) {
            hostPods.computeIfAbsent(object.namespace(), in -> new HashMap<>()).put(object.name(), pod.get());
        }
        if (!namespaces.containsKey(object.namespace())) {
            var namespace = objects.get(Watched.NAMESPACE, null, object.namespace())
                    .map(each -> NamespaceReader.read(each.tree()))
                    .orElseGet(() -> new Namespace(object.namespace(), Map.of()));
            namespaces.put(object.namespace(), namespace);
            changes.add(new Change.PutNamespace(namespace));
        }
        changes.add(new Change.PutPod(pod.get()));
    }

    private void policy(Manifest object, boolean exists, List<Change> changes) {
        var reading = PolicyReader.read(object.tree());
        reading.ifPresent(read -> {
            if (exists && read instanceof PolicyReading.Evaluated(var policy)) {
                changes.add(new Change.PutPolicy(policy));
            } else {
                changes.add(new Change.RemovePolicy(read.id()));
            }
            if (exists) {
                refused(read)
                        .ifPresent(why -> sightings.put(
                                key(Watched.of(object.group(), object.kind()).orElseThrow(), object), List.of(why)));
            }
        });
    }

    private static Optional<Sighting> refused(PolicyReading reading) {
        return switch (reading) {
            case PolicyReading.Evaluated ignored -> Optional.empty();
            case PolicyReading.Refused(var id, var field, var reason) ->
                Optional.of(new Sighting.RefusedPolicy(id, field + ": " + reason));
            case PolicyReading.Unevaluated(var id, var field, var reason) ->
                Optional.of(new Sighting.RefusedPolicy(id, field + ": " + reason));
        };
    }
}
