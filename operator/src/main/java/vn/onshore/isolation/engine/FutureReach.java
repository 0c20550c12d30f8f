package vn.onshore.isolation.engine;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.PortSet;

/** In which zones pods may come that connect with classes beyond the plan. To be used by one thread. */
final class FutureReach {
    private static final int UNKNOWN = -1;
    private static final Others NOBODY = new Others(Direction.Ingress, new BitSet(), Map.of());

    private final Snapshot snapshot;
    private final PlanRoles roles;
    private final FutureZones zones;
    private final FutureCeilings ceilings;
    private final Map<Question, TierOutcome> outcomes = new HashMap<>();

    /** @param peer the number of the peer set whose selection is all that is known of the pod; -1 if nothing is */
    private record Question(TierRules tiers, int peer, List<NamedPort> declared) {}

    /**
     * What classes of the same role and under the same policies have to do with pods that may come.
     *
     * @param surely zones with whose future pods all of them connect
     * @param perhaps by zone, the ports on which a class may connect if the policies of that zone leave it a way
     */
    record Others(Direction direction, BitSet surely, Map<Integer, PortSet> perhaps) {}

    FutureReach(Snapshot snapshot, PlanRoles roles, FutureZones zones, FutureCeilings ceilings) {
        this.snapshot = snapshot;
        this.roles = roles;
        this.zones = zones;
        this.ceilings = ceilings;
    }

    /** What it says of a class holds for all of its role that are under its policies and name their ports as it does. */
    Others of(int podClass, Direction direction) {
        return new Finding(podClass, direction).find();
    }

    /** The zones with whose future pods a class connects, of which that is said. */
    BitSet zones(Others others, int podClass) {
        if (others.perhaps().isEmpty()) {
            return others.surely();
        }
        var all = (BitSet) others.surely().clone();
        others.perhaps().forEach((zone, ports) -> {
            if (ceilings.of(zone, others.direction().opposite(), podClass).intersects(ports)) {
                all.set(zone);
            }
        });
        return all;
    }

    /** About one class in one direction. */
    private final class Finding {
        private final Direction direction;
        private final PlanRoles.Role role;
        private final PolicyGroup group;
        private final Optional<List<NamedPort>> declared;
        private final BitSet surely = new BitSet();
        private Map<Integer, PortSet> perhaps = Map.of();
        private PortSet entire = PortSet.NONE;

        Finding(int podClass, Direction direction) {
            this.direction = direction;
            role = roles.of(podClass);
            group = snapshot.group(direction, podClass);
            declared = direction == Direction.Ingress
                    ? Optional.of(snapshot.table().of(podClass).ports())
                    : Optional.empty();
        }

        Others find() {
            entire = open(UNKNOWN, Optional.empty());
            note(zones.anywhere(), Optional.empty(), entire);
            find(group.admin());
            find(group.allowances());
            find(group.baseline());
            return surely.isEmpty() && perhaps.isEmpty() ? NOBODY : new Others(direction, surely, perhaps);
        }

        private void find(List<CompiledPolicy.Rule> rules) {
            for (var rule : rules) {
                if (rule.action() != Action.Deny) {
                    for (var i = 0; i < rule.peers().length; i++) {
                        if (rule.rule().peers().get(i) instanceof Peer.Pods(var selection)) {
                            find(rule.peers()[i], selection);
                        }
                    }
                }
            }
        }

        private void find(int peer, PodSelection selection) {
            var where = zones.of(selection);
            for (var zone = where.nextSetBit(0); zone >= 0; zone = where.nextSetBit(zone + 1)) {
                if (isOpenQuestion(zone)) {
                    var ports = open(peer, Optional.of(selection));
                    if (!entire.containsAll(ports)) {
                        note(where, Optional.of(selection), ports);
                    }
                    return;
                }
            }
        }

        private boolean isOpenQuestion(int zone) {
            return zone != role.zone() && !surely.get(zone);
        }

        private PortSet open(int peer, Optional<PodSelection> selection) {
            var future = new FuturePod(snapshot, selection, declared);
            if (group.tiers().isEmpty()) {
                return group.open(future);
            }
            var names = group.tiers().namesPorts() ? declared.orElse(List.of()) : List.<NamedPort>of();
            return group.open(
                    future,
                    outcomes.computeIfAbsent(
                            new Question(group.tiers(), peer, names), some -> TierOutcome.of(group.tiers(), future)));
        }

        private void note(BitSet where, Optional<PodSelection> selection, PortSet ports) {
            if (ports.isEmpty()) {
                return;
            }
            for (var zone = where.nextSetBit(0); zone >= 0; zone = where.nextSetBit(zone + 1)) {
                if (isOpenQuestion(zone)) {
                    var beyond = ports.minus(roles.plannedWithFuture(role, direction, zone, selection));
                    if (!beyond.isEmpty()) {
                        note(zone, beyond);
                    }
                }
            }
        }

        private void note(int zone, PortSet beyond) {
            if (ceilings.bound(zone, direction.opposite())) {
                if (perhaps.isEmpty()) {
                    perhaps = new TreeMap<>();
                }
                perhaps.merge(zone, beyond, PortSet::union);
            } else {
                surely.set(zone);
            }
        }
    }
}
