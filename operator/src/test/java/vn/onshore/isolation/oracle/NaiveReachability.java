package vn.onshore.isolation.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Pod;
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
import vn.onshore.isolation.model.World;

/**
 * Who may reach whom, asked port by port of every rule of every policy, in the order in which the API says that they decide.
 * Nothing is compressed, indexed, subtracted or remembered.
 */
public final class NaiveReachability {
    private final World world;
    private final DatapathProfile datapath;

    public NaiveReachability(World world, DatapathProfile datapath) {
        this.world = world;
        this.datapath = datapath;
    }

    /** What one pod may open to another. A pod reaches itself, whatever the policies say. */
    public PortSet between(Pod source, Pod destination) {
        if (source.equals(destination)) {
            return PortSet.ALL;
        }
        var egress = new Question(source, Direction.Egress, new OtherEnd.OfPod(destination), destination.ports());
        var ingress = new Question(destination, Direction.Ingress, new OtherEnd.OfPod(source), destination.ports());
        return open(List.of(egress, ingress));
    }

    /** What a pod may open to an address outside the cluster. */
    public PortSet between(Pod source, IpAddress destination) {
        return open(List.of(new Question(source, Direction.Egress, new OtherEnd.OfAddress(destination), List.of())));
    }

    /** What an address outside the cluster may open to a pod. */
    public PortSet between(IpAddress source, Pod destination) {
        return open(List.of(
                new Question(destination, Direction.Ingress, new OtherEnd.OfAddress(source), destination.ports())));
    }

    /** Whom a subject wants to speak to, or who wants to speak to it. */
    private sealed interface OtherEnd {
        record OfPod(Pod pod) implements OtherEnd {}

        record OfAddress(IpAddress address) implements OtherEnd {}
    }

    /** One direction of a connection, as seen by the pod that policies are about. Named ports are the destination's. */
    private record Question(Pod subject, Direction direction, OtherEnd other, List<Pod.NamedPort> named) {}

    /** The ports that every direction allows. */
    private PortSet open(List<Question> questions) {
        var judges = questions.stream().map(this::judge).toList();
        var open = PortSet.NONE;
        for (var protocol : Protocol.values()) {
            var starts = new TreeSet<Integer>();
            starts.add(PortSet.FIRST);
            judges.forEach(judge -> judge.addStarts(protocol, starts));
            for (var first : starts) {
                var next = starts.higher(first);
                if (judges.stream().allMatch(judge -> judge.allows(protocol, first))) {
                    open = open.union(PortSet.of(protocol, first, next == null ? PortSet.LAST : next - 1));
                }
            }
        }
        return open;
    }

    /** A rule whose subject and peer fit, with the ports that it is about. */
    private record FittingRule(Action action, List<PortSet> ports) {
        boolean isAbout(Protocol protocol, int port) {
            return ports.stream().anyMatch(set -> set.contains(protocol, port));
        }
    }

