package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;

/**
 * What classes may open to addresses outside, or those to them, beyond what is planned for regions of these. Any thread may
 * ask.
 */
final class OutsideJudge {
    private final Snapshot snapshot;
    private final Map<AddressSet, Map<AddressSet, Boolean>> touching;
    private final Map<Question, List<Area>> areas;

    /** Whatever pods under the same rules of the tiers around NetworkPolicies have in common. */
    private record Question(TierRules tiers, List<NamedPort> declared, List<PlanRoles.Region> regions) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Question(var rules, var names, var places)
                    && tiers.equals(rules)
                    && declared.equals(names)
                    && regions.equals(places);
        }

        @Override
        public int hashCode() {
            return 31 * tiers.hashCode() + regions.size();
        }
    }

    /**
     * Addresses of a region of which these tiers say the same.
     *
     * @param allowed whether the Admin tier allows more than is planned
     * @param left what it leaves to NetworkPolicies
     * @param open whether more than planned is open where none of these isolates
     * @param touching whether sets that rules speak of have a part in it
     */
    private record Area(
            AddressSet addresses,
            PortSet planned,
            boolean allowed,
            PortSet left,
            boolean open,
            Map<AddressSet, Boolean> touching) {}

    /** Addresses that are open beyond the plan, and the ports. */
    record Beyond(AddressRange range, PortSet ports) {}

    OutsideJudge(Snapshot snapshot) {
        this(snapshot, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    private OutsideJudge(
            Snapshot snapshot, Map<AddressSet, Map<AddressSet, Boolean>> touching, Map<Question, List<Area>> areas) {
        this.snapshot = snapshot;
        this.touching = touching;
        this.areas = areas;
    }

    /** Of a snapshot whose classes are under other policies. */
    OutsideJudge with(Snapshot other) {
        return new OutsideJudge(other, touching, areas);
    }

    /** Whether a class may open, or be opened, more than is planned. */
    boolean leaks(Direction direction, int podClass, List<PlanRoles.Region> regions) {
        if (regions.isEmpty()) {
            return false;
        }
        var group = snapshot.group(direction, podClass);
        if (group.isolated() && !group.tiered() && !group.speaksOfAddresses()) {
            return false;
        }
        var declared = group.namesPorts() ? declared(direction, podClass) : List.<NamedPort>of();
        for (var area : areas(new Question(group.tiers(), declared, regions))) {
            if (area.allowed() || (group.isolated() ? allows(group, declared, area) : area.open())) {
                return true;
            }
        }
        return false;
    }

    private boolean allows(PolicyGroup group, List<NamedPort> declared, Area area) {
        for (var rule : group.allowances()) {
            if (!rule.outside().isEmpty()
                    && !area.planned().containsAll(rule.ports().on(declared).intersect(area.left()))
                    && touch(area, rule.outside())) {
                return true;
            }
        }
        return false;
    }

    private List<NamedPort> declared(Direction direction, int podClass) {
        return direction == Direction.Ingress ? snapshot.table().of(podClass).ports() : List.of();
    }

    private static boolean touch(Area area, AddressSet outside) {
        // Asked for every pod, and computeIfAbsent may lock.
        var known = area.touching().get(outside);
        return known != null ? known : area.touching().computeIfAbsent(outside, area.addresses()::intersects);
    }

    private List<Area> areas(Question question) {
        var known = areas.get(question);
        if (known == null) {
            known = areas.computeIfAbsent(question, this::divide);
        }
        return known;
    }

    private List<Area> divide(Question question) {
        var rules = new ArrayList<>(question.tiers().admin());
        rules.addAll(question.tiers().baseline());
        var cells = new AddressCells(
                rules.stream().map(CompiledPolicy.Rule::outside).toList());
        var divided = new ArrayList<Area>();
        for (var region : question.regions()) {
            var byOutcome = new LinkedHashMap<TierOutcome, List<AddressRange>>();
            for (var range : cells.cut(region.addresses())) {
                var other = new Counterparts.OfAddress(range.first(), question.declared());
                byOutcome
                        .computeIfAbsent(TierOutcome.of(question.tiers(), other), some -> new ArrayList<>())
                        .add(range);
            }
            byOutcome.forEach((outcome, ranges) -> divided.add(area(region.planned(), outcome, ranges)));
        }
        return List.copyOf(divided);
    }

    private Area area(PortSet planned, TierOutcome outcome, List<AddressRange> ranges) {
        var addresses = AddressSet.of(ranges);
        return new Area(
                addresses,
                planned,
                !planned.containsAll(outcome.allowed()),
                outcome.left(),
                !planned.containsAll(outcome.left().intersect(outcome.baseline())),
                touching.computeIfAbsent(addresses, some -> new ConcurrentHashMap<>()));
    }

    /** The first addresses, in the order of regions, with which more is open than planned. */
    Optional<Beyond> first(Direction direction, int podClass, List<PlanRoles.Region> regions) {
        var group = snapshot.group(direction, podClass);
        var declared = declared(direction, podClass);
        var cells = new AddressCells(
                group.rules().stream().map(CompiledPolicy.Rule::outside).toList());
        for (var region : regions) {
            for (var range : cells.cut(region.addresses())) {
                var ports = group.open(new Counterparts.OfAddress(range.first(), declared))
                        .minus(region.planned());
                if (!ports.isEmpty()) {
                    return Optional.of(new Beyond(range, ports));
                }
            }
        }
        return Optional.empty();
    }
}
