package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Policy.Direction;

/** Gives each class of pods the group of the policies that select it. */
final class Grouping {
    private final CompiledPolicy[] policies;
    private final boolean selectionSkipsBaseline;

    /** For each class, the indexes of its policies: from {@code starts[class]} to {@code starts[class + 1]}. */
    private final int[] selecting;

    private final int[] starts;

    private final int[] setOf;
    private final List<Selecting> sets;

    Grouping(
            ClassTable table,
            Collection<CompiledPolicy> policies,
            RoaringBitmap[] peerClasses,
            boolean selectionSkipsBaseline) {
        this.policies = policies.toArray(CompiledPolicy[]::new);
        this.selectionSkipsBaseline = selectionSkipsBaseline;
        starts = new int[table.size() + 2];
        for (var policy : this.policies) {
            peerClasses[policy.subject()].forEach((int number) -> starts[number + 2]++);
        }
        for (var i = 2; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        selecting = new int[starts[starts.length - 1]];
        for (var i = 0; i < this.policies.length; i++) {
            var index = i;
            peerClasses[this.policies[i].subject()].forEach((int number) -> selecting[starts[number + 1]++] = index);
        }
        setOf = new int[table.size()];
        sets = distinguish();
    }

    /** Numbers the sets of policies that select the same classes. */
    private List<Selecting> distinguish() {
        var distinct = new ArrayList<Selecting>();
        var known = new HashMap<Selecting, Integer>();
        for (var i = 0; i < setOf.length; i++) {
            var by = new Selecting(Arrays.copyOfRange(selecting, starts[i], starts[i + 1]));
            var number = known.putIfAbsent(by, distinct.size());
            if (number == null) {
                number = distinct.size();
                distinct.add(by);
            }
            setOf[i] = number;
        }
        return distinct;
    }

    /** By the number of the class; classes that the same policies select have the same group. */
    PolicyGroup[] groups(Direction direction) {
        var made = new PolicyGroup[sets.size()];
        var tiers = new HashMap<TierRules, TierRules>();
        Arrays.setAll(made, i -> group(direction, sets.get(i), tiers));
        var groups = new PolicyGroup[setOf.length];
        Arrays.setAll(groups, i -> made[setOf[i]]);
        return groups;
    }

    private PolicyGroup group(Direction direction, Selecting by, Map<TierRules, TierRules> tiers) {
        var list = new CompiledPolicy[by.policies.length];
        Arrays.setAll(list, i -> policies[by.policies[i]]);
        return new PolicyGroup(
                direction, List.of(list), selectionSkipsBaseline, rules -> tiers.computeIfAbsent(rules, same -> same));
    }

    private record Selecting(int[] policies) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Selecting that && Arrays.equals(policies, that.policies);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(policies);
        }

        @Override
        public String toString() {
            return Arrays.toString(policies);
        }
    }
}
