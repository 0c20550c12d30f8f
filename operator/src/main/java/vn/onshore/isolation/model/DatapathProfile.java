package vn.onshore.isolation.model;

/**
 * How a network plugin reads what the NetworkPolicy API leaves to it. {@link #Worst} takes the more permissive reading of
 * every point: what is isolated under it is isolated under all of them.
 *
 * @implNote which plugin reads what how: {@code docs/isolation.md}
 */
public enum DatapathProfile {
    Worst(true, true),
    Calico(true, false),
    Cilium(false, false),
    OVN(true, false),
    Antrea(true, false),
    AWS(true, false),
    KubeNetworkPolicies(true, true),
    KubeRouter(true, false);

    private final boolean addressesMeanPods;
    private final boolean selectionSkipsBaseline;

    DatapathProfile(boolean addressesMeanPods, boolean selectionSkipsBaseline) {
        this.addressesMeanPods = addressesMeanPods;
        this.selectionSkipsBaseline = selectionSkipsBaseline;
    }

    /** Whether an address peer matches a pod that has the address. */
    public boolean addressesMeanPods() {
        return addressesMeanPods;
    }

    /**
     * Whether baseline denials in one direction are skipped as soon as any NetworkPolicy selects the pod, also one for the
     * other direction only.
     */
    public boolean selectionSkipsBaseline() {
        return selectionSkipsBaseline;
    }
}
