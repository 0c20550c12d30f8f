package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.World;

/** Gives numbers to what policies speak of: each peer once, and the labels and port names that tell pods apart. */
final class PolicyCompiler {
    private final List<Node> nodes;
    private final AddressSet podNetwork;
    private final boolean addressesMeanPods;
    private final PeerNumbers peerNumbers;
    private final List<PeerSet> peers;
    private final Vocabulary podLabels;
    private final Vocabulary namespaceLabels;
    private final Set<String> portNames;

    /** Whether labels and port names may be added to those that tell pods apart. */
    private final boolean growing;

    private boolean unknown;

    PolicyCompiler(World world, DatapathProfile datapath) {
        nodes = world.nodes();
        podNetwork = world.networks().pods();
        addressesMeanPods = datapath.addressesMeanPods();
        peerNumbers = new PeerNumbers();
        peers = new ArrayList<>();
        podLabels = new Vocabulary();
        namespaceLabels = new Vocabulary();
        portNames = new HashSet<>();
        growing = true;
    }

    /** For policies that come to a world whose pods are told apart already. */
    PolicyCompiler(Snapshot snapshot) {
        nodes = snapshot.nodes();
        podNetwork = snapshot.networks().pods();
        addressesMeanPods = snapshot.datapath().addressesMeanPods();
        peerNumbers = snapshot.peerNumbers();
        peers = new ArrayList<>(Arrays.asList(snapshot.peers()));
        podLabels = snapshot.traits().labels();
        namespaceLabels = new Vocabulary();
        portNames = snapshot.traits().portNames();
        growing = false;
    }

    PeerNumbers peerNumbers() {
        return peerNumbers;
    }

    List<PeerSet> peers() {
        return peers;
    }

    Vocabulary podLabels() {
        return podLabels;
    }

    Vocabulary namespaceLabels() {
        return namespaceLabels;
    }

    Set<String> portNames() {
        return portNames;
    }

    /** Whether something was compiled that tells pods apart which were not before. */
    boolean sawUnknown() {
        return unknown;
    }

    CompiledPolicy compile(Policy policy) {
        return new CompiledPolicy(
                policy,
                number(new Peer.Pods(policy.subject()), true),
                rules(policy, Direction.Ingress),
                rules(policy, Direction.Egress));
    }

    private List<CompiledPolicy.Rule> rules(Policy policy, Direction direction) {
        var rules = policy.rules(direction);
        var compiled = new ArrayList<CompiledPolicy.Rule>(rules.size());
        for (var rule : rules) {
            for (var match : rule.ports()) {
                if (match instanceof PortMatch.Named name) {
                    learn(name.name());
                }
            }
            var numbers = new int[rule.peers().size()];
            for (var i = 0; i < numbers.length; i++) {
                numbers[i] = number(rule.peers().get(i), rule.action() == Action.Allow);
            }
            var outside = outside(numbers);
            compiled.add(new CompiledPolicy.Rule(policy.id(), rule, numbers, PortSpec.of(rule.ports()), outside));
        }
        return List.copyOf(compiled);
    }

    private AddressSet outside(int[] numbers) {
        if (numbers.length == 1) {
            return peers.get(numbers[0]).outside();
        }
        var ranges = new ArrayList<AddressRange>(0);
        for (var number : numbers) {
            ranges.addAll(peers.get(number).outside().ranges());
        }
        return ranges.isEmpty() ? AddressSet.NONE : AddressSet.of(ranges);
    }

    private int number(Peer peer, boolean allowing) {
        var key = PeerSet.Key.of(peer, allowing);
        var found = peerNumbers.find(key, peers);
        if (found != null) {
            return found;
        }
        if (peer instanceof Peer.Pods(var selection)) {
            learn(selection);
        }
        var number = peers.size();
        var unaddressed = addressesMeanPods
                && peer instanceof Peer.Addresses(var addresses)
                && PodAddresses.mayBeIn(addresses, key.allowing(), podNetwork);
        peers.add(new PeerSet(peer, key.allowing(), outside(peer), unaddressed));
        peerNumbers.put(key, number);
        return number;
    }

    private AddressSet outside(Peer peer) {
        return switch (peer) {
            case Peer.Everyone() -> AddressSet.ALL;
            case Peer.Addresses(var addresses) -> addresses;
            case Peer.Nodes(var selector) ->
                nodes.stream()
                        .filter(node -> selector.matches(node.labels()))
                        .flatMap(node -> node.addresses().stream())
                        .map(AddressSet::of)
                        .reduce(AddressSet.NONE, AddressSet::union);
            case Peer.Pods pods -> AddressSet.NONE;
            case Peer.DomainNames names -> AddressSet.NONE;
        };
    }

    void learn(PodSelection selection) {
        if (growing) {
            podLabels.learn(selection.pods());
            namespaceLabels.learn(selection.namespaces());
        } else {
            unknown |= !podLabels.knows(selection.pods());
        }
    }

    private void learn(String portName) {
        if (growing) {
            portNames.add(portName);
        } else {
            unknown |= !portNames.contains(portName);
        }
    }
}
