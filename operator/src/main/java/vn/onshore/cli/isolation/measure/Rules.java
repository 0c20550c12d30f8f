package vn.onshore.cli.isolation.measure;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Rule;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Operator;
import vn.onshore.isolation.model.Selector.Requirement;

/** Short forms for the policies of made-up worlds. */
final class Rules {
    private Rules() {}

    /** What a NetworkPolicy allows its subjects, in one direction. */
    static Policy allow(
            String namespace,
            String name,
            Selector subject,
            Direction direction,
            List<Peer> peers,
            PortMatch... ports) {
        var rules = List.of(new Rule(0, "", Action.Allow, peers, List.of(ports)));
        var ingress = direction == Direction.Ingress;
        return networkPolicy(
                namespace, name, subject, ingress, !ingress, ingress ? rules : List.of(), ingress ? List.of() : rules);
    }

    /** A NetworkPolicy without rules. */
    static Policy deny(String namespace, String name, Selector subject) {
        return networkPolicy(namespace, name, subject, true, true, List.of(), List.of());
    }

    static Policy networkPolicy(
            String namespace,
            String name,
            Selector subject,
            boolean isolatesIngress,
            boolean isolatesEgress,
            List<Rule> ingress,
            List<Rule> egress) {
        return new Policy(
                new Policy.Id("NetworkPolicy", namespace, name),
                Tier.NetworkPolicy,
                0,
                PodSelection.in(namespace, subject),
                isolatesIngress,
                isolatesEgress,
                ingress,
                egress);
    }

    /** A policy of another tier. */
    static Policy tiered(
            Tier tier, String name, int priority, PodSelection subject, List<Rule> ingress, List<Rule> egress) {
        var kind = tier == Tier.Admin ? "AdminNetworkPolicy" : "BaselineAdminNetworkPolicy";
        var id = new Policy.Id(kind, "", name);
        return new Policy(id, tier, priority, subject, false, false, ingress, egress);
    }

    static Rule rule(int index, Action action, Peer peer, PortMatch... ports) {
        return new Rule(index, "rule-" + index, action, List.of(peer), List.of(ports));
    }

    static Peer pods(String namespace, Selector pods) {
        return new Peer.Pods(PodSelection.in(namespace, pods));
    }

    static Peer pods(Selector namespaces, Selector pods) {
        return new Peer.Pods(PodSelection.across(namespaces, pods));
    }

    /** The pods of the namespace of this name, selected as people do where a peer is in another one. */
    static Peer podsOf(String namespace, Selector pods) {
        return pods(has(Namespace.NAME_LABEL, namespace), pods);
    }

    /** An {@code ipBlock} with its exceptions. */
    static Peer block(String cidr, String... except) {
        return new Peer.Addresses(addresses(cidr).minus(addresses(except)));
    }

    static AddressSet addresses(String... cidrs) {
        return AddressSet.ofCidrs(
                Stream.of(cidrs).map(cidr -> Cidr.parse(cidr).orElseThrow()).toList());
    }

    static Selector has(String key, String... values) {
        return Selector.of(Map.of(), List.of(new Requirement(key, Operator.In, List.of(values))));
    }

    static Selector lacks(String key, String... values) {
        return Selector.of(Map.of(), List.of(new Requirement(key, Operator.NotIn, List.of(values))));
    }

    static Selector and(Selector one, Selector other) {
        return new Selector(Stream.concat(one.requirements().stream(), other.requirements().stream())
                .toList());
    }

    static PortMatch tcp(int... ports) {
        return new PortMatch.Numbers(IntStream.of(ports)
                .mapToObj(port -> PortSet.of(Protocol.TCP, port))
                .reduce(PortSet.NONE, PortSet::union));
    }

    static PortMatch range(int first, int last) {
        return new PortMatch.Numbers(PortSet.of(Protocol.TCP, first, last));
    }

    static PortMatch of(Protocol protocol, int port) {
        return new PortMatch.Numbers(PortSet.of(protocol, port));
    }

    static PortMatch named(String name) {
        return new PortMatch.Named(Protocol.TCP, name);
    }
}
