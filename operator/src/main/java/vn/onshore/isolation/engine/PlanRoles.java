package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Selector;

/** What the plan says about each class: its zone, and the flows in which it may take either side. */
final class PlanRoles {
    private final Snapshot snapshot;
    private final ZonePlan plan;
    private final Map<String, Integer> zones;
    private final AddressSet outside;
    private final List<Ends> ends;
    private final List<ClassTest> relays;
    private final List<Role> roles;
    private final int[] ofClass;
    private final @Nullable PortSet[][] planned;
    private final List<Region>[] toInternet;
    private final List<Region>[] fromInternet;
    private final Map<List<Region>, Map<Integer, List<Region>>> beyond = new ConcurrentHashMap<>();

    /**
     * Classes that the plan treats the same.
     *
     * @param zone its index; the number of zones for none
     * @param from the flows that start here
     * @param to the flows that end here
     * @param relay whether it hands traffic on
     */
    record Role(int zone, BitSet from, BitSet to, boolean relay) {}

    /** Addresses outside for which the plan foresees the same ports. */
    record Region(AddressSet addresses, PortSet planned) {}

    @SuppressWarnings("unchecked")
    PlanRoles(Snapshot snapshot) {
        this.snapshot = snapshot;
        plan = snapshot.plan();
        zones = new HashMap<>();
        for (var zone : plan.zones()) {
            zones.put(zone.name(), zones.size());
        }
        outside = AddressSet.ALL.minus(snapshot.networks().all());
        roles = new ArrayList<>();
        ofClass = new int[snapshot.table().size()];
        var known = new HashMap<Role, Integer>();
        ends = plan.flows().stream()
                .map(flow -> new Ends(test(flow.from()), test(flow.to())))
                .toList();
        relays = plan.relays().stream().map(this::test).toList();
        var uniform = IntStream.rangeClosed(0, elsewhere())
                .filter(this::isUniform)
                .collect(BitSet::new, BitSet::set, BitSet::or);
        var ofZone = new HashMap<Integer, Integer>();
        for (var number : snapshot.table().live()) {
            var zone = snapshot.table().zone(number);
            var found = ofZone.get(zone);
            if (found == null) {
                found = known.computeIfAbsent(role(snapshot.table(), number), some -> {
                    roles.add(some);
                    return roles.size() - 1;
                });
                if (uniform.get(zone)) {
                    ofZone.put(zone, found);
                }
            }
            ofClass[number] = found;
        }
        planned = new PortSet[roles.size()][roles.size()];
        Map<List<Region>, List<Region>> same = new HashMap<>();
        toInternet = new List[roles.size()];
        fromInternet = new List[roles.size()];
        for (var i = 0; i < roles.size(); i++) {
            var zoned = roles.get(i).zone() < elsewhere();
            toInternet[i] = zoned ? same.computeIfAbsent(regionsTo(roles.get(i)), some -> some) : List.of();
            fromInternet[i] = zoned ? same.computeIfAbsent(regionsFrom(roles.get(i)), some -> some) : List.of();
        }
    }

    private PlanRoles(PlanRoles same, int[] ofClass) {
        snapshot = same.snapshot;
        plan = same.plan;
        zones = same.zones;
        outside = same.outside;
        ends = same.ends;
        relays = same.relays;
        roles = same.roles;
        planned = same.planned;
        toInternet = same.toInternet;
        fromInternet = same.fromInternet;
        this.ofClass = ofClass;
    }

