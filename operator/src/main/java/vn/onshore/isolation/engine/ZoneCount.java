package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Policy.Direction;

/** Counts what is open beyond the plan, a class at a time against all others at once. */
final class ZoneCount {
    /** With fewer classes, a second thread costs more than it saves. */
    static final int MANY = 2_000;

    /** Classes of a thread at a time: enough that those under the same policies stay together. */
    private static final int CHUNK = 512;

    private final ReachIndex index;
    private final PlanRoles roles;
    private final PlanMasks masks;
    private final Weights weights;
    private final OutsideJudge outside;

    /** For the few classes of an event. */
    private final RowEvaluator rows;

    ZoneCount(ReachIndex index, PlanRoles roles, PlanMasks masks, Weights weights, OutsideJudge outside) {
        this.index = index;
        this.roles = roles;
        this.masks = masks;
        this.outside = outside;
        this.weights = weights;
        rows = new RowEvaluator(index);
    }

    ZoneTotals count() {
        var order = order();
        for (var i = 0; i < roles.all().size(); i++) {
            masks.from(i);
        }
        var chunks = (order.length + CHUNK - 1) / CHUNK;
        var stream = IntStream.range(0, chunks);
        return (order.length < MANY ? stream : stream.parallel())
                .collect(
                        () -> new Counting(this),
                        (counting, chunk) -> {
                            for (var i = chunk * CHUNK; i < Math.min(order.length, (chunk + 1) * CHUNK); i++) {
                                counting.count(order[i]);
                            }
                        },
                        (one, other) -> one.totals.add(other.totals))
                .totals;
    }

