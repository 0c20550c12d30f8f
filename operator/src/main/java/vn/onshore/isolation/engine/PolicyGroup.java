package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;

/**
 * Everything that policies say about some class of pods in one direction. Classes that the same policies select share one.
 */
final class PolicyGroup {
    /** The order of policies within a tier. */
    static final Comparator<CompiledPolicy> ORDER = Comparator.comparingInt(
                    (CompiledPolicy policy) -> policy.policy().priority())
            .thenComparing(policy -> policy.policy().id());

    /** No policy at all. */
    static final PolicyGroup NONE = new PolicyGroup(Direction.Ingress, List.of(), false);

    private final List<CompiledPolicy> policies;
    private final TierRules tiers;
    private final List<CompiledPolicy.Rule> allowances;
    private final boolean isolated;
    private final boolean namesPorts;

    /** The other end of a connection, as rules see it. */
    interface Counterpart {
        boolean matches(CompiledPolicy.Rule rule);

        /** The rule's ports on whoever is the destination. */
        PortSet ports(CompiledPolicy.Rule rule);
    }

    /**
     * @param policies that select the pods, whatever they are about; in any order
     * @param selectionSkipsBaseline see {@link vn.onshore.isolation.model.DatapathProfile}
     */
    PolicyGroup(Direction direction, List<CompiledPolicy> policies, boolean selectionSkipsBaseline) {
        this(direction, policies, selectionSkipsBaseline, rules -> rules);
    }

    /** @param shared gives the rules that other groups already have for the same ones */
    PolicyGroup(
            Direction direction,
            List<CompiledPolicy> policies,
            boolean selectionSkipsBaseline,
            UnaryOperator<TierRules> shared) {
        this.policies = policies;
        var adminRules = new ArrayList<CompiledPolicy>(0);
        var baselineRules = new ArrayList<CompiledPolicy>(0);
        var allowing = new ArrayList<CompiledPolicy.Rule>();
        var selected = false;
        var isolating = false;
        for (var policy : policies) {
            switch (policy.policy().tier()) {
                case Admin -> adminRules.add(policy);
                case Baseline -> baselineRules.add(policy);
                case NetworkPolicy -> {
                    selected = true;
                    if (policy.policy().isolates(direction)) {
                        isolating = true;
                        allowing.addAll(policy.rules(direction));
                    }
                }
            }
        }
        isolated = isolating;
        allowances = List.copyOf(allowing);
        tiers = shared.apply(TierRules.of(
                inOrder(adminRules, direction),
                isolating || selected && selectionSkipsBaseline ? List.of() : inOrder(baselineRules, direction)));
        namesPorts = TierRules.namePorts(allowances) || tiers.namesPorts();
    }

    private static List<CompiledPolicy.Rule> inOrder(List<CompiledPolicy> policies, Direction direction) {
        if (policies.isEmpty()) {
            return List.of();
        }
        policies.sort(ORDER);
        return policies.stream()
                .flatMap(policy -> policy.rules(direction).stream())
                .toList();
    }

    /** All policies that select the pods. */
    List<CompiledPolicy> policies() {
        return policies;
    }

    /** Baseline rules are not among them where a NetworkPolicy isolates. */
    TierRules tiers() {
        return tiers;
    }

    /** Rules of the Admin tier, the first that matches decides. */
    List<CompiledPolicy.Rule> admin() {
        return tiers.admin();
    }

    /** What NetworkPolicies allow, in no order. */
    List<CompiledPolicy.Rule> allowances() {
        return allowances;
    }

    /** Rules of the Baseline tier that are looked at; none where a NetworkPolicy isolates. */
    List<CompiledPolicy.Rule> baseline() {
        return tiers.baseline();
    }

    boolean isolated() {
        return isolated;
    }

    boolean tiered() {
        return !tiers.isEmpty();
    }

    /** Whether what a rule opens depends on the names that the destination gives its ports. */
    boolean namesPorts() {
        return namesPorts;
    }

    /** Whether NetworkPolicies allow anything with addresses outside. */
    boolean speaksOfAddresses() {
        for (var rule : allowances) {
            if (!rule.outside().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The ports that are open to, or from, the other end, as far as this end decides. */
    PortSet open(Counterpart other) {
        return open(other, TierOutcome.of(tiers, other));
    }

    /** @param outcome what the tiers around NetworkPolicies say of the other end */
    PortSet open(Counterpart other, TierOutcome outcome) {
        var left = outcome.left();
        if (!left.isEmpty()) {
            left = left.intersect(isolated ? allowed(other) : outcome.baseline());
        }
        return outcome.allowed().union(left);
    }

    private PortSet allowed(Counterpart other) {
        var open = PortSet.NONE;
        for (var rule : allowances) {
            if (other.matches(rule)) {
                open = open.union(other.ports(rule));
            }
        }
        return open;
    }

    /** @param undecided what the tier leaves to the next one */
    record Decided(PortSet allowed, PortSet undecided) {}

    /** Gives each port to the first rule that is about it. */
    static Decided inTurn(List<CompiledPolicy.Rule> rules, Counterpart other, PortSet space) {
        var left = space;
        var allowed = PortSet.NONE;
        var passed = PortSet.NONE;
        for (var rule : rules) {
            if (left.isEmpty()) {
                break;
            }
            if (other.matches(rule)) {
                var ports = other.ports(rule).intersect(left);
                left = left.minus(ports);
                switch (rule.action()) {
                    case Allow -> allowed = allowed.union(ports);
                    case Pass -> passed = passed.union(ports);
                    case Deny -> {}
                }
            }
        }
        return new Decided(allowed, left.union(passed));
    }

    /** Who decides about the other end in this direction, in the order in which they are asked. */
    List<CompiledPolicy.Rule> rules() {
        var all = new ArrayList<>(admin());
        all.addAll(allowances);
        all.addAll(baseline());
        return all;
    }

    @Override
    public String toString() {
        return rules().stream()
                .map(CompiledPolicy.Rule::policy)
                .map(Policy.Id::toString)
                .toList()
                .toString();
    }
}
