package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vn.onshore.isolation.engine.ZoneMatrix.Cell;
import vn.onshore.isolation.engine.ZoneMatrix.Hop;
import vn.onshore.isolation.engine.ZoneMatrix.Party;

/** Holds what is open against the plan. Everything that classes decide is kept when only the pods in them change. */
final class ZoneJudge {
    /** If more than one class in so many is concerned, everything is. */
    private static final int ONE_IN = 8;

    private static final int ROOM = 1_024;

    private final Snapshot snapshot;
    private final ReachIndex index;
    private final PlanRoles roles;
    private final PlanMasks masks;
    private final Weights weights;
    private final OutsideJudge outside;
    private final Exits exits;
    private final Party[] parties;
    private final ZoneTotals totals;
    private final FutureZones futureZones;
    private final ZoneExposures exposures;
    private final Newcomers newcomers;

    /** Where there are ways over several pods and nothing direct, from and to zones by their index. */
    private final BitSet[] ways;

    ZoneJudge(Snapshot snapshot) {
        this.snapshot = snapshot;
        roles = new PlanRoles(snapshot);
        futureZones = new FutureZones(snapshot);
        var exposing = beside(() -> new ZoneExposures(snapshot, roles, futureZones));
        masks = new PlanMasks(roles, snapshot.table());
        index = new ReachIndex(snapshot);
        weights = new Weights(snapshot.table());
        outside = new OutsideJudge(snapshot);
        exits = new Exits(roles, outside, index.everyone());
        parties = parties(snapshot.plan());
        totals = new ZoneCount(index, roles, masks, weights, outside).count();
        newcomers = new Newcomers(snapshot, futureZones);
        if (snapshot.table().size() >= ZoneCount.MANY) {
            // While another thread looks for exposures. Pairs that leak need no more, and of the others most have none.
            newcomers.ready((from, to) -> totals.leaks()[from][to] == 0);
        }
        exposures = exposing.get();
        ways = ways();
    }

    /** Makes something at the same time in a large world, and when it is asked for in a small one. */
    private <T> Supplier<T> beside(Supplier<T> making) {
        return snapshot.table().size() < ZoneCount.MANY ? making : CompletableFuture.supplyAsync(making)::join;
    }

    private ZoneJudge(ZoneJudge before, Snapshot snapshot, Weights weights, ZoneTotals totals) {
        this.snapshot = snapshot;
        index = before.index;
        roles = before.roles;
        masks = before.masks;
        this.weights = weights;
        outside = before.outside;
        exits = before.exits;
        parties = before.parties;
        this.totals = totals;
        futureZones = before.futureZones;
        exposures = before.exposures.with(snapshot);
        newcomers = before.newcomers;
        ways = before.ways;
    }

    private ZoneJudge(ZoneJudge before, SnapshotUpdate update, PlanRoles roles) {
        snapshot = update.next();
        this.roles = roles;
        masks = before.masks.after(roles, snapshot.table(), update.classes());
        index = before.index.after(update);
        weights = update.podClass() < 0 ? before.weights : before.weights.with(snapshot.table(), update.podClass());
        outside = before.outside.with(snapshot);
        parties = before.parties;
        exits = before.exits.after(roles, outside, index.everyone(), update.classes());
        var then = new ZoneCount(before.index, before.roles, before.masks, before.weights, before.outside);
        var now = new ZoneCount(index, roles, masks, weights, outside);
        var changed = before.totals.copy();
        then.addAll(changed, update.classes(), -1);
        now.addAll(changed, update.classes(), 1);
        totals = changed.with(now.reach(before.totals.reach(), then.reach(update.classes()), update.classes()));
        futureZones = before.futureZones;
        exposures = before.exposures.after(update, roles);
        newcomers = before.newcomers.after(update);
        ways = ways();
    }

    /** Empty if it is no harder to judge anew. */
    Optional<ZoneJudge> after(SnapshotUpdate update) {
        if (!update.countsOnly()) {
            return update.classes().getCardinality() * ONE_IN > snapshot.table().size() + ROOM
                    ? Optional.empty()
                    : roles.with(update.next().table()).map(next -> new ZoneJudge(this, update, next));
        }
        if (update.more() == 0) {
            return Optional.of(new ZoneJudge(this, update.next(), weights, totals));
        }
        var changed = totals.copy();
        new ZoneCount(index, roles, masks, weights, outside).add(changed, update.podClass(), update.more());
        var changedWeights = weights.with(update.next().table(), update.podClass());
        return Optional.of(new ZoneJudge(this, update.next(), changedWeights, changed));
    }

    private BitSet[] ways() {
        var search = transit().get();
        var found = new BitSet[totals.leaks().length];
        for (var from = 0; from < found.length; from++) {
            found[from] = new BitSet();
            for (var to = 0; to < found.length; to++) {
                found[from].set(
                        to,
                        from != to
                                && totals.leaks()[from][to] == 0
                                && !way(search, from, to).isEmpty());
            }
        }
        return found;
    }

    private Supplier<TransitSearch> transit() {
        return new Supplier<>() {
            private final List<TransitSearch> made = new ArrayList<>(1);

            @Override
            public synchronized TransitSearch get() {
                if (made.isEmpty()) {
                    made.add(new TransitSearch(snapshot, index, roles, masks, outside, exits, exposures, totals));
                }
                return made.getFirst();
            }
        };
    }

    /** From a pod that exists if there is such a way; else from one that may come, unless it needs no way over others. */
    private List<Hop> way(TransitSearch search, int from, int to) {
        var zones = roles.elsewhere();
        if (from >= zones || to == zones) {
            return List.of();
        }
        var way = to < zones ? search.toZone(from, to) : search.toInternet(from);
        if (!way.isEmpty()
                || exposures.any(from, to)
                || newcomers.between(from, to).isPresent()) {
            return way;
        }
        return to < zones ? search.newcomersToZone(from, to) : search.newcomersToInternet(from);
    }

    ZoneMatrix matrix() {
        var cells = new ArrayList<Cell>();
        var witnesses = new Witnesses(snapshot, index, roles, masks, outside);
        var transit = transit();
        for (var from = 0; from < totals.leaks().length; from++) {
            for (var to = 0; to < totals.leaks().length; to++) {
                if (from != to) {
                    add(cells, from, to, witnesses, transit);
                }
            }
        }
        return new ZoneMatrix(cells);
    }

    private void add(List<Cell> cells, int from, int to, Witnesses witnesses, Supplier<TransitSearch> transit) {
        var leaks = totals.leaks()[from][to];
        var exposed = exposures.any(from, to);
        var way = ways[from].get(to) && leaks == 0;
        var opening = leaks > 0 || exposed ? null : newcomers.between(from, to).orElse(null);
        if (leaks > 0 || exposed || opening != null || way) {
            cells.add(new Cell(
                    parties[from],
                    parties[to],
                    leaks,
                    leaks == 0 ? List.of() : new LazyList<>(() -> witnesses.between(from, to)),
                    exposed ? new LazyList<>(() -> exposures.between(from, to)) : List.of(),
                    opening,
                    way ? new LazyList<>(() -> way(transit.get(), from, to)) : List.of()));
        }
    }

    private static Party[] parties(ZonePlan plan) {
        return Stream.concat(
                        plan.zones().stream().map(zone -> new Party.OfZone(zone.name())),
                        Stream.of(new Party.Elsewhere(), new Party.Internet()))
                .toArray(Party[]::new);
    }
}
