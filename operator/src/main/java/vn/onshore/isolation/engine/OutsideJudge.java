package vn.onshore.isolation.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;

/** What classes may open to addresses outside, or those to them, beyond what is planned for regions of these. */
final class OutsideJudge {
    private final Snapshot snapshot;
    private final Map<AddressSet, Map<AddressSet, Boolean>> touching;
    private final Map<Question, Boolean> tiered = new HashMap<>();

    private record Question(
            PolicyGroup group, List<NamedPort> declared, List<PlanRoles.Region> regions, Direction direction) {}

    /** Addresses that are open beyond the plan, and the ports. */
    record Beyond(AddressRange range, PortSet ports) {}

    OutsideJudge(Snapshot snapshot) {
        this(snapshot, new ConcurrentHashMap<>());
    }

    private OutsideJudge(Snapshot snapshot, Map<AddressSet, Map<AddressSet, Boolean>> touching) {
        this.snapshot = snapshot;
        this.touching = touching;
    }

    /** Of a snapshot whose classes are under other policies. */
    OutsideJudge with(Snapshot other) {
        return new OutsideJudge(other, touching);
    }

    /** Whether a class may open, or be opened, more than is planned. */
    synchronized boolean leaks(Direction direction, int podClass, List<PlanRoles.Region> regions) {
        if (regions.isEmpty()) {
            return false;
        }
        var group = snapshot.group(direction, podClass);
        var declared = declared(direction, podClass);
        if (group.tiered()) {
            return tiered.computeIfAbsent(
                    new Question(group, declared, regions, direction),
                    some -> first(direction, podClass, regions).isPresent());
        }
        if (!group.isolated()) {
            return true;
        }
        for (var rule : group.allowances()) {
            if (!rule.outside().isEmpty()) {
                var ports = rule.ports().on(declared);
                for (var region : regions) {
                    if (!region.planned().containsAll(ports) && touch(region.addresses(), rule.outside())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private List<NamedPort> declared(Direction direction, int podClass) {
        return direction == Direction.Ingress ? snapshot.table().of(podClass).ports() : List.of();
    }

    private boolean touch(AddressSet region, AddressSet outside) {
        return touching.computeIfAbsent(region, some -> new ConcurrentHashMap<>())
                .computeIfAbsent(outside, region::intersects);
    }

    /** The first addresses, in the order of regions, with which more is open than planned. */
    synchronized Optional<Beyond> first(Direction direction, int podClass, List<PlanRoles.Region> regions) {
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
