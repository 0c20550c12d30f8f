package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.World;

/** A world in the course of changing. */
final class WorldEdit {
    private final Map<String, Namespace> namespaces;
    private final Map<PodName, Pod> pods;
    private final Map<Policy.Id, Policy> policies;
    private final Map<String, Node> nodes;
    private final Networks networks;

    private record PodName(String namespace, String name) {}

    WorldEdit(World world) {
        namespaces = byKey(world.namespaces(), Namespace::name);
        pods = byKey(world.pods(), pod -> new PodName(pod.namespace(), pod.name()));
        policies = byKey(world.policies(), Policy::id);
        nodes = byKey(world.nodes(), Node::name);
        networks = world.networks();
    }

    private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
        var map = new LinkedHashMap<K, V>(values.size() * 2);
        values.forEach(value -> map.put(key.apply(value), value));
        return map;
    }

    WorldEdit apply(List<Change> changes) {
        changes.forEach(this::apply);
        return this;
    }

    private void apply(Change change) {
        switch (change) {
            case Change.PutPod(var pod) -> pods.put(new PodName(pod.namespace(), pod.name()), pod);
            case Change.RemovePod(var namespace, var name) -> pods.remove(new PodName(namespace, name));
            case Change.PutNamespace(var namespace) -> namespaces.put(namespace.name(), namespace);
            case Change.RemoveNamespace(var name) -> {
                namespaces.remove(name);
                pods.keySet().removeIf(pod -> pod.namespace().equals(name));
                policies.keySet().removeIf(id -> id.namespace().equals(name));
            }
            case Change.PutPolicy(var policy) -> policies.put(policy.id(), policy);
            case Change.RemovePolicy(var id) -> policies.remove(id);
            case Change.PutNode(var node) -> nodes.put(node.name(), node);
            case Change.RemoveNode(var name) -> nodes.remove(name);
        }
    }

    World world() {
        return new World(
                new ArrayList<>(namespaces.values()),
                new ArrayList<>(pods.values()),
                new ArrayList<>(policies.values()),
                new ArrayList<>(nodes.values()),
                networks);
    }
}