    /** With the roles of classes that were added to a table; empty if one has a role that no class had before. */
    Optional<PlanRoles> with(ClassTable table) {
        if (table.size() == ofClass.length) {
            return Optional.of(this);
        }
        var more = Arrays.copyOf(ofClass, table.size());
        for (var number = ofClass.length; number < more.length; number++) {
            more[number] = roles.indexOf(role(table, number));
            if (more[number] < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new PlanRoles(this, more));
    }

    /** Whether all classes in a zone surely have the same role. */
    private boolean isUniform(int zone) {
        return relays.isEmpty()
                && plan.flows().stream().allMatch(flow -> isUniform(flow.from(), zone) && isUniform(flow.to(), zone));
    }

    private boolean isUniform(ZonePlan.End end, int zone) {
        return switch (end) {
            case ZonePlan.End.InZone(var name, var only) -> only.isEmpty() || index(name) != zone;
            case ZonePlan.End.Pods pods -> zone != elsewhere();
            case ZonePlan.End.Addresses addresses -> true;
        };
    }

    private record Ends(ClassTest from, ClassTest to) {}

    private interface ClassTest {
        boolean holds(PodClass podClass, int zone);
    }

    private Role role(ClassTable table, int number) {
        var podClass = table.of(number);
        var zone = table.zone(number);
        var from = new BitSet();
        var to = new BitSet();
        for (var i = 0; i < ends.size(); i++) {
            from.set(i, ends.get(i).from().holds(podClass, zone));
            to.set(i, ends.get(i).to().holds(podClass, zone));
        }
        return new Role(zone, from, to, relays.stream().anyMatch(relay -> relay.holds(podClass, zone)));
    }

    private ClassTest test(ZonePlan.End end) {
        return switch (end) {
            case ZonePlan.End.InZone(var name, var only) -> {
                var index = index(name);
                var terms = snapshot.traits().labels().terms(only.orElse(Selector.EVERYTHING));
                yield (podClass, zone) -> zone == index && Vocabulary.allHold(terms, podClass.labels());
            }
            case ZonePlan.End.Pods(var selection) -> {
                var selected = test(selection);
                yield (podClass, zone) -> zone == plan.zones().size() && selected.holds(podClass, zone);
            }
            case ZonePlan.End.Addresses addresses -> (podClass, zone) -> false;
        };
    }

    private ClassTest test(PodSelection selection) {
        var terms = snapshot.traits().labels().terms(selection.pods());
        return (podClass, zone) -> {
            var namespace = snapshot.table().namespaces()[podClass.namespace()];
            return (selection.namespace() == null || selection.namespace().equals(namespace.name()))
                    && selection.namespaces().matches(namespace.labels())
                    && Vocabulary.allHold(terms, podClass.labels());
        };
    }

    private int index(String zone) {
        return zones.getOrDefault(zone, -1);
    }

    int elsewhere() {
        return plan.zones().size();
    }

    Role of(int podClass) {
        return roles.get(ofClass[podClass]);
    }

    int number(int podClass) {
        return ofClass[podClass];
    }

    List<Role> all() {
        return roles;
    }

    /** Whether the plan has a say about connections between these two. */
    boolean judged(Role from, Role to) {
        return from.zone() != to.zone();
    }

    /** What may be open from one role to another, by their numbers. */
    PortSet planned(int from, int to) {
        var known = planned[from][to];
        if (known == null) {
            var both = (BitSet) roles.get(from).from().clone();
            both.and(roles.get(to).to());
            known = both.stream()
                    .mapToObj(flow -> plan.flows().get(flow).ports())
                    .reduce(PortSet.NONE, PortSet::union);
            planned[from][to] = known;
        }
        return known;
    }

    /**
     * What may be open between pods that do not exist yet and a role.
     *
     * @param direction ingress if the role is the destination
     * @param zone of the future pods
     * @param selection that matches them; empty if nothing is known
     */
    PortSet plannedWithFuture(Role role, Direction direction, int zone, Optional<PodSelection> selection) {
        var planned = PortSet.NONE;
        var flows = direction == Direction.Ingress ? role.to() : role.from();
        for (var i = flows.nextSetBit(0); i >= 0; i = flows.nextSetBit(i + 1)) {
            var flow = plan.flows().get(i);
            if (covers(direction == Direction.Ingress ? flow.from() : flow.to(), zone, selection)) {
                planned = planned.union(flow.ports());
            }
        }
        return planned;
    }

    private boolean covers(ZonePlan.End end, int zone, Optional<PodSelection> selection) {
        return switch (end) {
            case ZonePlan.End.InZone(var name, var only) ->
                index(name) == zone
                        && (only.isEmpty()
                                || selection.isPresent()
                                        && selection.get().pods().implies(only.get()));
            case ZonePlan.End.Pods(var wanted) ->
                zone == elsewhere()
                        && (FuturePod.isEveryPod(wanted)
                                || selection.isPresent() && FuturePod.implies(snapshot, selection.get(), wanted));
            case ZonePlan.End.Addresses addresses -> false;
        };
    }

    /** The address space outside, by what pods of a role may open there; what they may reach on every port is left out. */
    List<Region> toInternet(int number) {
        return toInternet[number];
    }

    /** The same for pods that may come to a zone, of whose labels nothing is known. */
    List<Region> newcomersToInternet(int zone) {
        var from = new BitSet();
        for (var i = 0; i < plan.flows().size(); i++) {
            from.set(i, covers(plan.flows().get(i).from(), zone, Optional.empty()));
        }
        return regionsTo(new Role(zone, from, new BitSet(), false));
    }

    private List<Region> regionsTo(Role role) {
        var regions =
                List.of(new Region(outside.minus(plan.zones().get(role.zone()).internet()), PortSet.NONE));
        for (var i = role.from().nextSetBit(0); i >= 0; i = role.from().nextSetBit(i + 1)) {
            regions = planFor(
                    regions, plan.flows().get(i).to(), plan.flows().get(i).ports());
        }
        return regions;
    }

    /** The address space outside, by what may be opened from there to pods of a role. */
    List<Region> fromInternet(int number) {
        return fromInternet[number];
    }

    /**
     * The regions without what flows of another role name there. Who hands traffic on to addresses that were declared for
     * it does what was declared; what its zone may reach beside its flows is not meant for others.
     */
    List<Region> beyondFlows(List<Region> regions, int hop) {
        return beyond.computeIfAbsent(regions, some -> new ConcurrentHashMap<>())
                .computeIfAbsent(hop, some -> beyondFlows(regions, roles.get(hop)));
    }

    private List<Region> beyondFlows(List<Region> regions, Role hop) {
        var beyond = regions;
        for (var i = hop.from().nextSetBit(0); i >= 0; i = hop.from().nextSetBit(i + 1)) {
            beyond = planFor(
                    beyond, plan.flows().get(i).to(), plan.flows().get(i).ports());
        }
        return beyond;
    }

    private List<Region> regionsFrom(Role role) {
        var regions = everywhere(outside);
        for (var i = role.to().nextSetBit(0); i >= 0; i = role.to().nextSetBit(i + 1)) {
            regions = planFor(
                    regions, plan.flows().get(i).from(), plan.flows().get(i).ports());
        }
        return regions;
    }

    static List<Region> everywhere(AddressSet addresses) {
        return addresses.isEmpty() ? List.of() : List.of(new Region(addresses, PortSet.NONE));
    }

    static List<Region> planFor(List<Region> regions, ZonePlan.End end, PortSet ports) {
        if (!(end instanceof ZonePlan.End.Addresses(var addresses))) {
            return regions;
        }
        var split = new ArrayList<Region>();
        for (var region : regions) {
            add(split, new Region(region.addresses().minus(addresses), region.planned()));
            add(
                    split,
                    new Region(
                            region.addresses().intersect(addresses),
                            region.planned().union(ports)));
        }
        return split;
    }

    private static void add(List<Region> regions, Region region) {
        if (!region.addresses().isEmpty() && !region.planned().isAll()) {
            regions.add(region);
        }
    }
}
