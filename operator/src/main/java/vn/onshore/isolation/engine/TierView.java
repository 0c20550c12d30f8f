package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;

/**
 * What the Admin and Baseline tiers decide in one direction. Subjects under the same rules are one, and so are peers that
 * the same rules mean: there are few of either, and each pair is decided once.
 */
final class TierView {
    private static final Outcome NOTHING_SAID = new Outcome(PortSet.NONE, PortSet.ALL, PortSet.ALL);

    private final Snapshot snapshot;
    private final Direction direction;
    private final boolean says;
    private final List<Tier> tiers = new ArrayList<>();
    private final int[] tierOf;
    private final List<Kind> kinds = new ArrayList<>();
    private final int[] kindOf;
    private final @Nullable Outcome[][] outcomes;

    /**
     * @param allowed what the Admin tier allows
     * @param left what it leaves to NetworkPolicies
     * @param baseline what is open of the rest where no NetworkPolicy isolates
     */
    record Outcome(PortSet allowed, PortSet left, PortSet baseline) {}

    /** The rules that some classes are under. */
    private record Tier(PolicyGroup group, List<NamedPort> declared, BitRow subjects) {}

    /** Classes that the same rules mean. */
    private record Kind(int representative, BitRow members) {}

    private record TierKey(
            List<CompiledPolicy.Rule> admin, List<CompiledPolicy.Rule> baseline, List<NamedPort> declared) {}

    private record KindKey(List<Integer> peers, List<NamedPort> declared) {}

    TierView(Snapshot snapshot, Direction direction) {
        this.snapshot = snapshot;
        this.direction = direction;
        says = snapshot.policies().values().stream()
                .anyMatch(policy -> policy.policy().tier() != Policy.Tier.NetworkPolicy);
        if (!says) {
            tierOf = new int[0];
            kindOf = new int[0];
            outcomes = new Outcome[0][];
            return;
        }
        tierOf = new int[snapshot.table().size()];
        kindOf = new int[snapshot.table().size()];
        var peers = new TreeSet<Integer>();
        var named = findTiers(peers);
        findKinds(peers, named);
        outcomes = new Outcome[tiers.size()][kinds.size()];
    }

    /** Whether there are rules of these tiers at all. */
    boolean says() {
        return says;
    }

    private boolean findTiers(TreeSet<Integer> peers) {
        var named = false;
        var known = new HashMap<TierKey, Integer>();
        for (var number : snapshot.table().live()) {
            var group = snapshot.group(direction, number);
            var byName = direction == Direction.Ingress && names(group);
            var declared = byName ? snapshot.table().of(number).ports() : List.<NamedPort>of();
            var tier = known.computeIfAbsent(new TierKey(group.admin(), group.baseline(), declared), key -> {
                tiers.add(new Tier(group, declared, new BitRow(snapshot.table().capacity())));
                return tiers.size() - 1;
            });
            tierOf[number] = tier;
            tiers.get(tier).subjects().set(number);
        }
        for (var tier : tiers) {
            named |= names(tier.group());
            for (var rules : List.of(tier.group().admin(), tier.group().baseline())) {
                for (var rule : rules) {
                    for (var peer : rule.peers()) {
                        peers.add(peer);
                    }
                }
            }
        }
        return named;
    }

    private static boolean names(PolicyGroup group) {
        return group.admin().stream().anyMatch(rule -> !rule.ports().named().isEmpty())
                || group.baseline().stream()
                        .anyMatch(rule -> !rule.ports().named().isEmpty());
    }

    private void findKinds(TreeSet<Integer> peers, boolean named) {
        var meant = new HashMap<Integer, List<Integer>>();
        for (var peer : peers) {
            snapshot.peerClasses()[peer].forEach((int number) ->
                    meant.computeIfAbsent(number, some -> new ArrayList<>()).add(peer));
        }
        Map<KindKey, Integer> known = new HashMap<>();
        for (var number : snapshot.table().live()) {
            var declared = named && direction == Direction.Egress
                    ? snapshot.table().of(number).ports()
                    : List.<NamedPort>of();
            var kind = known.computeIfAbsent(new KindKey(meant.getOrDefault(number, List.of()), declared), key -> {
                kinds.add(new Kind(number, new BitRow(snapshot.table().capacity())));
                return kinds.size() - 1;
            });
            kindOf[number] = kind;
            kinds.get(kind).members().set(number);
        }
    }

    int tier(int subject) {
        return tierOf[subject];
    }

    int tiers() {
        return tiers.size();
    }

    BitRow subjects(int tier) {
        return tiers.get(tier).subjects();
    }

    int kind(int peer) {
        return kindOf[peer];
    }

    int kinds() {
        return kinds.size();
    }

    BitRow members(int kind) {
        return kinds.get(kind).members();
    }

    Outcome outcome(int tier, int kind) {
        var known = outcomes[tier][kind];
        if (known == null) {
            known = decide(tiers.get(tier), kinds.get(kind).representative());
            outcomes[tier][kind] = known;
        }
        return known;
    }

    private Outcome decide(Tier tier, int peer) {
        var group = tier.group();
        if (!group.tiered()) {
            return NOTHING_SAID;
        }
        var declared = direction == Direction.Egress ? snapshot.table().of(peer).ports() : tier.declared();
        var other = new Counterparts.OfClass(snapshot, peer, declared);
        var admin = PolicyGroup.inTurn(group.admin(), other, PortSet.ALL);
        var baseline = PolicyGroup.inTurn(group.baseline(), other, PortSet.ALL);
        return new Outcome(
                admin.allowed(), admin.undecided(), baseline.allowed().union(baseline.undecided()));
    }
}
