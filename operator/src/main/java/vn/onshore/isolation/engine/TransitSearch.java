package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.isolation.engine.ZoneMatrix.End;
import vn.onshore.isolation.engine.ZoneMatrix.Hop;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;

/**
 * Finds ways over several pods to where a zone may not go itself: to the Internet over other zones and relays, to another
 * zone over relays that are in none. Each hop is a connection that the very pod of the hop before may open. A way does not
 * end at addresses that a flow of its last pod names. It begins at a pod that exists or may come, and leads over pods that
 * exist.
 */
final class TransitSearch {
    /** Connections of a way, the last one included. */
    private static final int MOST_HOPS = 4;

    private static final Comparator<List<Hop>> SHORTEST =
            Comparator.<List<Hop>>comparingInt(List::size).thenComparing(List::toString);

    private final ReachIndex index;
    private final PlanRoles roles;
    private final PlanMasks masks;
    private final OutsideJudge outside;
    private final ZoneTotals totals;
    private final RowEvaluator rows;
    private final PairVerdicts pairs;
    private final FirstPod firstPod;
    private final Exits exits;
    private final ZoneExposures exposures;
    private final Map<Integer, BitRow> reaches = new HashMap<>();
    private final BitRow relays;

    /** @param snapshot whose pods stand for the classes */
    TransitSearch(
            Snapshot snapshot,
            ReachIndex index,
            PlanRoles roles,
            PlanMasks masks,
            OutsideJudge outside,
            Exits exits,
            ZoneExposures exposures,
            ZoneTotals totals) {
        this.index = index;
        this.roles = roles;
        this.masks = masks;
        this.outside = outside;
        this.exits = exits;
        this.exposures = exposures;
        this.totals = totals;
        rows = new RowEvaluator(index);
        pairs = new PairVerdicts(index.snapshot());
        firstPod = new FirstPod(snapshot.table());
        relays = relaysInNoZone();
    }

    /** The shortest way from a zone to addresses that it may not reach itself; empty if there is none. */
    synchronized List<Hop> toInternet(int zone) {
        var hops = hops(zone);
        return best(zone, role -> {
            var regions = roles.toInternet(role);
            var ends = exits.to(regions).copy();
            ends.and(hops);
            return ends.isEmpty() || !mayReach(role, hops, ends)
                    ? Optional.empty()
                    : way(near(role, hops), hops, ends).map(way -> toAddresses(first(role, way), way, regions));
        });
    }

    /** The same for pods that may come to the zone. */
    synchronized List<Hop> newcomersToInternet(int zone) {
        var regions = roles.newcomersToInternet(zone);
        var hops = hops(zone);
        var ends = exits.to(regions).copy();
        ends.and(hops);
        return ends.isEmpty()
                ? List.of()
                : way(nearNewcomers(zone, hops), hops, ends)
                        .map(way -> toAddresses(firstOfNewcomers(zone, way), way, regions))
                        .orElse(List.of());
    }

    private interface Search {
        Optional<List<Hop>> from(int role);
    }

    private List<Hop> best(int zone, Search search) {
        var ways = new ArrayList<List<Hop>>();
        for (var role = 0; role < roles.all().size(); role++) {
            if (roles.all().get(role).zone() == zone) {
                search.from(role).ifPresent(ways::add);
            }
        }
        return ways.stream().min(SHORTEST).orElse(List.of());
    }

    /** The classes that may hand on what comes from a zone: those in other zones, and relays. */
    private BitRow hops(int zone) {
        var hops = new BitRow(index.size());
        for (var role = 0; role < roles.all().size(); role++) {
            var other = roles.all().get(role);
            if (other.zone() != zone && (other.zone() < roles.elsewhere() || other.relay())) {
                hops.or(masks.members(role));
            }
        }
        return hops;
    }

    /** False only if there is surely no way: here whole roles hand on what any of their pods may reach. */
    private boolean mayReach(int role, BitRow hops, BitRow ends) {
        var near = new BitRow(index.size());
        near.orAnd(totals.reach()[role], hops);
        for (var hop = 2; hop <= MOST_HOPS; hop++) {
            if (near.intersects(ends)) {
                return true;
            }
            var further = near.copy();
            for (var other = 0; other < roles.all().size(); other++) {
                if (near.intersects(masks.members(other))) {
                    further.orAnd(totals.reach()[other], hops);
                }
            }
            near = further;
        }
        return false;
    }

    /** Those to which some class in a role may open something. */
    private BitRow near(int role, BitRow among) {
        var near = new BitRow(index.size());
        near.orAnd(totals.reach()[role], among);
        return near;
    }

    private BitRow nearNewcomers(int zone, BitRow among) {
        var near = new BitRow(index.size());
        among.forEach(number -> {
            if (!exposures.openToNewcomers(zone, number).isEmpty()) {
                near.set(number);
            }
        });
        return near;
    }

    /**
     * The classes of the shortest way over hops to one of some ends, that one included.
     *
     * @param near where it may begin
     */
    private Optional<List<Integer>> way(BitRow near, BitRow hops, BitRow ends) {
        var levels = new ArrayList<BitRow>();
        var visited = new BitRow(index.size());
        for (var next = near; !next.isEmpty() && levels.size() < MOST_HOPS - 1; ) {
            levels.add(next);
            if (next.intersects(ends)) {
                return Optional.of(back(levels, ends));
            }
            visited.or(next);
            var further = new BitRow(index.size());
            next.forEach(number -> further.orAnd(reach(number), hops));
            further.andNot(visited);
            next = further;
        }
        return Optional.empty();
    }

    private BitRow reach(int number) {
        rows.from(number);
        return rows.reach();
    }

