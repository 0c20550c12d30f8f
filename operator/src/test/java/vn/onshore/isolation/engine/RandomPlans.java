package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.World;

/** Plans that fit the labels of {@link vn.onshore.isolation.oracle.RandomWorlds}. */
final class RandomPlans {
    private static final List<String> VALUES = List.of("a", "b", "c");
    private static final List<PortSet> PORTS =
            List.of(PortSet.of(Protocol.TCP, 80), PortSet.of(Protocol.TCP), PortSet.of(Protocol.UDP, 53), PortSet.ALL);
    private static final List<AddressSet> ADDRESSES = List.of(
            AddressSet.NONE,
            AddressSet.ALL_V4,
            AddressSet.ofCidrs(List.of(Cidr.parse("203.0.113.0/24").orElseThrow())),
            AddressSet.ofCidrs(List.of(
                    Cidr.parse("192.0.0.0/2").orElseThrow(),
                    Cidr.parse("2001:db8::/32").orElseThrow())));

    private RandomPlans() {}

    static ZonePlan of(Random random, World world) {
        var zones = new ArrayList<Zone>();
        for (var value : VALUES.subList(0, 1 + random.nextInt(VALUES.size()))) {
            zones.add(new Zone(value, Selector.of(Map.of("zone", value)), oneOf(random, ADDRESSES)));
        }
        var flows = new ArrayList<Flow>();
        for (var i = random.nextInt(6); i > 0; i--) {
            flows.add(new Flow(end(random, zones), end(random, zones), oneOf(random, PORTS)));
        }
        var relays = random.nextBoolean()
                ? List.of(PodSelection.across(Selector.EVERYTHING, Selector.of(Map.of("app", oneOf(random, VALUES)))))
                : List.<PodSelection>of();
        return new ZonePlan(zones, flows, relays);
    }

    private static End end(Random random, List<Zone> zones) {
        return switch (random.nextInt(4)) {
            case 0 -> new End.Addresses(oneOf(random, ADDRESSES));
            case 1 ->
                new End.Pods(
                        PodSelection.across(Selector.of(Map.of("team", oneOf(random, VALUES))), Selector.EVERYTHING));
            case 2 ->
                new End.InZone(
                        oneOf(random, zones).name(), Optional.of(Selector.of(Map.of("tier", oneOf(random, VALUES)))));
            default -> new End.InZone(oneOf(random, zones).name(), Optional.empty());
        };
    }

    private static <T> T oneOf(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
