package vn.onshore.isolation.engine;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Pod.NamedPort;

/**
 * What of a pod some policy looks at, and so decides its class.
 *
 * @param portNames the names that rules use
 * @param addressesMeanPods whether some rule may tell pods apart by address
 * @param nodesMeanPods whether some rule may tell pods on the node's network apart by address
 */
record PodTraits(
        Vocabulary labels,
        Set<String> portNames,
        AddressCells cells,
        boolean addressesMeanPods,
        boolean nodesMeanPods) {
    /** The same with addresses told apart further. */
    PodTraits with(Collection<AddressSet> sets) {
        return new PodTraits(labels, portNames, cells.with(sets), addressesMeanPods, nodesMeanPods);
    }

    PodClass classOf(int namespace, Pod pod) {
        return new PodClass(namespace, labels.project(pod.labels()), ports(pod), addresses(pod), pod.hostNetwork());
    }

    private List<NamedPort> ports(Pod pod) {
        var declared = pod.ports();
        if (portNames.isEmpty() || declared.isEmpty()) {
            return List.of();
        }
        for (var port : declared) {
            if (!portNames.contains(port.name())) {
                return declared.stream()
                        .filter(some -> portNames.contains(some.name()))
                        .toList();
            }
        }
        return declared;
    }

    private List<IpAddress> addresses(Pod pod) {
        return addressesMeanPods || nodesMeanPods && pod.hostNetwork() ? cells.cellsOf(pod.addresses()) : List.of();
    }
}
