package vn.onshore.isolation.prove;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.minBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.World;

/** Whom probes try to reach, and what the declaration says about each. */
final class Targets {
    /** Pairs of pod and port of one zone. Each has an attempt for each address of the pod, in each zone. */
    private static final int MOST_OF_A_ZONE = 2;

    private final ZonePlan plan;
    private final World world;
    private final Map<String, Namespace> namespaces = new LinkedHashMap<>();
    private final Map<Destination, Target> targets = new LinkedHashMap<>();
    private final List<String> without = new ArrayList<>();

    /** @param zone empty for an address outside the cluster */
    record Target(Optional<String> zone, Optional<Pod> pod) {}

    /** @param zone of the destination; empty for one outside the cluster */
    record Try(Attempt attempt, Optional<String> zone) {}

    Targets(ProbeInputs in) {
        plan = in.plan();
        world = in.world();
        world.namespaces().forEach(namespace -> namespaces.put(namespace.name(), namespace));
        plan.zones().forEach(this::addPods);
        in.schedule().outside().forEach(to -> targets.put(to, new Target(Optional.empty(), Optional.empty())));
    }

    private void addPods(Zone zone) {
        var workloads = world.pods().stream()
                .filter(pod -> isIn(zone, pod)
                        && !pod.hostNetwork()
                        && !pod.addresses().isEmpty())
                .filter(pod -> tcpPorts(pod).findAny().isPresent())
                .collect(groupingBy(Pod::workload, TreeMap::new, minBy(Comparator.comparing(Pod::name))));
        if (workloads.isEmpty()) {
            without.add("nothing in zone " + zone.name() + " names a TCP port and has an address, so nobody tries to"
                    + " reach it");
        }
        workloads.values().stream()
                .flatMap(Optional::stream)
                .flatMap(pod -> tcpPorts(pod).map(port -> new PodPort(pod, port)))
                .sorted(Comparator.comparing(one -> !isInAFlow(zone, one)))
                .limit(MOST_OF_A_ZONE)
                .forEach(one -> firstOfEachFamily(one.pod())
                        .forEach(address -> targets.put(
                                new Destination(address, one.port()),
                                new Target(Optional.of(zone.name()), Optional.of(one.pod())))));
    }

    private record PodPort(Pod pod, int port) {}

    private static Stream<Integer> tcpPorts(Pod pod) {
        return pod.ports().stream()
                .filter(port -> port.protocol() == Protocol.TCP)
                .map(Pod.NamedPort::number)
                .distinct()
                .sorted();
    }

    private static Stream<IpAddress> firstOfEachFamily(Pod pod) {
        return Stream.of(true, false)
                .flatMap(v4 -> pod.addresses().stream()
                        .filter(address -> address.isV4() == v4)
                        .limit(1));
    }

    private boolean isInAFlow(Zone zone, PodPort one) {
        return plan.flows().stream()
                .anyMatch(flow ->
                        flow.ports().contains(Protocol.TCP, one.port()) && ends(flow.to(), zone.name(), one.pod()));
    }

    /** Sentences about zones in which there is nothing to reach. */
    List<String> without() {
        return without;
    }

    /** What a probe in a zone tries. */
    List<Try> tries(String from, Pod probe) {
        return targets.entrySet().stream()
                .map(target -> new Try(
                        new Attempt(
                                target.getKey(),
                                isDeclared(from, probe, target.getKey(), target.getValue())
                                        ? Attempt.Expected.Open
                                        : Attempt.Expected.Blocked),
                        target.getValue().zone()))
                .toList();
    }

    private boolean isDeclared(String from, Pod probe, Destination to, Target target) {
        if (target.zone().filter(from::equals).isPresent()) {
            return true;
        }
        var internet = target.zone().isEmpty()
                && plan.zones().stream()
                        .anyMatch(zone ->
                                zone.name().equals(from) && zone.internet().contains(to.address()));
        return internet
                || plan.flows().stream()
                        .anyMatch(flow -> flow.ports().contains(Protocol.TCP, to.port())
                                && ends(flow.from(), from, probe)
                                && target.pod()
                                        .map(pod ->
                                                ends(flow.to(), target.zone().orElse(""), pod))
                                        .orElseGet(() -> flow.to() instanceof End.Addresses(var addresses)
                                                && addresses.contains(to.address())));
    }

    private boolean ends(End end, String zone, Pod pod) {
        return switch (end) {
            case End.InZone(var name, var only) ->
                name.equals(zone)
                        && only.map(labels -> labels.matches(pod.labels())).orElse(true);
            case End.Pods(PodSelection selection) -> {
                var namespace = namespaces.get(pod.namespace());
                yield namespace != null && selection.matches(namespace, pod);
            }
            case End.Addresses(var addresses) -> false;
        };
    }

    private boolean isIn(Zone zone, Pod pod) {
        var namespace = namespaces.get(pod.namespace());
        return namespace != null && zone.namespaces().matches(namespace.labels());
    }
}