    private List<Integer> back(List<BitRow> levels, BitRow ends) {
        var way = new ArrayList<Integer>();
        var candidates = levels.getLast().copy();
        candidates.and(ends);
        for (var level = levels.size() - 1; level >= 0; level--) {
            var chosen = firstPod.podClass(candidates);
            way.addFirst(chosen);
            if (level > 0) {
                rows.to(chosen);
                candidates = levels.get(level - 1).copy();
                candidates.and(rows.reach());
            }
        }
        return way;
    }

    /** The connection from a role to where a way begins. */
    private Hop first(int role, List<Integer> way) {
        rows.to(way.getFirst());
        var sources = masks.members(role).copy();
        sources.and(rows.reach());
        return hop(firstPod.podClass(sources), way.getFirst());
    }

    private Hop firstOfNewcomers(int zone, List<Integer> way) {
        var name = index.snapshot().plan().zones().get(zone).name();
        return new Hop(
                new End.OfNewcomer(name),
                firstPod.end(way.getFirst()),
                exposures.openToNewcomers(zone, way.getFirst()));
    }

    private List<Hop> toAddresses(Hop first, List<Integer> way, List<PlanRoles.Region> regions) {
        var last = way.getLast();
        var beyond = outside.first(Direction.Egress, last, roles.beyondFlows(regions, roles.number(last)))
                .orElseThrow();
        var hops = hops(first, way);
        hops.add(new Hop(firstPod.end(last), new End.OfAddresses(beyond.range()), beyond.ports()));
        return hops;
    }

    private List<Hop> hops(Hop first, List<Integer> way) {
        var hops = new ArrayList<Hop>();
        hops.add(first);
        for (var i = 1; i < way.size(); i++) {
            hops.add(hop(way.get(i - 1), way.get(i)));
        }
        return hops;
    }

    private Hop hop(int from, int to) {
        return hop(from, to, pairs.open(from, to));
    }

    private Hop hop(int from, int to, PortSet ports) {
        return new Hop(firstPod.end(from), firstPod.end(to), ports);
    }

    /** The shortest way from a zone over relays in no zone to pods of another one, where more is open than planned. */
    synchronized List<Hop> toZone(int zone, int to) {
        return relays.isEmpty()
                ? List.of()
                : best(zone, role -> {
                    var near = near(role, relays);
                    if (near.isEmpty()) {
                        return Optional.empty();
                    }
                    var ends = new BitRow(index.size());
                    relays.forEach(relay -> {
                        if (!beyond(role, relay, to).isEmpty()) {
                            ends.set(relay);
                        }
                    });
                    return ends.isEmpty()
                            ? Optional.empty()
                            : way(near, relays, ends).map(way -> toPods(way, role, to));
                });
    }

    /** The same for pods that may come to the zone. */
    synchronized List<Hop> newcomersToZone(int zone, int to) {
        if (relays.isEmpty()) {
            return List.of();
        }
        var ends = new BitRow(index.size());
        relays.forEach(relay -> {
            if (!beyondForNewcomers(zone, relay, to).isEmpty()) {
                ends.set(relay);
            }
        });
        return ends.isEmpty()
                ? List.of()
                : way(nearNewcomers(zone, relays), relays, ends)
                        .map(way -> newcomersToPods(way, zone, to))
                        .orElse(List.of());
    }

    private List<Hop> newcomersToPods(List<Integer> way, int zone, int to) {
        var last = way.getLast();
        var destination = firstPod.podClass(beyondForNewcomers(zone, last, to));
        var hops = hops(firstOfNewcomers(zone, way), way);
        hops.add(hop(last, destination, pairs.open(last, destination).minus(plannedForNewcomers(zone, destination))));
        return hops;
    }

    /** The classes of a zone to which a relay is open on more than pods that may come to another zone may open. */
    private BitRow beyondForNewcomers(int zone, int relay, int to) {
        var beyond = new BitRow(index.size());
        rows.from(relay);
        rows.reach().forEach(number -> {
            if (roles.of(number).zone() == to
                    && !plannedForNewcomers(zone, number).containsAll(pairs.open(relay, number))) {
                beyond.set(number);
            }
        });
        return beyond;
    }

    private PortSet plannedForNewcomers(int zone, int podClass) {
        return roles.plannedWithFuture(roles.of(podClass), Direction.Ingress, zone, Optional.empty());
    }

    private BitRow relaysInNoZone() {
        var outsideZones = new BitRow(index.size());
        for (var role = 0; role < roles.all().size(); role++) {
            var some = roles.all().get(role);
            if (some.relay() && some.zone() == roles.elsewhere()) {
                outsideZones.or(masks.members(role));
            }
        }
        return outsideZones;
    }

    private List<Hop> toPods(List<Integer> way, int role, int to) {
        var last = way.getLast();
        var destination = firstPod.podClass(beyond(role, last, to));
        var hops = hops(first(role, way), way);
        hops.add(hop(
                last,
                destination,
                pairs.open(last, destination).minus(roles.planned(role, roles.number(destination)))));
        return hops;
    }

    /** The classes of a zone to which a relay is open on more than a role may open itself. */
    private BitRow beyond(int role, int relay, int to) {
        var all = reaches.computeIfAbsent(relay * roles.all().size() + role, some -> {
            var found = new BitRow(index.size());
            rows.from(relay);
            rows.beyond(masks.from(role), found);
            return found;
        });
        var beyond = new BitRow(index.size());
        all.forEach(number -> {
            if (roles.of(number).zone() == to) {
                beyond.set(number);
            }
        });
        return beyond;
    }
}
