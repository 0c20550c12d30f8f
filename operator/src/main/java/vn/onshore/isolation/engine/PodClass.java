package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.List;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Pod.NamedPort;

/**
 * Pods that no policy tells apart: one namespace, the same labels as far as selectors speak of them, the same named ports
 * as far as rules do, addresses on the same side of every boundary.
 *
 * @param namespace its number
 * @param labels as {@link Vocabulary} numbers them
 * @param addresses for each cell of the address space that its pods have an address in, the cell's first one; empty if they
 *     have no address
 */
record PodClass(int namespace, int[] labels, List<NamedPort> ports, List<IpAddress> addresses, boolean hostNetwork) {
    @Override
    public boolean equals(Object other) {
        return other instanceof PodClass that
                && namespace == that.namespace
                && hostNetwork == that.hostNetwork
                && Arrays.equals(labels, that.labels)
                && ports.equals(that.ports)
                && addresses.equals(that.addresses);
    }

    /** Of the labels alone: pods with the same ones seldom differ in anything else. */
    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + namespace;
    }

    @Override
    public String toString() {
        return "namespace " + namespace + " labels " + Arrays.toString(labels);
    }
}
