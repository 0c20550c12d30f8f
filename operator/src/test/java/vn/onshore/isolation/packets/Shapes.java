package vn.onshore.isolation.packets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Pod.NamedPort;
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
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;

/** Every shape of peer, port and tier that the APIs have, one at a time, in a world of three namespaces with two pods each. */
final class Shapes {
    private static final List<Selector> NAMESPACES = List.of(
            Selector.EVERYTHING,
            Selector.of(Map.of("team", "b")),
            Selector.of(Map.of(), List.of(new Requirement("team", Operator.NotIn, List.of("b")))));
    private static final List<Selector> PODS = List.of(
            Selector.EVERYTHING,
            Selector.of(Map.of("pod", "a")),
            Selector.of(Map.of(), List.of(new Requirement("role", Operator.DoesNotExist, List.of()))),
            Selector.of(Map.of("pod", "b"), List.of(new Requirement("role", Operator.In, List.of("front", "back")))));
    private static final List<Peer> ADDRESSES = List.of(
            block("0.0.0.0/0"),
            block("0.0.0.0/0", "10.0.0.0/8", "203.0.113.0/24"),
            block("10.244.0.0/16", "10.244.1.0/24"),
            block("10.244.1.9/32"),
            block("203.0.113.0/24", "203.0.113.128/25"),
            block("2001:db8::/32"));
    private static final List<List<PortMatch>> PORTS = List.of(
            List.of(),
            List.of(numbers(PortSet.of(Protocol.TCP, 80))),
            List.of(numbers(PortSet.of(Protocol.TCP, 80, 82))),
            List.of(numbers(PortSet.of(Protocol.UDP))),
            List.of(numbers(PortSet.of(Protocol.SCTP, 80))),
            List.of(new PortMatch.Named(Protocol.TCP, "http")),
            List.of(new PortMatch.Named(Protocol.UDP, "http")),
            List.of(new PortMatch.Named(null, "dns"), numbers(PortSet.of(Protocol.TCP, 65_535))));

    private Shapes() {}

    /**
     * One world of few policies.
     *
     * @param name says what is special
     * @param readings by plugins that differ about it
     */
    record Shape(String name, World world, List<DatapathProfile> readings) {}

    static Stream<Shape> all() {
        return Stream.of(
                        shapes(peers(podPeers()), DatapathProfile.Calico),
                        shapes(peers(ADDRESSES), DatapathProfile.Calico, DatapathProfile.Cilium),
                        shapes(ports(), DatapathProfile.Calico),
                        shapes(pairs(), DatapathProfile.Calico),
                        shapes(kinds(), DatapathProfile.Calico),
                        shapes(tiers(), DatapathProfile.Calico, DatapathProfile.KubeNetworkPolicies))
                .flatMap(shapes -> shapes);
    }

    private static Stream<Shape> shapes(Stream<Policies> some, DatapathProfile... readings) {
        return some.map(policies -> new Shape(policies.name(), world(policies.policies()), List.of(readings)));
    }

    private record Policies(String name, List<Policy> policies) {}

    private static Stream<Policies> peers(List<Peer> peers) {
        return peers.stream()
                .flatMap(peer -> Stream.of(Direction.values())
                        .map(direction -> new Policies(
                                direction + " " + peer,
                                List.of(np("p", direction, List.of(allow(List.of(peer), PORTS.get(2))))))));
    }

    private static List<Peer> podPeers() {
        var peers = new ArrayList<Peer>();
        for (var pods : PODS) {
            peers.add(new Peer.Pods(PodSelection.in("x", pods)));
            NAMESPACES.forEach(namespaces -> peers.add(new Peer.Pods(PodSelection.across(namespaces, pods))));
        }
        return peers;
    }

    private static Stream<Policies> ports() {
        return PORTS.stream()
                .flatMap(ports -> Stream.of(Direction.values())
                        .flatMap(direction -> Stream.of(
                                        new Peer.Everyone(), podPeers().get(5))
                                .map(peer -> new Policies(
                                        direction + " " + ports,
                                        List.of(np("p", direction, List.of(allow(List.of(peer), ports))))))));
    }

    /** Two peers of one rule, and the same two as rules of two policies with different ports. */
    private static Stream<Policies> pairs() {
        var some = List.of(podPeers().get(1), podPeers().get(6), podPeers().get(8), ADDRESSES.get(2), ADDRESSES.get(4));
        return IntStream.range(0, some.size())
                .boxed()
                .flatMap(i -> IntStream.range(i + 1, some.size()).boxed().flatMap(j -> {
                    var one = some.get(i);
                    var other = some.get(j);
                    return Stream.of(
                            new Policies(
                                    "one rule " + one + other,
                                    List.of(np(
                                            "p",
                                            Direction.Ingress,
                                            List.of(allow(List.of(one, other), PORTS.get(1)))))),
                            new Policies(
                                    "two policies " + one + other,
                                    List.of(
                                            np("p", Direction.Egress, List.of(allow(List.of(one), PORTS.get(1)))),
                                            np("q", Direction.Egress, List.of(allow(List.of(other), PORTS.get(3)))))));
                }));
    }

