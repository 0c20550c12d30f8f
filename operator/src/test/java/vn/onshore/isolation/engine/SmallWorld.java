package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Rule;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;

/** A world written down in a few lines. Namespaces have a label {@code zone} with their own name. */
final class SmallWorld {
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<Policy> policies = new ArrayList<>();

    /** A pod that is its namespace's, with a label {@code app} that is its own name. */
    SmallWorld pod(String namespace, String name, Pod.NamedPort... ports) {
        namespace(namespace);
        pods.add(new Pod(
                namespace,
                name,
                Map.of("app", name),
                List.of(ports),
                List.of(),
                false,
                new Workload(namespace, name, "Pod")));
        return this;
    }

    /** A namespace that may have no pods. */
    SmallWorld namespace(String name) {
        return namespace(name, name);
    }

    SmallWorld namespace(String name, String zone) {
        if (namespaces.stream().noneMatch(some -> some.name().equals(name))) {
            namespaces.add(new Namespace(name, Map.of("zone", zone)));
        }
        return this;
    }

    SmallWorld ingress(String namespace, String name, Rule... rules) {
        return networkPolicy(namespace, name, Selector.EVERYTHING, List.of(rules), null);
    }

    SmallWorld egress(String namespace, String name, Rule... rules) {
        return networkPolicy(namespace, name, Selector.EVERYTHING, null, List.of(rules));
    }

    /** About what the pods with a label {@code app} of this value may open. */
    SmallWorld egressOf(String app, String namespace, String name, Rule... rules) {
        return networkPolicy(namespace, name, Selector.of(Map.of("app", app)), null, List.of(rules));
    }

    private SmallWorld networkPolicy(
            String namespace, String name, Selector pods, @Nullable List<Rule> ingress, @Nullable List<Rule> egress) {
        policies.add(new Policy(
                new Policy.Id("NetworkPolicy", namespace, name),
                Tier.NetworkPolicy,
                0,
                PodSelection.in(namespace, pods),
                ingress != null,
                egress != null,
                ingress == null ? List.of() : ingress,
                egress == null ? List.of() : egress));
        return this;
    }

    /** About ingress of every pod. */
    SmallWorld tiered(Tier tier, int priority, Rule... rules) {
        return tiered(tier, priority, List.of(rules), List.of());
    }

    /** About what every pod may open. */
    SmallWorld tieredEgress(Tier tier, int priority, Rule... rules) {
        return tiered(tier, priority, List.of(), List.of(rules));
    }

    private SmallWorld tiered(Tier tier, int priority, List<Rule> ingress, List<Rule> egress) {
        policies.add(new Policy(
                new Policy.Id("ClusterNetworkPolicy", "", tier + "-" + priority),
                tier,
                priority,
                everyPod(),
                false,
                false,
                ingress,
                egress));
        return this;
    }

    World world() {
        return new World(namespaces, pods, policies, List.of(), Networks.UNKNOWN);
    }

    static Rule rule(Action action, Peer peer, PortMatch... ports) {
        return new Rule(0, "", action, List.of(peer), List.of(ports));
    }

    static Rule allow(Peer peer, PortMatch... ports) {
        return rule(Action.Allow, peer, ports);
    }

    static PodSelection everyPod() {
        return PodSelection.across(Selector.EVERYTHING, Selector.EVERYTHING);
    }

    static Peer pods(Map<String, String> namespaces, Map<String, String> pods) {
        return new Peer.Pods(PodSelection.across(Selector.of(namespaces), Selector.of(pods)));
    }

    static Peer zone(String name) {
        return pods(Map.of("zone", name), Map.of());
    }

    static Peer block(String cidr) {
        return new Peer.Addresses(cidr(cidr));
    }

    static AddressSet cidr(String cidr) {
        return AddressSet.ofCidrs(List.of(Cidr.parse(cidr).orElseThrow()));
    }

    static PortMatch tcp(int port) {
        return new PortMatch.Numbers(PortSet.of(Protocol.TCP, port));
    }
}
