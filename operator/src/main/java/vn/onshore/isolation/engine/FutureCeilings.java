package vn.onshore.isolation.engine;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.PortSet;

/**
 * What the policies of a zone's namespaces let pods open, or accept, at most, whatever labels pods that do not exist yet
 * will have. A ceiling needs a policy in each namespace that selects every pod; without one, nothing is closed to a pod that
 * no policy selects. Namespaces that join a zone later are not thought of: nobody can say which policies they will have.
 */
final class FutureCeilings {
    private final Snapshot snapshot;
    private final int zones;

    /** By direction and zone; null where nothing bounds. */
    private final @Nullable FutureCeiling[] ceilings;

    FutureCeilings(Snapshot snapshot) {
        this.snapshot = snapshot;
        zones = snapshot.plan().zones().size();
        ceilings = new FutureCeiling[Direction.values().length * zones];
        for (var direction : Direction.values()) {
            var closed = closed(direction);
            for (var zone = closed.nextSetBit(0); zone >= 0; zone = closed.nextSetBit(zone + 1)) {
                ceilings[index(zone, direction)] = new FutureCeiling(direction);
            }
        }
        if (Stream.of(ceilings).anyMatch(Objects::nonNull)) {
            snapshot.policies()
                    .forEach(policy ->
                            gather(policy, (index, rule) -> known(index).add(rule)));
        }
    }

    /** The same for a later snapshot with the same namespaces, except for a policy that came or went. */
    private FutureCeilings(FutureCeilings before, SnapshotUpdate update) {
        snapshot = update.next();
        zones = before.zones;
        ceilings = before.ceilings.clone();
        var gone = update.gone();
        if (gone != null) {
            gather(gone, (index, rule) -> own(index, before).remove(rule));
        }
        var came = update.came();
        if (came != null) {
            gather(came, (index, rule) -> own(index, before).add(rule));
        }
    }

    /** A ceiling that nobody else has, so that it may change. */
    private FutureCeiling own(int index, FutureCeilings before) {
        var own = ceilings[index];
        if (own == before.ceilings[index]) {
            own = known(index).copy();
            ceilings[index] = own;
        }
        return own;
    }

    private FutureCeiling known(int index) {
        return Objects.requireNonNull(ceilings[index]);
    }

    /** Those of a later snapshot with the same namespaces. */
    FutureCeilings after(SnapshotUpdate update) {
        return mayClose(update.gone()) || mayClose(update.came())
                ? new FutureCeilings(update.next())
                : new FutureCeilings(this, update);
    }

    private static boolean mayClose(@Nullable CompiledPolicy policy) {
        return policy != null
                && Stream.of(Direction.values()).anyMatch(direction -> closes(policy.policy(), direction));
    }

    /** Whether a policy isolates every pod of its namespace. */
    private static boolean closes(Policy policy, Direction direction) {
        return policy.subject().pods().selectsEverything() && policy.isolates(direction);
    }

    private static boolean closes(List<CompiledPolicy> policies, Direction direction) {
        for (var policy : policies) {
            if (closes(policy.policy(), direction)) {
                return true;
            }
        }
        return false;
    }

    /** The zones that have namespaces, in each of which some NetworkPolicy isolates every pod. */
    private BitSet closed(Direction direction) {
        var inhabited = new BitSet();
        var open = new BitSet();
        var zoneOf = snapshot.table().zones();
        for (var i = 0; i < zoneOf.length; i++) {
            inhabited.set(zoneOf[i]);
            if (!open.get(zoneOf[i]) && !closes(snapshot.policies().local(i), direction)) {
                open.set(zoneOf[i]);
            }
        }
        inhabited.andNot(open);
        inhabited.clear(zones);
        return inhabited;
    }

    /** What is done with a rule that bears on a zone. */
    private interface Bearing {
        void on(int ceiling, CompiledPolicy.Rule rule);
    }

    private void gather(CompiledPolicy compiled, Bearing bearing) {
        var rules = compiled.ingress().size() + compiled.egress().size();
        var where = rules == 0 ? new BitSet() : zonesOf(compiled.policy().subject());
        for (var zone = where.nextSetBit(0); zone >= 0 && zone < zones; zone = where.nextSetBit(zone + 1)) {
            for (var direction : Direction.values()) {
                if (bound(zone, direction) && opens(compiled.policy(), direction)) {
                    for (var rule : compiled.rules(direction)) {
                        if (rule.action() == Action.Allow && leaves(zone, rule.rule())) {
                            bearing.on(index(zone, direction), rule);
                        }
                    }
                }
            }
        }
    }

    /** Whether a rule may mean pods of other zones. */
    private boolean leaves(int zone, Policy.Rule rule) {
        for (var peer : rule.peers()) {
            if (leaves(zone, peer)) {
                return true;
            }
        }
        return false;
    }

    private boolean leaves(int zone, Peer peer) {
        if (peer instanceof Peer.Pods(var selection) && selection.namespace() != null) {
            var number = snapshot.table().numbers().get(selection.namespace());
            return number != null && snapshot.table().zones()[number] != zone;
        }
        return true;
    }

    /** Where a policy has a say. */
    private BitSet zonesOf(PodSelection subject) {
        var table = snapshot.table();
        var zones = new BitSet();
        if (subject.namespace() == null) {
            for (var i = 0; i < table.namespaces().length; i++) {
                if (subject.namespaces().matches(table.namespaces()[i].labels())) {
                    zones.set(table.zones()[i]);
                }
            }
        } else {
            var number = table.numbers().get(subject.namespace());
            if (number != null && subject.namespaces().matches(table.namespaces()[number].labels())) {
                zones.set(table.zones()[number]);
            }
        }
        return zones;
    }

    private static boolean opens(Policy policy, Direction direction) {
        return switch (policy.tier()) {
            case NetworkPolicy -> policy.isolates(direction);
            case Admin -> true;
            // Where a NetworkPolicy isolates, it is not asked.
            case Baseline -> false;
        };
    }

    private int index(int zone, Direction direction) {
        return direction.ordinal() * zones + zone;
    }

    /** By zone, which may be the index after the last one: pods in no zone are bounded by nothing. */
    private @Nullable FutureCeiling ceiling(int zone, Direction direction) {
        return zone < zones ? ceilings[index(zone, direction)] : null;
    }

    /** Whether anything bounds what pods that may come to a zone can open, or accept. */
    boolean bound(int zone, Direction direction) {
        return ceiling(zone, direction) != null;
    }

    /**
     * What pods that may come to a zone can open to a class, or accept from it.
     *
     * @param zone not that of the class; above the last one for pods in no zone
     * @param direction of the pods that may come
     */
    PortSet of(int zone, Direction direction, int podClass) {
        var ceiling = ceiling(zone, direction);
        return ceiling == null ? PortSet.ALL : ceiling.of(snapshot, podClass);
    }

    /** The classes of which these say something else than those before; empty if that may be any. */
    Optional<RoaringBitmap> differences(FutureCeilings before) {
        var classes = new RoaringBitmap();
        for (var i = 0; i < ceilings.length; i++) {
            var now = ceilings[i];
            var then = before.ceilings[i];
            if (now != then) {
                if (now == null || then == null) {
                    return Optional.empty();
                }
                classes.or(now.differences(then, snapshot));
            }
        }
        return Optional.of(classes);
    }
}
