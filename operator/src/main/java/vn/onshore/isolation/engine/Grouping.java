package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Policy.Direction;

/** Gives each class of pods the group of the policies that select it. */
final class Grouping {
    private final ClassTable table;
    private final CompiledPolicy[] policies;
    private final boolean selectionSkipsBaseline;

    /** For each class, the indexes of its policies: from {@code starts[class]} to {@code starts[class + 1]}. */
    private final int[] selecting;

    private final int[] starts;

    Grouping(
            ClassTable table,
            Collection<CompiledPolicy> policies,
            RoaringBitmap[] peerClasses,
            boolean selectionSkipsBaseline) {
        this.table = table;
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
    }

    /** By the number of the class; classes that the same policies select have the same group. */
    PolicyGroup[] groups(Direction direction) {
        var groups = new PolicyGroup[table.size()];
        var known = new HashMap<Selecting, PolicyGroup>();
        for (var i = 0; i < groups.length; i++) {
            groups[i] = known.computeIfAbsent(
                    new Selecting(Arrays.copyOfRange(selecting, starts[i], starts[i + 1])),
                    some -> group(direction, some));
        }
        return groups;
    }

    private PolicyGroup group(Direction direction, Selecting by) {
        var list = new ArrayList<CompiledPolicy>(by.policies.length);
        for (var index : by.policies) {
            list.add(policies[index]);
        }
        return new PolicyGroup(direction, List.copyOf(list), selectionSkipsBaseline);
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
