package vn.onshore.isolation.packets;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Pod;
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
import vn.onshore.isolation.model.World;

/**
 * Policies as nftables rules for the router between pods, written out for each pod, each rule, each peer and each port. The
 * kernel compares addresses and ports, goes through the tiers by jumping from chain to chain, and ends each packet that is
 * not allowed with a refusal, so that nobody has to wait for an answer that does not come.
 */
final class NaiveNftRenderer {
    private final World world;
    private final DatapathProfile datapath;
    private final StringBuilder out = new StringBuilder();

    private NaiveNftRenderer(World world, DatapathProfile datapath) {
        this.world = world;
        this.datapath = datapath;
    }

    /** @param world whose pods all have one IPv4 address and none of which is on a node's network */
    static String render(World world, DatapathProfile datapath) {
        return new NaiveNftRenderer(world, datapath).render();
    }

    private String render() {
        line("table ip onshore");
        line("delete table ip onshore");
        line("table ip onshore {");
        chain("refuse", () -> {
            line("meta l4proto tcp reject with tcp reset");
            line("reject");
        });
        for (var pod : world.pods()) {
            for (var direction : Direction.values()) {
                chains(pod, direction);
            }
        }
        chain("forward", () -> {
            line("type filter hook forward priority 0; policy accept;");
            line("ct direction reply accept");
            world.pods()
                    .forEach(pod -> line("ip saddr %s jump %s".formatted(address(pod), chain(pod, Direction.Egress))));
            world.pods()
                    .forEach(pod -> line("ip daddr %s jump %s".formatted(address(pod), chain(pod, Direction.Ingress))));
        });
        line("}");
        return out.toString();
    }

    /** A chain for each tier of a pod's direction. Who returns is let through; who goes to the next tier does not come back. */
    private void chains(Pod pod, Direction direction) {
        var name = chain(pod, direction);
        var selecting = selecting(pod, Tier.NetworkPolicy);
        var isolating =
                selecting.stream().filter(policy -> policy.isolates(direction)).toList();
        chain(name, () -> {
            selecting(pod, Tier.Admin).forEach(policy -> rules(policy, pod, direction, "goto " + name + "-np"));
            line("goto " + name + "-np");
        });
        chain(name + "-np", () -> {
            isolating.forEach(policy -> rules(policy, pod, direction, "return"));
            if (!isolating.isEmpty()) {
                line("goto refuse");
            } else if (selecting.isEmpty() || !datapath.selectionSkipsBaseline()) {
                line("goto " + name + "-baseline");
            }
        });
        chain(
                name + "-baseline",
                () -> selecting(pod, Tier.Baseline).forEach(policy -> rules(policy, pod, direction, "return")));
    }

    private List<Policy> selecting(Pod pod, Tier tier) {
        return world.policies().stream()
                .filter(policy -> policy.tier() == tier && selects(policy.subject(), pod))
                .sorted(Comparator.comparingInt(Policy::priority))
                .toList();
    }

    private void rules(Policy policy, Pod subject, Direction direction, String pass) {
        var verdicts = Map.of(Action.Allow, "return", Action.Deny, "goto refuse", Action.Pass, pass);
        for (var rule : policy.rules(direction)) {
            for (var peer : rule.peers()) {
                for (var who : peers(peer, direction)) {
                    for (var port : ports(rule, subject, direction)) {
                        line(Stream.of(who, port, verdicts.get(rule.action()))
                                .filter(part -> !part.isEmpty())
                                .collect(joining(" ")));
                    }
                }
            }
        }
    }

    /** Conditions of which one must hold; an empty one always does. */
    private List<String> peers(Peer peer, Direction direction) {
        var field = direction == Direction.Egress ? "ip daddr " : "ip saddr ";
        return switch (peer) {
            case Peer.Everyone() -> List.of("");
            case Peer.Pods(var selection) ->
                world.pods().stream()
                        .filter(pod -> selects(selection, pod))
                        .map(pod -> field + address(pod))
                        .toList();
            case Peer.Addresses(var addresses) -> {
                var v4 = addresses.intersect(AddressSet.ALL_V4).ranges();
                var notPods = datapath.addressesMeanPods() || world.pods().isEmpty()
                        ? ""
                        : " " + field
                                + world.pods().stream()
                                        .map(pod -> address(pod).toString())
                                        .collect(joining(", ", "!= { ", " }"));
                yield v4.isEmpty()
                        ? List.of()
                        : List.of(field
                                + v4.stream()
                                        .map(range -> range.first() + "-" + range.last())
                                        .collect(joining(", ", "{ ", " }"))
                                + notPods);
            }
            case Peer.Nodes(var nodes) ->
                world.nodes().stream()
                        .filter(node -> nodes.matches(node.labels()))
                        .flatMap(node -> node.addresses().stream())
                        .filter(IpAddress::isV4)
                        .map(address -> field + address)
                        .toList();
            case Peer.DomainNames(var names) -> List.of();
        };
    }

    private List<String> ports(Rule rule, Pod subject, Direction direction) {
        if (rule.ports().isEmpty()) {
            return List.of("");
        }
        var conditions = new ArrayList<String>();
        for (var match : rule.ports()) {
            switch (match) {
                case PortMatch.Numbers(var ports) -> conditions.addAll(numbers(ports));
                case PortMatch.Named named -> {
                    var destinations = direction == Direction.Ingress ? List.of(subject) : world.pods();
                    for (var destination : destinations) {
                        named.on(destination)
                                .ifPresent(port -> conditions.add("ip daddr %s %s dport %d"
                                        .formatted(address(destination), keyword(port.protocol()), port.number())));
                    }
                }
            }
        }
        return conditions;
    }

    private static List<String> numbers(PortSet ports) {
        return ports.intervals().stream()
                .filter(interval -> interval.protocol() != Protocol.SCTP)
                .map(interval ->
                        "%s dport %d-%d".formatted(keyword(interval.protocol()), interval.first(), interval.last()))
                .toList();
    }

    private static String keyword(Protocol protocol) {
        return switch (protocol) {
            case TCP -> "tcp";
            case UDP -> "udp";
            case SCTP -> "sctp";
        };
    }

    private boolean selects(PodSelection selection, Pod pod) {
        return selection.matches(namespaceOf(pod), pod);
    }

    private Namespace namespaceOf(Pod pod) {
        return world.namespaces().stream()
                .filter(namespace -> namespace.name().equals(pod.namespace()))
                .findFirst()
                .orElseThrow();
    }

    private static IpAddress address(Pod pod) {
        return pod.addresses().getFirst();
    }

    private static String chain(Pod pod, Direction direction) {
        return (direction == Direction.Egress ? "from-" : "to-") + pod.namespace() + "-" + pod.name();
    }

    private void chain(String name, Runnable rules) {
        line("chain " + name + " {");
        rules.run();
        line("}");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
