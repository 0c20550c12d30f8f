package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.World;

/** Makes a {@link Snapshot} of a world, from nothing. */
final class WorldCompiler {
    private static final int WORD = 64;

    private final World world;
    private final DatapathProfile datapath;
    private final ZonePlan plan;
    private final Map<PeerSet.Key, Integer> peerNumbers = new HashMap<>();
    private final List<PeerSet> peers = new ArrayList<>();
    private final Vocabulary podLabels = new Vocabulary();
    private final Vocabulary namespaceLabels = new Vocabulary();
    private final Set<String> portNames = new HashSet<>();

    WorldCompiler(World world, DatapathProfile datapath, ZonePlan plan) {
        this.world = world;
        this.datapath = datapath;
        this.plan = plan;
    }

    Snapshot compile() {
        var policies = new HashMap<Policy.Id, CompiledPolicy>(world.policies().size() * 2);
        for (var policy : world.policies()) {
            policies.put(policy.id(), compile(policy));
        }
        planned().forEach(this::learn);
        var traits = traits();
        var table = table(traits);
        var evaluation = new PeerEvaluation(
                table, traits, namespaceLabels, world.networks().pods());
        var classes = new RoaringBitmap[peers.size()];
        for (var i = 0; i < classes.length; i++) {
            classes[i] = evaluation.classes(peers.get(i));
        }
        var grouping = new Grouping(table, policies.values(), classes, datapath.selectionSkipsBaseline());
        return new Snapshot(
                datapath,
                plan,
                world.networks(),
                world.nodes(),
                table,
                traits,
                namespaceLabels,
                peerNumbers,
                peers.toArray(PeerSet[]::new),
                classes,
                policies,
                grouping.groups(Direction.Ingress),
                grouping.groups(Direction.Egress));
    }

    private CompiledPolicy compile(Policy policy) {
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
                    portNames.add(name.name());
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
        var known = peerNumbers.get(key);
        if (known != null) {
            return known;
        }
        if (peer instanceof Peer.Pods(var selection)) {
            learn(selection);
        }
        var number = peers.size();
        peers.add(new PeerSet(peer, key.allowing(), outside(peer, world.nodes())));
        peerNumbers.put(key, number);
        return number;
    }

    static AddressSet outside(Peer peer, Collection<Node> nodes) {
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

    private void learn(PodSelection selection) {
        podLabels.learn(selection.pods());
        namespaceLabels.learn(selection.namespaces());
    }

    /** The selections that the plan is judged by. */
    private List<PodSelection> planned() {
        var selections = new ArrayList<>(plan.relays());
        for (var flow : plan.flows()) {
            for (var end : List.of(flow.from(), flow.to())) {
                switch (end) {
                    case ZonePlan.End.InZone(var zone, var only) ->
                        only.ifPresent(selector -> selections.add(PodSelection.across(Selector.EVERYTHING, selector)));
                    case ZonePlan.End.Pods(var selection) -> selections.add(selection);
                    case ZonePlan.End.Addresses addresses -> {}
                }
            }
        }
        return selections;
    }

    private PodTraits traits() {
        var sets = new ArrayList<AddressSet>();
        var byAddress = false;
        var byNode = false;
        for (var peer : peers) {
            if (peer.peer() instanceof Peer.Addresses || peer.peer() instanceof Peer.Nodes) {
                sets.add(peer.outside());
                byAddress |= peer.peer() instanceof Peer.Addresses;
                byNode |= peer.peer() instanceof Peer.Nodes;
            }
        }
        return new PodTraits(
                podLabels, portNames, new AddressCells(sets), byAddress && datapath.addressesMeanPods(), byNode);
    }

    private ClassTable table(PodTraits traits) {
        var zoning = new Zones(plan.zones());
        var byName = new HashMap<String, Integer>(world.namespaces().size() * 2);
        var ordered = world.namespaces().toArray(Namespace[]::new);
        Arrays.sort(ordered, Comparator.comparing(Namespace::name));
        var zoneOf = new HashMap<String, Integer>(plan.zones().isEmpty() ? 0 : ordered.length * 2);
        if (!plan.zones().isEmpty()) {
            for (var namespace : ordered) {
                zoneOf.put(namespace.name(), zoning.of(namespace.labels()));
            }
            Arrays.sort(ordered, Comparator.comparing(namespace -> zoneOf.getOrDefault(namespace.name(), 0)));
        }
        var zones = new int[ordered.length];
        for (var i = 0; i < ordered.length; i++) {
            byName.put(ordered[i].name(), i);
            zones[i] = zoneOf.getOrDefault(ordered[i].name(), 0);
        }
        var members = members(byName, ordered.length);
        var classes = new ArrayList<@Nullable PodClass>();
        var counts = new Counts();
        var ofNamespace = new int[ordered.length][];
        var found = new HashMap<PodClass, Integer>();
        for (var i = 0; i < ordered.length; i++) {
            if (i > 0 && zones[i] != zones[i - 1]) {
                while (classes.size() % WORD != 0) {
                    classes.add(null);
                }
            }
            var first = classes.size();
            found.clear();
            for (var j = 0; j < members[i].size(); j++) {
                var podClass = traits.classOf(i, members[i].pod(j));
                var number = found.putIfAbsent(podClass, classes.size());
                if (number == null) {
                    number = classes.size();
                    classes.add(podClass);
                }
                members[i].assign(j, number);
                counts.more(number);
            }
            ofNamespace[i] = new int[classes.size() - first];
            Arrays.setAll(ofNamespace[i], k -> first + k);
        }
        var live = new RoaringBitmap();
        for (var i = 0; i < classes.size(); i++) {
            if (classes.get(i) != null) {
                live.add(i);
            }
        }
        return new ClassTable(
                ordered,
                byName,
                zones,
                members,
                classes.toArray(PodClass[]::new),
                counts.upTo(classes.size()),
                ofNamespace,
                live,
                classes.size());
    }

    private Members[] members(Map<String, Integer> namespaces, int size) {
        var of = new int[world.pods().size()];
        var sizes = new int[size];
        var next = 0;
        for (var pod : world.pods()) {
            var number = namespaces.get(pod.namespace());
            if (number == null) {
                throw new IllegalArgumentException("pod " + pod.namespace() + "/" + pod.name() + ": no such namespace");
            }
            of[next++] = number;
            sizes[number]++;
        }
        var pods = new Pod[size][];
        Arrays.setAll(pods, i -> new Pod[sizes[i]]);
        Arrays.fill(sizes, 0);
        next = 0;
        for (var pod : world.pods()) {
            var number = of[next++];
            pods[number][sizes[number]++] = pod;
        }
        return Arrays.stream(pods).map(Members::of).toArray(Members[]::new);
    }

    /** Grows as classes are found. */
    private static final class Counts {
        private int[] counts = new int[256];

        void more(int number) {
            if (number >= counts.length) {
                counts = Arrays.copyOf(counts, Math.max(number + 1, counts.length * 2));
            }
            counts[number]++;
        }

        int[] upTo(int size) {
            return Arrays.copyOf(counts, size);
        }
    }
}
