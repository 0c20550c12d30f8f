package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy.Direction;

/**
 * What the Admin and Baseline tiers decide in one direction. Subjects under the same rules are one, and so are peers that
 * the same rules mean: there are few of either, and each pair is decided once.
 */
final class TierView {
    private final Snapshot snapshot;
    private final Direction direction;
    private final BitRow unisolated;

    /** The policies of these tiers, and the peer sets of their rules. */
    private final List<CompiledPolicy> policies;

    private final int[] peers;
    private final boolean named;

    private final List<Tier> tiers = new ArrayList<>();
    private final Map<TierKey, Integer> tierNumbers = new HashMap<>();
    private PagedInts tierOf;
    private final List<Kind> kinds = new ArrayList<>();
    private final Map<KindKey, Integer> kindNumbers = new HashMap<>();
    private PagedInts kindOf;
    private final @Nullable TierOutcome[][] outcomes;
    private final @Nullable List<Part>[] parts;

    /**
     * Subjects for whom the same comes out.
     *
     * @param unisolated those of them that no NetworkPolicy isolates
     */
    record Part(TierOutcome outcome, BitRow subjects, BitRow unisolated) {}

    /** The rules that some classes are under. */
    private record Tier(TierRules rules, List<NamedPort> declared, BitRow subjects) {
        Tier copy() {
            return new Tier(rules, declared, subjects.copy());
        }
    }

    /** Classes that the same rules mean. */
    private record Kind(int representative, BitRow members) {
        Kind copy() {
            return new Kind(representative, members.copy());
        }
    }

    private record TierKey(TierRules rules, List<NamedPort> declared) {}

    private record KindKey(List<Integer> peers, List<NamedPort> declared) {}

    /**
     * @param everyone all classes that have pods
     * @param unisolated those that no NetworkPolicy isolates
     */
    TierView(Snapshot snapshot, Direction direction, BitRow everyone, BitRow unisolated) {
        this.snapshot = snapshot;
        this.direction = direction;
        this.unisolated = unisolated;
        policies = snapshot.policies().tiered();
        peers = policies.stream()
                .flatMap(policy -> policy.rules(direction).stream())
                .flatMapToInt(rule -> Arrays.stream(rule.peers()))
                .distinct()
                .sorted()
                .toArray();
        named = policies.stream().anyMatch(policy -> TierRules.namePorts(policy.rules(direction)));
        var ofTier = new int[snapshot.table().size()];
        var ofKind = new int[snapshot.table().size()];
        if (says()) {
            place(snapshot.table().live(), (number, tier, kind) -> {
                ofTier[number] = tier;
                ofKind[number] = kind;
                tiers.get(tier).subjects().set(number);
                kinds.get(kind).members().set(number);
            });
        } else {
            tiers.add(new Tier(TierRules.NONE, List.of(), everyone));
            kinds.add(new Kind(-1, everyone));
        }
        tierOf = PagedInts.of(ofTier);
        kindOf = PagedInts.of(ofKind);
        outcomes = new TierOutcome[tiers.size()][kinds.size()];
        parts = unknown(kinds.size());
    }

    /** Under the same policies of these tiers, with other classes. */
    private TierView(TierView before, Snapshot snapshot, RoaringBitmap changed, BitRow unisolated) {
        this.snapshot = snapshot;
        this.unisolated = unisolated;
        direction = before.direction;
        policies = before.policies;
        peers = before.peers;
        named = before.named;
        tierOf = before.tierOf;
        kindOf = before.kindOf;
        tierNumbers.putAll(before.tierNumbers);
        kindNumbers.putAll(before.kindNumbers);
        tiers.addAll(before.tiers);
        kinds.addAll(before.kinds);
        for (var number : changed) {
            if (number < before.snapshot.table().size() && !tiers.isEmpty()) {
                own(tiers, before.tiers, tierOf.get(number), Tier::copy)
                        .subjects()
                        .unset(number);
                own(kinds, before.kinds, kindOf.get(number), Kind::copy)
                        .members()
                        .unset(number);
            }
        }
        place(RoaringBitmap.and(changed, snapshot.table().live()), (number, tier, kind) -> {
            tierOf = tierOf.with(number, tier);
            kindOf = kindOf.with(number, kind);
            own(tiers, before.tiers, tier, Tier::copy).subjects().set(number);
            own(kinds, before.kinds, kind, Kind::copy).members().set(number);
        });
        outcomes = new TierOutcome[tiers.size()][kinds.size()];
        for (var tier = 0; tier < before.outcomes.length; tier++) {
            System.arraycopy(before.outcomes[tier], 0, outcomes[tier], 0, before.kinds.size());
        }
        parts = unknown(kinds.size());
    }