    /**
     * The rules that have a say in a question.
     *
     * @param isolated whether only what NetworkPolicies allow gets through; the baseline is not asked then
     * @param baseline empty where it is skipped
     */
    private record Judge(
            List<FittingRule> admin, boolean isolated, List<FittingRule> networkPolicies, List<FittingRule> baseline) {
        boolean allows(Protocol protocol, int port) {
            return switch (firstSay(admin, protocol, port)) {
                case Allow -> true;
                case Deny -> false;
                case Pass ->
                    isolated
                            ? networkPolicies.stream().anyMatch(rule -> rule.isAbout(protocol, port))
                            : firstSay(baseline, protocol, port) != Action.Deny;
            };
        }

        /** What the first rule about a port does; {@code Pass} if there is none. */
        private static Action firstSay(List<FittingRule> rules, Protocol protocol, int port) {
            for (var rule : rules) {
                if (rule.isAbout(protocol, port)) {
                    return rule.action();
                }
            }
            return Action.Pass;
        }

        /** The ports at which a judgement may differ from that on the port before. */
        void addStarts(Protocol protocol, TreeSet<Integer> starts) {
            for (var rules : List.of(admin, networkPolicies, baseline)) {
                for (var rule : rules) {
                    for (var set : rule.ports()) {
                        for (var interval : set.intervals()) {
                            if (interval.protocol() == protocol) {
                                starts.add(interval.first());
                                if (interval.last() < PortSet.LAST) {
                                    starts.add(interval.last() + 1);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private Judge judge(Question question) {
        var direction = question.direction();
        var selecting = world.policies().stream()
                .filter(policy -> policy.tier() == Tier.NetworkPolicy)
                .filter(policy -> isAbout(policy, question.subject()))
                .toList();
        var isolated = selecting.stream().anyMatch(policy -> policy.isolates(direction));
        var skipsBaseline = isolated || datapath.selectionSkipsBaseline() && !selecting.isEmpty();
        return new Judge(
                fitting(question, policy -> policy.tier() == Tier.Admin),
                isolated,
                fitting(question, policy -> policy.tier() == Tier.NetworkPolicy && policy.isolates(direction)),
                skipsBaseline ? List.of() : fitting(question, policy -> policy.tier() == Tier.Baseline));
    }

    private List<FittingRule> fitting(Question question, Predicate<Policy> which) {
        var fitting = new ArrayList<FittingRule>();
        world.policies().stream()
                .filter(which)
                .filter(policy -> isAbout(policy, question.subject()))
                .sorted(Comparator.comparingInt(Policy::priority).thenComparing(Policy::id))
                .forEach(policy -> {
                    for (var rule : policy.rules(question.direction())) {
                        if (rule.peers().stream().anyMatch(peer -> means(peer, rule.action(), question.other()))) {
                            fitting.add(new FittingRule(rule.action(), ports(rule, question.named())));
                        }
                    }
                });
        return fitting;
    }

    private boolean isAbout(Policy policy, Pod pod) {
        return !pod.hostNetwork() && policy.subject().matches(namespaceOf(pod), pod);
    }

    private static List<PortSet> ports(Rule rule, List<Pod.NamedPort> named) {
        if (rule.ports().isEmpty()) {
            return List.of(PortSet.ALL);
        }
        var ports = new ArrayList<PortSet>();
        for (var match : rule.ports()) {
            switch (match) {
                case PortMatch.Numbers numbers -> ports.add(numbers.ports());
                case PortMatch.Named wanted -> {
                    for (var port : named) {
                        if (port.name().equals(wanted.name())
                                && (wanted.protocol() == null || wanted.protocol() == port.protocol())) {
                            ports.add(PortSet.of(port.protocol(), port.number()));
                            break;
                        }
                    }
                }
            }
        }
        return ports;
    }

    private boolean means(Peer peer, Action action, OtherEnd other) {
        return switch (other) {
            case OtherEnd.OfPod(var pod) ->
                switch (peer) {
                    case Peer.Everyone() -> true;
                    case Peer.Pods(var selection) -> !pod.hostNetwork() && selection.matches(namespaceOf(pod), pod);
                    case Peer.Addresses(var addresses) ->
                        datapath.addressesMeanPods() && meansPod(addresses, action, pod);
                    case Peer.Nodes(var nodes) -> pod.hostNetwork() && isNode(nodes, pod.addresses());
                    case Peer.DomainNames(var names) -> false;
                };
            case OtherEnd.OfAddress(var address) ->
                switch (peer) {
                    case Peer.Everyone() -> true;
                    case Peer.Pods(var selection) -> false;
                    case Peer.Addresses(var addresses) -> addresses.contains(address);
                    case Peer.Nodes(var nodes) -> isNode(nodes, List.of(address));
                    case Peer.DomainNames(var names) -> false;
                };
        };
    }

    /**
     * Whether addresses mean a pod. One that has no address yet may get any of the pod network's: it is meant where that
     * opens something, and not where it would close something, unless no address at all is left to it.
     */
    private boolean meansPod(AddressSet addresses, Action action, Pod pod) {
        if (!pod.addresses().isEmpty()) {
            return pod.addresses().stream().anyMatch(addresses::contains);
        }
        var wholeFamily = addresses.containsAll(AddressSet.ALL_V4) || addresses.containsAll(AddressSet.ALL_V6);
        return wholeFamily
                || action == Action.Allow
                        && addresses.intersects(world.networks().pods());
    }

    private boolean isNode(Selector nodes, List<IpAddress> addresses) {
        return world.nodes().stream()
                .filter(node -> nodes.matches(node.labels()))
                .anyMatch(node -> node.addresses().stream().anyMatch(addresses::contains));
    }

    private Namespace namespaceOf(Pod pod) {
        return world.namespaces().stream()
                .filter(namespace -> namespace.name().equals(pod.namespace()))
                .findFirst()
                .orElseThrow();
    }
}
