package vn.onshore.isolation.model;

import java.util.List;

/**
 * Everything that decides who may reach whom. Each pod's namespace is among the namespaces; names are unique.
 */
public record World(
        List<Namespace> namespaces, List<Pod> pods, List<Policy> policies, List<Node> nodes, Networks networks) {
    public World {
        namespaces = List.copyOf(namespaces);
        pods = List.copyOf(pods);
        policies = List.copyOf(policies);
        nodes = List.copyOf(nodes);
    }
}