    /** One of a list that is nobody else's, so that it may change. */
    private static <T> T own(List<T> some, List<T> shared, int index, UnaryOperator<T> copy) {
        if (index < shared.size() && some.get(index) == shared.get(index)) {
            some.set(index, copy.apply(some.get(index)));
        }
        return some.get(index);
    }

    /** @param changed classes that appeared, disappeared, or are under other policies */
    TierView after(Snapshot next, RoaringBitmap changed, BitRow everyone, BitRow nextUnisolated) {
        var same = next.policies() == snapshot.policies()
                || policies.equals(next.policies().tiered());
        return says() && same
                ? new TierView(this, next, changed, nextUnisolated)
                : new TierView(next, direction, everyone, nextUnisolated);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable List<Part>[] unknown(int kinds) {
        return new List[kinds];
    }

    /** Whether there are rules of these tiers at all. */
    boolean says() {
        return !policies.isEmpty();
    }

    private interface Placing {
        void put(int number, int tier, int kind);
    }

    private void place(RoaringBitmap classes, Placing placing) {
        var meant = new HashMap<Integer, List<Integer>>();
        for (var peer : peers) {
            RoaringBitmap.and(snapshot.peerClasses()[peer], classes)
                    .forEach((int number) -> meant.computeIfAbsent(number, some -> new ArrayList<>())
                            .add(peer));
        }
        for (var number : classes) {
            var rules = snapshot.group(direction, number).tiers();
            var tier = tier(rules, direction == Direction.Ingress && rules.namesPorts() ? ports(number) : List.of());
            var kind = kind(
                    number,
                    new KindKey(
                            meant.getOrDefault(number, List.of()),
                            direction == Direction.Egress && named ? ports(number) : List.of()));
            placing.put(number, tier, kind);
        }
    }

    private List<NamedPort> ports(int podClass) {
        return snapshot.table().of(podClass).ports();
    }

    private int tier(TierRules rules, List<NamedPort> declared) {
        return tierNumbers.computeIfAbsent(new TierKey(rules, declared), key -> {
            tiers.add(new Tier(rules, declared, new BitRow(snapshot.table().capacity())));
            return tiers.size() - 1;
        });
    }

    private int kind(int representative, KindKey of) {
        return kindNumbers.computeIfAbsent(of, key -> {
            kinds.add(new Kind(representative, new BitRow(snapshot.table().capacity())));
            return kinds.size() - 1;
        });
    }

    /** The number of the rules that a subject is under. */
    int tier(int subject) {
        return tierOf.get(subject);
    }

    /** The number of the classes that the same rules mean. */
    int kind(int peer) {
        return kindOf.get(peer);
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
        var declared = direction == Direction.Ingress ? tier.declared() : says() ? ports(peer) : List.<NamedPort>of();
        return TierOutcome.of(tier.rules(), new Counterparts.OfClass(snapshot, peer, declared));
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
        var capacity = snapshot.table().capacity();
        var subjects = new LinkedHashMap<TierOutcome, BitRow>();
        for (var tier = 0; tier < tiers.size(); tier++) {
            subjects.computeIfAbsent(outcome(tier, kind), some -> new BitRow(capacity))
                    .or(tiers.get(tier).subjects());
        }
        var divided = new ArrayList<Part>(subjects.size());
        subjects.forEach((outcome, row) -> {
            var open = new BitRow(capacity);
            open.orAnd(row, unisolated);
            divided.add(new Part(outcome, row, open));
        });
        return List.copyOf(divided);
    }
}
