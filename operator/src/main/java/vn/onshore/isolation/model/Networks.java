package vn.onshore.isolation.model;

/**
 * The cluster's own networks; each is empty if nobody knows it.
 *
 * @param pods from which pods get their addresses: an address peer that touches it may mean a pod that has none yet
 * @param services of ClusterIPs
 * @param nodes addresses of nodes
 */
public record Networks(AddressSet pods, AddressSet services, AddressSet nodes) {
    public static final Networks UNKNOWN = new Networks(AddressSet.NONE, AddressSet.NONE, AddressSet.NONE);

    /** What is not outside. */
    public AddressSet all() {
        return pods.union(services).union(nodes);
    }
}
