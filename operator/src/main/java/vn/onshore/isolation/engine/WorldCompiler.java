package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.World;

/** Makes a {@link Snapshot} of a world, from nothing. */
final class WorldCompiler {
    private static final int WORD = 64;
    /** With fewer pods, a second thread costs more than it saves. */
    private static final int MANY = 4_000;

    private final World world;
    private final DatapathProfile datapath;
    private final ZonePlan plan;
    private final PolicyCompiler policies;

    WorldCompiler(World world, DatapathProfile datapath, ZonePlan plan) {
        this.world = world;
        this.datapath = datapath;
        this.plan = plan;
        policies = new PolicyCompiler(world, datapath);
    }

    Snapshot compile() {
        var compiled = new HashMap<Policy.Id, CompiledPolicy>(world.policies().size() * 2);
        for (var policy : world.policies()) {
            compiled.put(policy.id(), policies.compile(policy));
        }
        planned().forEach(policies::learn);
        var traits = traits();
        var table = table(traits);
        var evaluation = new PeerEvaluation(table, traits, policies.namespaceLabels());
        var peers = policies.peers();
        var classes = new RoaringBitmap[peers.size()];
        each(classes.length).forEach(i -> classes[i] = evaluation.classes(peers.get(i)));
        var grouping = new Grouping(table, compiled.values(), classes, datapath.selectionSkipsBaseline());
        var all = peers.toArray(PeerSet[]::new);
        return new Snapshot(
                datapath,
                plan,
                world.networks(),
                world.nodes(),
                table,
                traits,
                evaluation.cells(),
                policies.peerNumbers(),
                all,
                new PeerScopes(all, policies.podLabels()),
                classes,
                PolicyTable.of(table.numbers(), compiled.values()),
                grouping.groups(Direction.Ingress),
                grouping.groups(Direction.Egress));
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
        for (var peer : policies.peers()) {
            if (peer.peer() instanceof Peer.Addresses || peer.peer() instanceof Peer.Nodes) {
                sets.add(peer.outside());
                byAddress |= peer.peer() instanceof Peer.Addresses;
                byNode |= peer.peer() instanceof Peer.Nodes;
            }
        }
        return new PodTraits(
                policies.podLabels(),
                policies.portNames(),
                new AddressCells(sets),
                byAddress && datapath.addressesMeanPods(),
                byNode);
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
        var found = new PodClass[ordered.length][];
        each(ordered.length).forEach(i -> found[i] = classes(traits, i, members[i]));
        for (var i = 0; i < ordered.length; i++) {
            if (i > 0 && zones[i] != zones[i - 1]) {
                while (classes.size() % WORD != 0) {
                    classes.add(null);
                }
            }
            var first = classes.size();
            classes.addAll(Arrays.asList(found[i]));
            members[i].number(first);
            for (var j = 0; j < members[i].size(); j++) {
                counts.more(members[i].classOf(j));
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
                PagedInts.of(counts.upTo(classes.size())),
                ofNamespace,
                live,
                classes.size());
    }

    /** The different classes of a namespace, and to each pod the index of its own. */
    private static PodClass[] classes(PodTraits traits, int namespace, Members members) {
        var numbers = new LinkedHashMap<PodClass, Integer>();
        for (var i = 0; i < members.size(); i++) {
            var podClass = traits.classOf(namespace, members.pod(i));
            var number = numbers.putIfAbsent(podClass, numbers.size());
            members.assign(i, number == null ? numbers.size() - 1 : number);
        }
        return numbers.keySet().toArray(PodClass[]::new);
    }

    /** In a large world, on all processors. */
    private IntStream each(int count) {
        var range = IntStream.range(0, count);
        return world.pods().size() < MANY ? range : range.parallel();
    }

    private Members[] members(Map<String, Integer> namespaces, int size) {
        var of = new int[world.pods().size()];
        var sizes = new int[size];
        var next = 0;
        Integer number = null;
        var last = "";
        for (var pod : world.pods()) {
            if (number == null || !pod.namespace().equals(last)) {
                last = pod.namespace();
                number = namespaces.get(last);
            }
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
            var namespace = of[next++];
            pods[namespace][sizes[namespace]++] = pod;
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
