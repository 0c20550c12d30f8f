package vn.onshore.isolation.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.engine.PlanRoles.Region;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Selector;

/** What the plan foresees between pods of which no more is known than the selectors that let them through. */
final class NewcomerPlan {
    private final Snapshot snapshot;
    private final ZonePlan plan;

    NewcomerPlan(Snapshot snapshot) {
        this.snapshot = snapshot;
        plan = snapshot.plan();
    }

    /** Between all pods of two zones. */
    PortSet whoever(int from, int to) {
        return ports(flow -> isIn(flow.from(), from) && isIn(flow.to(), to));
    }

    PortSet between(Lane source, Lane destination) {
        return ports(flow -> isIn(flow.from(), source, destination.peers().selection())
                && isIn(flow.to(), destination, source.peers().selection()));
    }

    /** Between a zone and pods in none. */
    PortSet elsewhere(Lane lane) {
        return ports(flow -> isIn(near(flow, lane), lane, null)
                && far(flow, lane) instanceof ZonePlan.End.Pods(var wanted)
                && isSurely(lane.peers().selection(), wanted));
    }

    /** Addresses outside, by the ports that are foreseen there; what may be reached on every port is left out. */
    List<Region> outside(Lane lane, AddressSet addresses) {
        var out = lane.origin().direction() == Direction.Egress;
        var zone = plan.zones().get(lane.origin().zone());
        var regions = PlanRoles.everywhere(out ? addresses.minus(zone.internet()) : addresses);
        for (var flow : plan.flows()) {
            if (isIn(near(flow, lane), lane, null)) {
                regions = PlanRoles.planFor(regions, far(flow, lane), flow.ports());
            }
        }
        return regions;
    }

    private PortSet ports(Predicate<ZonePlan.Flow> fits) {
        return plan.flows().stream().filter(fits).map(ZonePlan.Flow::ports).reduce(PortSet.NONE, PortSet::union);
    }

    private static ZonePlan.End near(ZonePlan.Flow flow, Lane lane) {
        return lane.origin().direction() == Direction.Egress ? flow.from() : flow.to();
    }

    private static ZonePlan.End far(ZonePlan.Flow flow, Lane lane) {
        return lane.origin().direction() == Direction.Egress ? flow.to() : flow.from();
    }

    private boolean isIn(ZonePlan.End end, int zone) {
        return end instanceof ZonePlan.End.InZone(var name, var only)
                && only.isEmpty()
                && plan.zones().get(zone).name().equals(name);
    }

    /** @param named how the other side's rule names these pods; null if it does not */
    private boolean isIn(ZonePlan.End end, Lane lane, @Nullable PodSelection named) {
        return end instanceof ZonePlan.End.InZone(var name, var only)
                && plan.zones().get(lane.origin().zone()).name().equals(name)
                && isSurely(lane.pods(), named, only);
    }

    private static boolean isSurely(Selector own, @Nullable PodSelection named, Optional<Selector> only) {
        return only.stream()
                .allMatch(wanted -> Stream.concat(
                                Stream.of(own), Stream.ofNullable(named).map(PodSelection::pods))
                        .anyMatch(known -> known.implies(wanted)));
    }

    private boolean isSurely(@Nullable PodSelection some, PodSelection wanted) {
        return FuturePod.isEveryPod(wanted) || some != null && FuturePod.implies(snapshot, some, wanted);
    }
}
