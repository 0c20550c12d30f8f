package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vn.onshore.isolation.engine.Explanation.DecidingRule;
import vn.onshore.isolation.engine.Explanation.NearMiss;
import vn.onshore.isolation.engine.Explanation.Outcome;
import vn.onshore.isolation.engine.Explanation.Step;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;

/** Walks one connection through the tiers of one end after the other, and writes down who decided. */
final class Explainer {
    private final Protocol protocol;
    private final int port;
    private final List<Step> steps = new ArrayList<>();
    private Optional<NearMiss> nearest = Optional.empty();

    Explainer(Protocol protocol, int port) {
        this.protocol = protocol;
        this.port = port;
    }

    Explanation explanation(boolean allowed) {
        return new Explanation(allowed, steps, nearest);
    }

    /** Whether this end allows it. */
    boolean allows(Direction direction, PolicyGroup group, PolicyGroup.Counterpart other) {
        var allowed = decide(direction, group, other);
        if (!allowed) {
            nearest = nearest(direction, group, other);
        }
        return allowed;
    }

    private boolean decide(Direction direction, PolicyGroup group, PolicyGroup.Counterpart other) {
        if (!group.admin().isEmpty()) {
            var outcome = tier(direction, Tier.Admin, group.admin(), other);
            if (outcome != Outcome.PassedOn) {
                return outcome == Outcome.Allowed;
            }
        }
        if (group.isolated()) {
            var allowing = group.allowances().stream()
                    .filter(rule -> applies(rule, other))
                    .min(Comparator.comparing(CompiledPolicy.Rule::policy)
                            .thenComparing(rule -> rule.rule().index()));
            steps.add(new Step(
                    direction,
                    Tier.NetworkPolicy,
                    allowing.isPresent() ? Outcome.Allowed : Outcome.NothingAllows,
                    allowing.map(Explainer::deciding)));
            return allowing.isPresent();
        }
        steps.add(new Step(direction, Tier.NetworkPolicy, Outcome.NotIsolated, Optional.empty()));
        return group.baseline().isEmpty() || tier(direction, Tier.Baseline, group.baseline(), other) != Outcome.Denied;
    }

    private Outcome tier(
            Direction direction, Tier tier, List<CompiledPolicy.Rule> rules, PolicyGroup.Counterpart other) {
        var first = rules.stream().filter(rule -> applies(rule, other)).findFirst();
        var outcome = first.map(rule -> switch (rule.action()) {
                    case Allow -> Outcome.Allowed;
                    case Deny -> Outcome.Denied;
                    case Pass -> Outcome.PassedOn;
                })
                .orElse(Outcome.PassedOn);
        steps.add(new Step(direction, tier, outcome, first.map(Explainer::deciding)));
        return outcome;
    }

    private static DecidingRule deciding(CompiledPolicy.Rule rule) {
        return new DecidingRule(rule.policy(), rule.rule().index());
    }

    private boolean applies(CompiledPolicy.Rule rule, PolicyGroup.Counterpart other) {
        return other.matches(rule) && other.ports(rule).contains(protocol, port);
    }

    private Optional<NearMiss> nearest(Direction direction, PolicyGroup group, PolicyGroup.Counterpart other) {
        return group.rules().stream()
                .filter(rule -> rule.action() == Action.Allow)
                .min(Comparator.comparingInt((CompiledPolicy.Rule rule) -> distance(rule, other))
                        .thenComparing(CompiledPolicy.Rule::policy)
                        .thenComparing(rule -> rule.rule().index()))
                .map(rule -> new NearMiss(rule.policy(), direction, rule.rule().index(), why(rule, other)));
    }

    /** 0 for a rule that came too late, then by what of it does not fit. */
    private int distance(CompiledPolicy.Rule rule, PolicyGroup.Counterpart other) {
        var ports = other.ports(rule);
        if (other.matches(rule)) {
            return ports.contains(protocol, port) ? 0 : opensProtocol(ports) ? 1 : 2;
        }
        return ports.contains(protocol, port) ? 3 : 4;
    }

    private boolean opensProtocol(PortSet ports) {
        return ports.intersects(PortSet.of(protocol));
    }

    private String why(CompiledPolicy.Rule rule, PolicyGroup.Counterpart other) {
        var ports = other.ports(rule);
        return switch (distance(rule, other)) {
            case 0 -> "Another rule decided before this one was asked.";
            case 1 -> "The peer fits, the port does not: the rule opens " + opens(ports) + ".";
            case 2 ->
                ports.isEmpty()
                        ? "The peer fits, but the destination declares no port of the name that the rule opens."
                        : "The peer fits, the protocol does not: the rule opens " + opens(ports) + ".";
            case 3 -> "The port fits, the peer does not.";
            default -> "Neither the peer nor the port fits: the rule opens " + opens(ports) + ".";
        };
    }

    private static String opens(PortSet ports) {
        return ports.isEmpty() ? "no port here" : ports.isAll() ? "every port" : ports.toString();
    }
}