    private static Stream<Policies> kinds() {
        var everyone = List.of(allow(List.of(new Peer.Everyone()), List.of()));
        return Stream.of(
                new Policies("no policy", List.of()),
                new Policies("nothing comes in", List.of(np("p", Direction.Ingress, List.of()))),
                new Policies("nothing goes out", List.of(np("p", Direction.Egress, List.of()))),
                new Policies(
                        "an allowance beside a denial",
                        List.of(np("p", Direction.Ingress, List.of()), np("q", Direction.Ingress, everyone))),
                new Policies(
                        "rules of a direction that is not isolated",
                        List.of(
                                np("p", Direction.Ingress, List.of()),
                                new Policy(
                                        new Policy.Id("NetworkPolicy", "x", "q"),
                                        Tier.NetworkPolicy,
                                        0,
                                        PodSelection.in("x", Selector.EVERYTHING),
                                        false,
                                        true,
                                        everyone,
                                        List.of()))));
    }

    /** An admin rule, a NetworkPolicy and a baseline rule that contradict each other, in every combination. */
    private static Stream<Policies> tiers() {
        var shapes = new ArrayList<Policies>();
        for (var direction : Direction.values()) {
            for (var admin : Action.values()) {
                for (var baseline : Action.values()) {
                    for (var between :
                            Stream.of(Direction.values()).map(List::of).toList()) {
                        shapes.add(tiers(direction, admin, baseline, between));
                    }
                    shapes.add(tiers(direction, admin, baseline, List.of()));
                }
            }
        }
        return shapes.stream();
    }

    private static Policies tiers(Direction direction, Action admin, Action baseline, List<Direction> isolated) {
        var peer = podPeers().get(1);
        var other = admin == Action.Deny ? Action.Allow : Action.Deny;
        var policies = new ArrayList<Policy>();
        policies.add(tiered(Tier.Admin, 1, direction, List.of(rule(admin, peer, PORTS.get(1)))));
        policies.add(tiered(Tier.Admin, 2, direction, List.of(rule(other, peer, PORTS.get(2)))));
        isolated.forEach(by -> policies.add(np("p", by, List.of(allow(List.of(new Peer.Everyone()), PORTS.get(7))))));
        policies.add(tiered(
                Tier.Baseline,
                1,
                direction,
                List.of(rule(baseline, peer, PORTS.get(5)), rule(Action.Deny, peer, PORTS.get(3)))));
        return new Policies("%s %s, isolated for %s, %s".formatted(direction, admin, isolated, baseline), policies);
    }

    private static Policy np(String name, Direction direction, List<Rule> rules) {
        return new Policy(
                new Policy.Id("NetworkPolicy", "x", name),
                Tier.NetworkPolicy,
                0,
                PodSelection.in("x", Selector.EVERYTHING),
                direction == Direction.Ingress,
                direction == Direction.Egress,
                direction == Direction.Ingress ? rules : List.of(),
                direction == Direction.Egress ? rules : List.of());
    }

    private static Policy tiered(Tier tier, int priority, Direction direction, List<Rule> rules) {
        return new Policy(
                new Policy.Id("ClusterNetworkPolicy", "", tier + "-" + priority),
                tier,
                priority,
                PodSelection.across(Selector.of(Map.of("team", "a")), Selector.EVERYTHING),
                false,
                false,
                direction == Direction.Ingress ? rules : List.of(),
                direction == Direction.Egress ? rules : List.of());
    }

    private static Rule allow(List<Peer> peers, List<PortMatch> ports) {
        return new Rule(0, "", Action.Allow, peers, ports);
    }

    private static Rule rule(Action action, Peer peer, List<PortMatch> ports) {
        return new Rule(0, "", action, List.of(peer), ports);
    }

    private static PortMatch numbers(PortSet ports) {
        return new PortMatch.Numbers(ports);
    }

    private static Peer block(String cidr, String... except) {
        return new Peer.Addresses(cidrs(cidr).minus(cidrs(except)));
    }

    private static AddressSet cidrs(String... cidrs) {
        return AddressSet.ofCidrs(
                Stream.of(cidrs).map(cidr -> Cidr.parse(cidr).orElseThrow()).toList());
    }

    private static World world(List<Policy> policies) {
        return new World(
                List.of(
                        new Namespace("x", Map.of("team", "a")),
                        new Namespace("y", Map.of("team", "b")),
                        new Namespace("z", Map.of())),
                List.of(
                        pod(0, "x", "a"),
                        pod(1, "x", "b"),
                        pod(2, "y", "a"),
                        pod(3, "y", "b"),
                        pod(4, "z", "a"),
                        pod(5, "z", "b")),
                policies,
                List.of(new Node("node-0", Map.of(), List.of(address("192.168.0.10")))),
                Networks.UNKNOWN);
    }

    /** The number makes the address, as in random worlds. */
    private static Pod pod(int number, String namespace, String name) {
        var labels = number % 3 == 0 ? Map.of("pod", name, "role", "front") : Map.of("pod", name);
        return new Pod(
                namespace,
                name,
                labels,
                List.of(
                        new NamedPort("http", Protocol.TCP, number < 3 ? 80 : 8080),
                        new NamedPort("dns", Protocol.UDP, 53)),
                List.of(address("10.244.%d.%d".formatted(number % 3, 8 + number))),
                false,
                new Workload(namespace, name, "Pod"));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
