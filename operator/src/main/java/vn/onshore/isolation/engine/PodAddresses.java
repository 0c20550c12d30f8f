package vn.onshore.isolation.engine;

import vn.onshore.isolation.model.AddressSet;

/** Whether an address peer is taken to mean a pod that has no address yet. */
final class PodAddresses {
    private PodAddresses() {}

    /**
     * @param allowing whether the rule allows: then it is enough that the pod may get such an address
     * @param podNetwork empty if it is unknown
     */
    static boolean mayBeIn(AddressSet addresses, boolean allowing, AddressSet podNetwork) {
        return addresses.containsAll(AddressSet.ALL_V4)
                || addresses.containsAll(AddressSet.ALL_V6)
                || allowing && addresses.intersects(podNetwork);
    }
}
