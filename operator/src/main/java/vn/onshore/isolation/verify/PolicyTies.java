package vn.onshore.isolation.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Rule;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Operator;
import vn.onshore.isolation.model.Selector.Requirement;
import vn.onshore.isolation.verify.Circumstance.Doubt;

/**
 * Policies of one tier that say different things about the same connection, and no order between them: the same priority,
 * which the API leaves undefined, or two generations of the API at once.
 */
public final class PolicyTies {
    private PolicyTies() {}

    /** Pairs of such policies, wherever their pods are, as {@code AdminNetworkPolicy a and AdminNetworkPolicy b}; sorted. */
    public static List<String> among(List<Policy> policies) {
        return Stream.of(Tier.Admin, Tier.Baseline)
                .flatMap(tier -> ties(policies.stream()
                                .filter(policy -> policy.tier() == tier)
                                .toList())
                        .stream())
                .toList();
    }

    static void judge(Scene scene, Consumer<Circumstance> out) {
        for (var tier : List.of(Tier.Admin, Tier.Baseline)) {
            var policies = scene.world().policies().stream()
                    .filter(policy -> policy.tier() == tier)
                    .toList();
            for (var zone : scene.zones()) {
                var touching = policies.stream()
                        .filter(policy ->
                                scene.namespaces(zone.name()).anyMatch(namespace -> mayBeAbout(policy, namespace)))
                        .toList();
                ties(touching)
                        .forEach(tie -> out.accept(new Doubt(
                                Pairs.touching(zone.name()),
                                tie + " say different things about the same traffic, and nothing orders them. Give"
                                        + " each its own priority, in one version of the API.")));
            }
        }
    }

    /** Whether a policy's subject can be a pod of the namespace, of those there are or of those that may come. */
    static boolean mayBeAbout(Policy policy, Namespace namespace) {
        var subject = policy.subject();
        return (subject.namespace() == null || subject.namespace().equals(namespace.name()))
                && subject.namespaces().matches(namespace.labels());
    }

    private static List<String> ties(List<Policy> policies) {
        var ties = new ArrayList<String>();
        var byPriority = new TreeMap<Integer, List<Policy>>();
        policies.forEach(policy -> byPriority
                .computeIfAbsent(policy.priority(), p -> new ArrayList<>())
                .add(policy));
        byPriority.values().forEach(equal -> pairs(equal, ties));
        var kinds =
                policies.stream().map(policy -> policy.id().kind()).distinct().toList();
        if (kinds.size() > 1) {
            pairs(policies, ties);
        }
        return ties.stream().distinct().sorted().toList();
    }

    /** A policy of another generation is compared at any priority. */
    private static void pairs(List<Policy> policies, List<String> ties) {
        for (var i = 0; i < policies.size(); i++) {
            for (var j = i + 1; j < policies.size(); j++) {
                var one = policies.get(i);
                var other = policies.get(j);
                var unordered = one.priority() == other.priority()
                        || !one.id().kind().equals(other.id().kind());
                if (unordered && disagree(one, other)) {
                    ties.add(
                            one.id().compareTo(other.id()) < 0
                                    ? one.id() + " and " + other.id()
                                    : other.id() + " and " + one.id());
                }
            }
        }
    }

    private static boolean disagree(Policy one, Policy other) {
        if (!mayMeet(one.subject(), other.subject())) {
            return false;
        }
        for (var direction : Direction.values()) {
            for (var mine : one.rules(direction)) {
                for (var theirs : other.rules(direction)) {
                    if (mine.action() != theirs.action() && portsMeet(mine, theirs) && peersMeet(mine, theirs)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean portsMeet(Rule one, Rule other) {
        return one.ports().isEmpty()
                || other.ports().isEmpty()
                || one.ports().stream().anyMatch(a -> other.ports().stream().anyMatch(b -> meet(a, b)));
    }

    /** Names may stand for any port. */
    private static boolean meet(PortMatch one, PortMatch other) {
        return !(one instanceof PortMatch.Numbers(var a) && other instanceof PortMatch.Numbers(var b))
                || a.intersects(b);
    }

    private static boolean peersMeet(Rule one, Rule other) {
        return one.peers().stream().anyMatch(a -> other.peers().stream().anyMatch(b -> meet(a, b)));
    }

    private static boolean meet(Peer one, Peer other) {
        if (one instanceof Peer.Pods(var a) && other instanceof Peer.Pods(var b)) {
            return mayMeet(a, b);
        }
        if (one instanceof Peer.Addresses(var a) && other instanceof Peer.Addresses(var b)) {
            return a.intersects(b);
        }
        return true;
    }

    /** Whether some pod can be in both; only what contradicts itself plainly cannot. */
    private static boolean mayMeet(PodSelection one, PodSelection other) {
        return (one.namespace() == null
                        || other.namespace() == null
                        || one.namespace().equals(other.namespace()))
                && mayMeet(one.namespaces(), other.namespaces())
                && mayMeet(one.pods(), other.pods());
    }

    private static boolean mayMeet(Selector one, Selector other) {
        return one.requirements().stream()
                .noneMatch(a -> other.requirements().stream().anyMatch(b -> contradict(a, b) || contradict(b, a)));
    }

    private static boolean contradict(Requirement one, Requirement other) {
        if (!one.key().equals(other.key())) {
            return false;
        }
        return switch (one.operator()) {
            case In ->
                switch (other.operator()) {
                    case In -> one.values().stream().noneMatch(other.values()::contains);
                    case NotIn -> other.values().containsAll(one.values());
                    case DoesNotExist -> true;
                    case Exists -> false;
                };
            case Exists -> other.operator() == Operator.DoesNotExist;
            case NotIn, DoesNotExist -> false;
        };
    }
}
