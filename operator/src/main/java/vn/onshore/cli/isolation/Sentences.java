package vn.onshore.cli.isolation;

import vn.onshore.isolation.engine.Endpoint;
import vn.onshore.isolation.engine.Explanation;
import vn.onshore.isolation.model.Policy.Direction;

/** An explanation in words. */
final class Sentences {
    private Sentences() {}

    /** Whose policies are asked. */
    static String end(Direction direction, Endpoint from, Endpoint to) {
        return direction == Direction.Egress ? "egress of " + name(from) : "ingress of " + name(to);
    }

    private static String name(Endpoint end) {
        return switch (end) {
            case Endpoint.InCluster(var namespace, var pod) -> namespace + "/" + pod;
            case Endpoint.Outside(var address) -> address.toString();
        };
    }

    static String step(Explanation.Step step) {
        var rule = step.decidedBy()
                .map(decided -> decided.policy() + ", rule " + decided.index())
                .orElse("");
        var outcome = switch (step.outcome()) {
            case Allowed -> rule.isEmpty() ? "allowed" : "allowed by " + rule;
            case Denied -> "denied by " + rule;
            case PassedOn -> rule.isEmpty() ? "no rule is about this" : "passed on by " + rule;
            case NothingAllows -> "denied: a policy selects the pod, and none of its rules allows this";
            case NotIsolated -> "no policy selects the pod for this direction";
        };
        return step.tier() + ": " + outcome;
    }

    static String near(Explanation.NearMiss near) {
        return near.policy() + ", " + (near.direction() == Direction.Egress ? "egress" : "ingress") + " rule "
                + near.index() + ": " + near.why();
    }
}
