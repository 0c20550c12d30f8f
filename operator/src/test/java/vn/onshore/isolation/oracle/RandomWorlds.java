package vn.onshore.isolation.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.Change;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;

/** Small random worlds, and what may happen to them next. The same seed makes the same worlds in the same order. */
public final class RandomWorlds {
    static final List<String> PORT_NAMES = List.of("http", "dns", "sip");
    private static final List<String> VALUES = List.of("a", "b", "c");
    private static final List<String> OUTSIDE = List.of("203.0.113.7", "203.0.113.200", "198.51.100.9", "2001:db8::9");

    private final Dice dice;
    private final Traits traits;
    private final RandomPolicies policies;

    public RandomWorlds(long seed, Traits traits) {
        dice = new Dice(seed);
        this.traits = traits;
        policies = new RandomPolicies(dice, traits);
    }

    public World world() {
        var namespaces = IntStream.range(0, dice.between(1, traits.namespaces()))
                .mapToObj(this::namespace)
                .toList();
        var names = namespaces.stream().map(Namespace::name).toList();
        return new World(
                namespaces,
                IntStream.range(0, dice.between(2, traits.pods()))
                        .mapToObj(i -> pod(i, dice.oneOf(names)))
                        .toList(),
                IntStream.range(0, dice.between(0, traits.policies()))
                        .mapToObj(i -> policies.policy(i, names))
                        .toList(),
                List.of(node(0), node(1)),
                networks());
    }

    /** Pods that are not there yet, in namespaces that are, under policies. */
    public List<Pod> newcomers(World world, int count) {
        var names = world.namespaces().stream().map(Namespace::name).toList();
        return IntStream.range(0, count)
                .mapToObj(i -> pod(traits.pods() + i, dice.oneOf(names)))
                .filter(pod -> !pod.hostNetwork())
                .toList();
    }

    /** What happens to a world one after the other. */
    public List<Change> changes(World world, int count) {
        var changes = new ArrayList<Change>();
        var now = world;
        for (var i = 0; i < count; i++) {
            var change = change(now);
            changes.add(change);
            now = Changes.after(now, change);
        }
        return List.copyOf(changes);
    }

    private Change change(World world) {
        var names = world.namespaces().stream().map(Namespace::name).toList();
        var here = dice.oneOf(names);
        return switch (dice.between(0, 15)) {
            case 0, 1, 2 -> {
                var number = dice.between(0, traits.pods() - 1);
                yield new Change.PutPod(pod(number, namespaceOf(number, world, here)));
            }
            case 3 ->
                world.pods().isEmpty() ? new Change.RemovePod(here, "never-was") : remove(dice.oneOf(world.pods()));
            case 4, 5 -> new Change.PutNamespace(namespace(dice.between(0, traits.namespaces() - 1)));
            case 6 -> names.size() == 1 ? new Change.PutNamespace(namespace(0)) : new Change.RemoveNamespace(here);
            case 7 -> new Change.PutNode(node(dice.between(0, 2)));
            case 8 -> new Change.RemoveNode("node-" + dice.between(0, 2));
            case 9, 10 ->
                world.policies().isEmpty()
                        ? new Change.RemovePolicy(new Policy.Id("NetworkPolicy", here, "never-was"))
                        : new Change.RemovePolicy(dice.oneOf(world.policies()).id());
            default -> new Change.PutPolicy(policies.policy(dice.between(0, traits.policies() - 1), names));
        };
    }

    /** A pod stays where it is; nothing else has its name, so that nothing else gets its address. */
    private static String namespaceOf(int number, World world, String otherwise) {
        return world.pods().stream()
                .filter(pod -> pod.name().equals("pod-" + number))
                .map(Pod::namespace)
                .findFirst()
                .orElse(otherwise);
    }

    private static Change remove(Pod pod) {
        return new Change.RemovePod(pod.namespace(), pod.name());
    }

    private Namespace namespace(int number) {
        return new Namespace("ns-" + number, labels("team", "zone"));
    }

