package vn.onshore.isolation.engine;

import vn.onshore.isolation.model.PortSet;

/**
 * What the Admin and Baseline tiers decide about one other end.
 *
 * @param allowed what the Admin tier allows
 * @param left what it leaves to NetworkPolicies
 * @param baseline what is open of the rest where no NetworkPolicy isolates
 */
record TierOutcome(PortSet allowed, PortSet left, PortSet baseline) {
    private static final TierOutcome NOTHING_SAID = new TierOutcome(PortSet.NONE, PortSet.ALL, PortSet.ALL);

    static TierOutcome of(TierRules rules, PolicyGroup.Counterpart other) {
        if (rules.isEmpty()) {
            return NOTHING_SAID;
        }
        var admin = PolicyGroup.inTurn(rules.admin(), other, PortSet.ALL);
        var baseline = PolicyGroup.inTurn(rules.baseline(), other, PortSet.ALL);
        return new TierOutcome(
                admin.allowed(), admin.undecided(), baseline.allowed().union(baseline.undecided()));
    }
}
