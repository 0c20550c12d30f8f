package vn.onshore.isolation.oracle;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vn.onshore.isolation.engine.Change;
import vn.onshore.isolation.model.World;

/** What a world looks like after something happened, by making it anew. */
public final class Changes {
    private Changes() {}

    public static World after(World world, List<Change> changes) {
        var now = world;
        for (var change : changes) {
            now = after(now, change);
        }
        return now;
    }

    public static World after(World world, Change change) {
        var namespaces = world.namespaces();
        var pods = world.pods();
        var policies = world.policies();
        var nodes = world.nodes();
        switch (change) {
            case Change.PutPod(var pod) ->
                pods = with(
                        pods,
                        pod,
                        p -> p.namespace().equals(pod.namespace()) && p.name().equals(pod.name()));
            case Change.RemovePod(var namespace, var name) ->
                pods = without(
                        pods, p -> p.namespace().equals(namespace) && p.name().equals(name));
            case Change.PutNamespace(var namespace) ->
                namespaces = with(namespaces, namespace, n -> n.name().equals(namespace.name()));
            case Change.RemoveNamespace(var name) -> {
                namespaces = without(namespaces, n -> n.name().equals(name));
                pods = without(pods, p -> p.namespace().equals(name));
                policies = without(policies, p -> p.id().namespace().equals(name));
            }
            case Change.PutPolicy(var policy) -> policies = with(policies, policy, p -> p.id().equals(policy.id()));
            case Change.RemovePolicy(var id) -> policies = without(policies, p -> p.id().equals(id));
            case Change.PutNode(var node) ->
                nodes = with(nodes, node, n -> n.name().equals(node.name()));
            case Change.RemoveNode(var name) ->
                nodes = without(nodes, n -> n.name().equals(name));
        }
        return new World(namespaces, pods, policies, nodes, world.networks());
    }

    private static <T> List<T> with(List<T> all, T one, Predicate<T> sameName) {
        return Stream.concat(without(all, sameName).stream(), Stream.of(one)).toList();
    }

    private static <T> List<T> without(List<T> all, Predicate<T> named) {
        return all.stream().filter(named.negate()).toList();
    }
}