    private Pod pod(int number, String namespace) {
        var labels = new HashMap<>(labels("app", "tier"));
        if (dice.chance(30)) {
            labels.put("pod", "pod-" + number);
        }
        var hostNetwork = traits.unseen() && dice.chance(8);
        var owner = dice.chance(50)
                ? new Workload(namespace, "w-" + number % 5, "Deployment")
                : new Workload(namespace, "pod-" + number, "Pod");
        return new Pod(
                namespace,
                "pod-" + number,
                labels,
                namedPorts(),
                hostNetwork ? node(0).addresses() : addresses(number),
                hostNetwork,
                owner);
    }

    private Map<String, String> labels(String... keys) {
        var labels = new HashMap<String, String>();
        for (var key : keys) {
            if (dice.chance(75)) {
                labels.put(key, dice.oneOf(VALUES));
            }
        }
        return labels;
    }

    private List<NamedPort> namedPorts() {
        var ports = new ArrayList<NamedPort>();
        if (dice.chance(60)) {
            ports.add(new NamedPort("http", Protocol.TCP, dice.oneOf(List.of(80, 81, 8080))));
        }
        if (dice.chance(40)) {
            ports.add(new NamedPort("dns", Protocol.UDP, dice.oneOf(List.of(53, 5353))));
        }
        if (dice.chance(20)) {
            ports.add(dice.between(0, ports.size()), new NamedPort("dns", Protocol.TCP, 53));
        }
        if (traits.protocols().contains(Protocol.SCTP) && dice.chance(20)) {
            ports.add(new NamedPort("sip", Protocol.SCTP, 5060));
        }
        return ports;
    }

    private List<IpAddress> addresses(int number) {
        var v4 = address("10.244.%d.%d".formatted(number % 3, 8 + number));
        var v6 = address("fd00:10:244::" + Integer.toHexString(number + 1));
        if (!traits.unseen()) {
            return List.of(v4);
        }
        return switch (dice.between(0, 9)) {
            case 0, 1 -> List.of();
            case 2 -> List.of(v6);
            case 3, 4 -> List.of(v4, v6);
            default -> List.of(v4);
        };
    }

    private Node node(int number) {
        var v4 = address("192.168.0." + (10 + number));
        return new Node(
                "node-" + number,
                labels("zone", "tier"),
                traits.v6() ? List.of(v4, address("fd00:192:168::1" + number)) : List.of(v4));
    }

    private Networks networks() {
        if (dice.chance(30)) {
            return Networks.UNKNOWN;
        }
        var pods = dice.chance(50)
                ? cidrs("10.244.0.0/16", "fd00:10:244::/64")
                : dice.chance(50) ? cidrs("10.244.0.0/16") : cidrs("10.244.0.0/24");
        return new Networks(pods, cidrs("10.96.0.0/12"), cidrs("192.168.0.0/24"));
    }

    /**
     * Addresses outside the cluster worth asking about: on both sides of every edge that a policy draws, those of nodes, and
     * a few that nobody speaks of.
     */
    public static List<IpAddress> outside(World world) {
        var addresses = new TreeSet<IpAddress>();
        OUTSIDE.forEach(address -> addresses.add(address(address)));
        world.nodes().forEach(node -> addresses.addAll(node.addresses()));
        for (var policy : world.policies()) {
            for (var direction : Policy.Direction.values()) {
                for (var rule : policy.rules(direction)) {
                    for (var peer : rule.peers()) {
                        if (peer instanceof Peer.Addresses(var set)) {
                            set.ranges().forEach(range -> {
                                addresses.add(range.first());
                                addresses.add(range.last());
                                range.first().previous().ifPresent(addresses::add);
                                range.last().next().ifPresent(addresses::add);
                            });
                        }
                    }
                }
            }
        }
        var inside = cidrs("10.96.0.0/12", "10.244.0.0/16", "fd00:10:244::/64");
        addresses.removeIf(inside::contains);
        return List.copyOf(addresses);
    }

    private static AddressSet cidrs(String... cidrs) {
        return AddressSet.ofCidrs(List.of(cidrs).stream()
                .map(cidr -> Cidr.parse(cidr).orElseThrow())
                .toList());
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