    /** Classes with the same egress policies one after the other, so that these are looked at once. */
    private int[] order() {
        var live = index.snapshot().table().live();
        Map<PolicyGroup, Integer> first = new IdentityHashMap<>();
        var keys = new long[live.getCardinality()];
        var i = 0;
        for (var number : live) {
            keys[i++] = (long) first.computeIfAbsent(index.snapshot().egress()[number], some -> number) << 32 | number;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    private void addInternet(ZoneTotals totals, int number, long pods) {
        var internet = roles.elsewhere() + 1;
        var role = roles.number(number);
        var zone = roles.all().get(role).zone();
        if (zone < roles.elsewhere()) {
            if (outside.leaks(Direction.Egress, number, roles.toInternet(role))) {
                totals.leaks()[zone][internet] += pods;
            }
            if (outside.leaks(Direction.Ingress, number, roles.fromInternet(role))) {
                totals.leaks()[internet][zone] += pods;
            }
        }
    }

    /** Adds all leaks of so many pods of a class; less than none takes them away. */
    void add(ZoneTotals totals, int podClass, long pods) {
        add(totals, podClass, pods, new BitRow(index.size()));
    }

    /** Adds all leaks of classes, so many times; less than none takes them away. */
    void addAll(ZoneTotals totals, RoaringBitmap classes, int times) {
        var among = RoaringBitmap.and(classes, index.snapshot().table().live());
        var counted = new BitRow(index.size());
        among.forEach((int number) -> counted.set(number));
        for (var number : among) {
            add(totals, number, (long) times * weights.pods(number), counted);
        }
    }

    /** @param counted the sources whose leaks to the class are counted with their own */
    private void add(ZoneTotals totals, int podClass, long pods, BitRow counted) {
        var role = roles.number(podClass);
        var zone = roles.all().get(role).zone();
        var leaks = new BitRow(index.size());
        rows.from(podClass);
        rows.beyond(masks.from(role), leaks);
        weights.add(leaks, pods, totals.leaks()[zone]);
        leaks.clear();
        rows.to(podClass);
        rows.beyond(masks.to(role), leaks);
        leaks.andNot(counted);
        var bySource = new long[roles.elsewhere() + 1];
        weights.add(leaks, pods, bySource);
        for (var i = 0; i < bySource.length; i++) {
            totals.leaks()[i][zone] += bySource[i];
        }
        addInternet(totals, podClass, pods);
    }

    /** By the number of their role, what some classes may open something to. */
    Map<Integer, BitRow> reach(RoaringBitmap classes) {
        var reach = new HashMap<Integer, BitRow>();
        for (var number : RoaringBitmap.and(classes, index.snapshot().table().live())) {
            rows.from(number);
            reach.computeIfAbsent(roles.number(number), role -> new BitRow(index.size()))
                    .or(rows.reach());
        }
        return reach;
    }

    /**
     * What roles reach after some classes changed.
     *
     * @param before what they reached
     * @param had what of it the changed classes reached
     */
    BitRow[] reach(BitRow[] before, Map<Integer, BitRow> had, RoaringBitmap classes) {
        var has = reach(classes);
        var after = before.clone();
        has.forEach((role, reached) -> {
            after[role] = after[role].copy();
            after[role].or(reached);
        });
        had.forEach((role, reached) -> {
            var lost = reached.copy();
            if (has.containsKey(role)) {
                lost.andNot(has.get(role));
            }
            keepReached(masks.members(role), lost);
            after[role] = after[role].copy();
            after[role].andNot(lost);
        });
        var live = index.snapshot().table().live();
        for (var number : classes) {
            var sources = new BitRow(index.size());
            if (live.contains(number)) {
                rows.to(number);
                sources.or(rows.reach());
            }
            for (var role = 0; role < after.length; role++) {
                var reached = sources.intersects(masks.members(role));
                if (after[role].get(number) != reached) {
                    after[role] = after[role].copy();
                    after[role].put(number, reached);
                }
            }
        }
        return after;
    }

    /** Takes from some destinations those that sources may still open something to. */
    private void keepReached(BitRow sources, BitRow lost) {
        if (lost.cardinality() < sources.cardinality()) {
            for (var i = lost.copy().iterator(); i.hasNext(); ) {
                var destination = i.nextInt();
                rows.to(destination);
                if (rows.reach().intersects(sources)) {
                    lost.unset(destination);
                }
            }
        } else {
            for (var i = sources.iterator(); i.hasNext() && !lost.isEmpty(); ) {
                rows.from(i.nextInt());
                lost.andNot(rows.reach());
            }
        }
    }

    /** One thread's part. */
    private static final class Counting {
        private final ZoneCount zones;
        private final RowEvaluator rows;
        private final BitRow meant;
        private final ZoneTotals totals;

        /** What classes have in common with the one before, while they do. */
        private int anyLooks;

        private int anyRole;

        private int beyondLooks;
        private final long[] sure;

        Counting(ZoneCount zones) {
            this.zones = zones;
            rows = new RowEvaluator(zones.index);
            meant = new BitRow(zones.index.size());
            totals = ZoneTotals.none(zones.roles.elsewhere(), zones.roles.all().size(), zones.index.size());
            sure = new long[zones.roles.elsewhere() + 1];
        }

        void count(int source) {
            var role = zones.roles.number(source);
            rows.from(source);
            addReach(role);
            var beyond = rows.outlook(zones.masks.from(role));
            if (beyond.looks() != beyondLooks) {
                beyondLooks = beyond.looks();
                Arrays.fill(sure, 0);
                zones.weights.add(beyond.sure(), 1, sure);
            }
            var pods = zones.weights.pods(source);
            var leaks = totals.leaks()[zones.roles.all().get(role).zone()];
            for (var i = 0; i < sure.length; i++) {
                leaks[i] += sure[i] * pods;
            }
            meant.clear();
            rows.addMeant(beyond, meant);
            zones.weights.add(meant, pods, leaks);
            zones.addInternet(totals, source, pods);
        }

        private void addReach(int role) {
            var any = rows.any();
            if (any.looks() != anyLooks || role != anyRole) {
                anyLooks = any.looks();
                anyRole = role;
                totals.reach()[role].or(any.sure());
            }
            rows.addMeant(any, totals.reach()[role]);
        }
    }
}
