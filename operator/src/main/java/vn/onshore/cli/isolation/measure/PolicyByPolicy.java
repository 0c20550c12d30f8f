package vn.onshore.cli.isolation.measure;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Rule;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.World;

/** What the policies of a world let one end of a connection do, by asking all of them. */
final class PolicyByPolicy {
    private final Map<String, Namespace> namespaces;
    private final Map<Tier, List<Policy>> policies;

    PolicyByPolicy(World world) {
        namespaces = world.namespaces().stream().collect(Collectors.toMap(Namespace::name, each -> each));
        policies = world.policies().stream()
                .sorted(Comparator.comparingInt(Policy::priority))
                .collect(Collectors.groupingBy(Policy::tier));
    }

    /** An end of a connection. */
    sealed interface Other {
        record OfPod(Pod pod) implements Other {}

        record OfAddress(IpAddress address) implements Other {}
    }

    Namespace namespace(Pod pod) {
        return requireNonNull(namespaces.get(pod.namespace()));
    }

    /** The ports that policies about one end leave open to the other; all, where that end is no pod or on a node's network. */
    PortSet lets(Other subject, Direction direction, Other other) {
        if (!(subject instanceof Other.OfPod(var pod)) || pod.hostNetwork()) {
            return PortSet.ALL;
        }
        var destination = direction == Direction.Ingress ? subject : other;
        var admin = inOrder(about(Tier.Admin, pod), direction, destination, other, PortSet.ALL);
        var all = about(Tier.NetworkPolicy, pod).toList();
        if (all.stream().anyMatch(policy -> policy.isolates(direction))) {
            var allowed = all.stream()
                    .flatMap(policy -> policy.rules(direction).stream())
                    .filter(rule -> isAbout(rule, other))
                    .map(rule -> ports(rule, destination))
                    .reduce(PortSet.NONE, PortSet::union);
            return admin.allowed().union(admin.undecided().intersect(allowed));
        }
        if (!all.isEmpty() && Scene.PROFILE.selectionSkipsBaseline()) {
            return admin.allowed().union(admin.undecided());
        }
        var baseline = inOrder(about(Tier.Baseline, pod), direction, destination, other, admin.undecided());
        return admin.allowed().union(baseline.allowed()).union(baseline.undecided());
    }

    private Stream<Policy> about(Tier tier, Pod pod) {
        return policies.getOrDefault(tier, List.of()).stream()
                .filter(policy -> policy.subject().matches(namespace(pod), pod));
    }

    /** What a tier decided, and what it left to the next. */
    private record Decided(PortSet allowed, PortSet undecided) {}

    private Decided inOrder(Stream<Policy> tier, Direction direction, Other destination, Other other, PortSet asked) {
        var allowed = PortSet.NONE;
        var passed = PortSet.NONE;
        var left = asked;
        for (var rule : tier.flatMap(policy -> policy.rules(direction).stream()).toList()) {
            if (isAbout(rule, other)) {
                var ports = ports(rule, destination).intersect(left);
                left = left.minus(ports);
                allowed = rule.action() == Action.Allow ? allowed.union(ports) : allowed;
                passed = rule.action() == Action.Pass ? passed.union(ports) : passed;
            }
        }
        return new Decided(allowed, left.union(passed));
    }

    private boolean isAbout(Rule rule, Other other) {
        return rule.peers().stream().anyMatch(peer -> switch (peer) {
            case Peer.Everyone() -> true;
            case Peer.Pods(var selection) ->
                other instanceof Other.OfPod(var pod) && !pod.hostNetwork() && selection.matches(namespace(pod), pod);
            case Peer.Addresses(var addresses) ->
                switch (other) {
                    case Other.OfPod(var pod) ->
                        Scene.PROFILE.addressesMeanPods()
                                && pod.addresses().stream().anyMatch(addresses::contains);
                    case Other.OfAddress(var address) -> addresses.contains(address);
                };
            // The measured worlds have none.
            case Peer.Nodes(var nodes) -> throw new IllegalStateException(rule.toString());
            case Peer.DomainNames(var names) -> throw new IllegalStateException(rule.toString());
        });
    }

    private static PortSet ports(Rule rule, Other destination) {
        if (rule.ports().isEmpty()) {
            return PortSet.ALL;
        }
        var open = PortSet.NONE;
        for (var match : rule.ports()) {
            open = open.union(
                    switch (match) {
                        case PortMatch.Numbers(var ports) -> ports;
                        case PortMatch.Named named ->
                            destination instanceof Other.OfPod(var pod)
                                    ? named.on(pod)
                                            .map(port -> PortSet.of(port.protocol(), port.number()))
                                            .orElse(PortSet.NONE)
                                    : PortSet.NONE;
                    });
        }
        return open;
    }
}
