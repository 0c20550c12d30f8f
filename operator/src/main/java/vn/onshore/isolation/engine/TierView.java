package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;

/**
 * What the Admin and Baseline tiers decide in one direction. Subjects under the same rules are one, and so are peers that
 * the same rules mean: there are few of either, and each pair is decided once.
 */
final class TierView {
    private final Snapshot snapshot;
    private final Direction direction;
    private final boolean says;
    private final BitRow unisolated;
    private final List<Tier> tiers = new ArrayList<>();
    private final int[] tierOf;
    private final List<Kind> kinds = new ArrayList<>();
    private final int[] kindOf;
    private final @Nullable TierOutcome[][] outcomes;
    private final @Nullable List<Part>[] parts;

    /**
     * Subjects for whom the same comes out.
     *
     * @param unisolated those of them that no NetworkPolicy isolates
     */
    record Part(TierOutcome outcome, BitRow subjects, BitRow unisolated) {}

    /** The rules that some classes are under. */
    private record Tier(PolicyGroup group, List<NamedPort> declared, BitRow subjects) {}

    /** Classes that the same rules mean. */
    private record Kind(int representative, BitRow members) {}

    private record TierKey(TierRules rules, List<NamedPort> declared) {}

    private record KindKey(List<Integer> peers, List<NamedPort> declared) {}

    /**
     * @param everyone all classes that have pods
     * @param unisolated those that no NetworkPolicy isolates
     */
    @SuppressWarnings("unchecked")
    TierView(Snapshot snapshot, Direction direction, BitRow everyone, BitRow unisolated) {
        this.snapshot = snapshot;
        this.direction = direction;
        this.unisolated = unisolated;
        says = snapshot.policies().values().stream()
                .anyMatch(policy -> policy.policy().tier() != Policy.Tier.NetworkPolicy);
        tierOf = new int[snapshot.table().size()];
        kindOf = new int[snapshot.table().size()];
        if (says) {
            var peers = new TreeSet<Integer>();
            findKinds(peers, findTiers(peers));
        } else {
            tiers.add(new Tier(PolicyGroup.NONE, List.of(), everyone));
            kinds.add(new Kind(-1, everyone));
        }
        outcomes = new TierOutcome[tiers.size()][kinds.size()];
        parts = new List[kinds.size()];
    }

    /** Whether there are rules of these tiers at all. */
    boolean says() {
        return says;
    }

    private boolean findTiers(TreeSet<Integer> peers) {
        var named = false;
        var known = new HashMap<TierKey, Integer>();
        Map<PolicyGroup, Integer> ofGroup = new IdentityHashMap<>();
        for (var number : snapshot.table().live()) {
            var group = snapshot.group(direction, number);
            var found = ofGroup.get(group);
            if (found == null) {
                var byName = direction == Direction.Ingress && group.tiers().namesPorts();
                var declared = byName ? snapshot.table().of(number).ports() : List.<NamedPort>of();
                found = known.computeIfAbsent(new TierKey(group.tiers(), declared), key -> {
                    tiers.add(new Tier(
                            group, declared, new BitRow(snapshot.table().capacity())));
                    return tiers.size() - 1;
                });
                if (!byName) {
                    ofGroup.put(group, found);
                }
            }
            tierOf[number] = found;
            tiers.get(found).subjects().set(number);
        }
        for (var tier : tiers) {
            named |= tier.group().tiers().namesPorts();
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

    /** The number of the rules that a subject is under. */
    int tier(int subject) {
        return tierOf[subject];
    }

    /** The number of the classes that the same rules mean. */
    int kind(int peer) {
        return kindOf[peer];
    }

    int kinds() {
        return kinds.size();
    }

    BitRow members(int kind) {
        return kinds.get(kind).members();
    }

    synchronized TierOutcome outcome(int tier, int kind) {
        var known = outcomes[tier][kind];
        if (known == null) {
            known = decide(tiers.get(tier), kinds.get(kind).representative());
            outcomes[tier][kind] = known;
        }
        return known;
    }

    private TierOutcome decide(Tier tier, int peer) {
        var declared = direction == Direction.Ingress
                ? tier.declared()
                : says ? snapshot.table().of(peer).ports() : List.<NamedPort>of();
        return TierOutcome.of(tier.group().tiers(), new Counterparts.OfClass(snapshot, peer, declared));
    }

    /** All subjects, by what comes out for them with peers of a kind. */
    synchronized List<Part> parts(int kind) {
        var known = parts[kind];
        if (known == null) {
            known = divide(kind);
            parts[kind] = known;
        }
        return known;
    }

    private List<Part> divide(int kind) {
        var subjects = new LinkedHashMap<TierOutcome, BitRow>();
        for (var tier = 0; tier < tiers.size(); tier++) {
            subjects.computeIfAbsent(
                            outcome(tier, kind),
                            some -> new BitRow(snapshot.table().capacity()))
                    .or(tiers.get(tier).subjects());
        }
        var divided = new ArrayList<Part>(subjects.size());
        subjects.forEach((outcome, row) -> {
            var open = new BitRow(snapshot.table().capacity());
            open.orAnd(row, unisolated);
            divided.add(new Part(outcome, row, open));
        });
        return List.copyOf(divided);
    }
}
