package vn.onshore.isolation.engine;

import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Workload;

/** What pods that do not exist yet, or addresses outside, could open to a workload, or it to them. */
public record Exposure(Workload workload, Direction direction, Peer peer, PortSet ports) {
    public sealed interface Peer {
        record EntireCluster() implements Peer {}

        /** Pods with these labels, whether or not there are any today. */
        record Pods(PodSelection selection) implements Peer {}

        record Outside(AddressRange range) implements Peer {}
    }
}
