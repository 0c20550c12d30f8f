package vn.onshore.isolation.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.AddressSet;
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

/** Policies of every tier from few labels, ports and networks, so that they often meet each other and the pods. */
final class RandomPolicies {
    private static final List<String> KEYS = List.of("app", "tier", "team", "zone", "pod", "nobody-has-it");
    private static final List<String> VALUES = List.of("a", "b", "c");
    private static final List<Integer> PORTS = List.of(1, 53, 80, 81, 443, 5353, 8080, 65_535);
    private static final List<String> V4 = List.of(
            "10.244.0.0/16",
            "10.244.0.0/24",
            "10.244.1.0/24",
            "10.244.0.8/30",
            "10.244.1.11/32",
            "10.0.0.0/8",
            "192.168.0.0/24",
            "192.168.0.10/32",
            "203.0.113.0/24",
            "203.0.113.128/25",
            "198.51.100.0/24",
            "0.0.0.0/0");
    private static final List<String> V6 = List.of(
            "fd00:10:244::/64",
            "fd00:10:244::/125",
            "fd00:192:168::10/128",
            "2001:db8::/32",
            "2001:db8:1::/48",
            "::/0");

    private final Dice dice;
    private final Traits traits;

    RandomPolicies(Dice dice, Traits traits) {
        this.dice = dice;
        this.traits = traits;
    }

    /** @param number makes its name, and its priority within its tier, where two of one priority have no defined order */
    Policy policy(int number, List<String> namespaces) {
        return switch (dice.oneOf(traits.tiers())) {
            case NetworkPolicy -> networkPolicy(number, dice.oneOf(namespaces));
            case Admin -> tiered(number % 2 == 0 ? "AdminNetworkPolicy" : "ClusterNetworkPolicy", Tier.Admin, number);
            case Baseline -> tiered("ClusterNetworkPolicy", Tier.Baseline, number);
        };
    }

    private Policy networkPolicy(int number, String namespace) {
        var ingress = dice.chance(70);
        return new Policy(
                new Policy.Id("NetworkPolicy", namespace, "np-" + number),
                Tier.NetworkPolicy,
                0,
                PodSelection.in(namespace, selector()),
                ingress,
                !ingress || dice.chance(50),
                rules(() -> allowance(namespace)),
                rules(() -> allowance(namespace)));
    }

    private Policy tiered(String kind, Tier tier, int number) {
        var actions = List.of(Action.values());
        return new Policy(
                new Policy.Id(kind, "", tier.name().toLowerCase(Locale.ROOT) + "-" + number),
                tier,
                number,
                PodSelection.across(selector(), selector()),
                false,
                false,
                rules(() -> tieredRule(Direction.Ingress, dice.oneOf(actions))),
                rules(() -> tieredRule(Direction.Egress, dice.oneOf(actions))));
    }

    /** What a rule says, before it has its place in a list. */
    private record Saying(Action action, List<Peer> peers, List<PortMatch> ports) {}

    private List<Rule> rules(Supplier<Saying> one) {
        var sayings = dice.list(0, 3, one);
        return IntStream.range(0, sayings.size())
                .mapToObj(i -> new Rule(
                        i,
                        "",
                        sayings.get(i).action(),
                        sayings.get(i).peers(),
                        sayings.get(i).ports()))
                .toList();
    }

    private Saying allowance(String namespace) {
        var peers = dice.chance(20) ? List.<Peer>of(new Peer.Everyone()) : dice.list(1, 2, () -> peer(namespace));
        return new Saying(Action.Allow, peers, ports(true));
    }

    private Peer peer(String namespace) {
        return switch (dice.between(0, 5)) {
            case 0, 1 -> new Peer.Pods(PodSelection.in(namespace, selector()));
            case 2 -> new Peer.Pods(PodSelection.across(selector(), Selector.EVERYTHING));
            case 3 -> new Peer.Pods(PodSelection.across(selector(), selector()));
            default -> new Peer.Addresses(block());
        };
    }

    private Saying tieredRule(Direction direction, Action action) {
        var addressed = direction == Direction.Egress && dice.chance(45);
        var peers = dice.list(
                1,
                2,
                () -> addressed
                        ? addressPeer(action)
                        : new Peer.Pods(
                                PodSelection.across(selector(), dice.chance(40) ? Selector.EVERYTHING : selector())));
        return new Saying(action, peers, ports(!addressed));
    }

    private Peer addressPeer(Action action) {
        return switch (dice.between(0, 5)) {
            case 0 -> new Peer.Nodes(selector());
            case 1 ->
                action == Action.Allow
                        ? new Peer.DomainNames(List.of("*.example.vn"))
                        : new Peer.Addresses(AddressSet.ofCidrs(cidrs(1, 3)));
            default -> new Peer.Addresses(AddressSet.ofCidrs(cidrs(1, 3)));
        };
    }

    /** A block of addresses, with or without exceptions; also some that are a whole family, or nothing. */
    private AddressSet block() {
        var block = AddressSet.ofCidrs(cidrs(1, 1));
        return dice.chance(50) ? block : block.minus(AddressSet.ofCidrs(cidrs(1, 2)));
    }

    private List<Cidr> cidrs(int least, int most) {
        return dice.list(
                least,
                most,
                () -> Cidr.parse(dice.oneOf(traits.v6() && dice.chance(30) ? V6 : V4))
                        .orElseThrow());
    }

    /** @param named whether ports by name may be among them, which the API refuses beside addresses of tiered kinds */
    private List<PortMatch> ports(boolean named) {
        return dice.chance(35) ? List.of() : dice.list(1, 2, () -> port(named));
    }

    private PortMatch port(boolean named) {
        var protocol = dice.oneOf(traits.protocols());
        return switch (dice.between(0, named ? 7 : 5)) {
            case 0 -> new PortMatch.Numbers(PortSet.of(protocol));
            case 1 -> range(protocol);
            case 2 ->
                new PortMatch.Numbers(PortSet.of(protocol, dice.oneOf(PORTS)).union(PortSet.of(protocol, 82, 90)));
            case 3, 4, 5 -> new PortMatch.Numbers(PortSet.of(protocol, dice.oneOf(PORTS)));
            case 6 -> new PortMatch.Named(protocol, dice.oneOf(RandomWorlds.PORT_NAMES));
            default -> new PortMatch.Named(null, dice.oneOf(RandomWorlds.PORT_NAMES));
        };
    }

    private PortMatch range(Protocol protocol) {
        var ends = dice.someOf(PORTS, 2, 2);
        return new PortMatch.Numbers(PortSet.of(
                protocol, Math.min(ends.getFirst(), ends.getLast()), Math.max(ends.getFirst(), ends.getLast())));
    }

    Selector selector() {
        if (dice.chance(30)) {
            return Selector.EVERYTHING;
        }
        if (dice.chance(40)) {
            return Selector.of(Map.of(dice.oneOf(KEYS), dice.oneOf(VALUES)));
        }
        var requirements = new ArrayList<Requirement>();
        for (var key : dice.someOf(KEYS, 1, 2)) {
            var operator = dice.oneOf(List.of(Operator.values()));
            var values = operator == Operator.In || operator == Operator.NotIn
                    ? dice.someOf(VALUES, 1, 2)
                    : List.<String>of();
            requirements.add(new Requirement(key, operator, values));
        }
        return Selector.of(Map.of(), requirements);
    }
}
