package vn.onshore.isolation.engine;

import java.util.List;

/**
 * The rules of the Admin and Baseline tiers that some pods are under, in the order in which they are asked. Equal if they
 * are the very same rules.
 */
final class TierRules {
    static final TierRules NONE = new TierRules(List.of(), List.of());

    private final List<CompiledPolicy.Rule> admin;
    private final List<CompiledPolicy.Rule> baseline;
    private final int hash;

    private TierRules(List<CompiledPolicy.Rule> admin, List<CompiledPolicy.Rule> baseline) {
        this.admin = admin;
        this.baseline = baseline;
        hash = 31 * hash(admin) + hash(baseline);
    }

    static TierRules of(List<CompiledPolicy.Rule> admin, List<CompiledPolicy.Rule> baseline) {
        return admin.isEmpty() && baseline.isEmpty() ? NONE : new TierRules(admin, baseline);
    }

    List<CompiledPolicy.Rule> admin() {
        return admin;
    }

    List<CompiledPolicy.Rule> baseline() {
        return baseline;
    }

    boolean isEmpty() {
        return admin.isEmpty() && baseline.isEmpty();
    }

    /** Whether what a rule is about depends on the names that the destination gives its ports. */
    boolean namesPorts() {
        return namePorts(admin) || namePorts(baseline);
    }

    static boolean namePorts(List<CompiledPolicy.Rule> rules) {
        for (var rule : rules) {
            if (!rule.ports().named().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static int hash(List<CompiledPolicy.Rule> rules) {
        var hash = 1;
        for (var rule : rules) {
            hash = 31 * hash + System.identityHashCode(rule);
        }
        return hash;
    }

    private static boolean same(List<CompiledPolicy.Rule> one, List<CompiledPolicy.Rule> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (var i = 0; i < one.size(); i++) {
            if (one.get(i) != other.get(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof TierRules that
                        && hash == that.hash
                        && same(admin, that.admin)
                        && same(baseline, that.baseline);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
