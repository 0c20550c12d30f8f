package vn.onshore.isolation.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.PortSet;

/** What pods that do not exist yet could open to a class of pods, or it to them. */
record FutureExposure(Snapshot snapshot) {
    /** By peer selection; what the entire cluster has on at least the same ports is left out. Ports are never empty. */
    Map<Exposure.Peer, PortSet> of(int podClass, Direction direction) {
        var group = snapshot.group(direction, podClass);
        var declared = direction == Direction.Ingress
                ? Optional.of(snapshot.table().of(podClass).ports())
                : Optional.<List<NamedPort>>empty();
        var open = new LinkedHashMap<Exposure.Peer, PortSet>();
        var entire = group.open(new FuturePod(snapshot, Optional.empty(), declared));
        if (!entire.isEmpty()) {
            open.put(new Exposure.Peer.EntireCluster(), entire);
        }
        for (var selection : selections(group)) {
            var ports = group.open(new FuturePod(snapshot, Optional.of(selection), declared));
            if (!entire.containsAll(ports)) {
                open.put(new Exposure.Peer.Pods(selection), ports);
            }
        }
        return open;
    }

    private static Iterable<PodSelection> selections(PolicyGroup group) {
        var selections = new HashSet<PodSelection>();
        for (var rule : group.rules()) {
            if (rule.action() != Action.Deny) {
                for (var peer : rule.rule().peers()) {
                    if (peer instanceof Peer.Pods(var selection)) {
                        selections.add(selection);
                    }
                }
            }
        }
        return selections;
    }
}
