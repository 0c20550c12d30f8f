package vn.onshore.isolation.model;

import java.util.List;
import java.util.Map;
import vn.onshore.boundary.IpAddress;

/**
 * A pod, or the pods that a workload's template would make. Pods that have finished are in no world: their address may be
 * somebody else's by now.
 *
 * @param ports the declared ports that have a name
 * @param addresses {@code status.podIPs}; empty if it has none yet
 * @param hostNetwork whether it shares the node's network, where no policy selects it
 */
public record Pod(
        String namespace,
        String name,
        Map<String, String> labels,
        List<NamedPort> ports,
        List<IpAddress> addresses,
        boolean hostNetwork,
        Workload workload) {
    public Pod {
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
    }

    /** @param number 1 to 65535 */
    public record NamedPort(String name, Protocol protocol, int number) {}
}
