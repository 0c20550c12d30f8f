package vn.onshore.kube;

/** Labels and annotations of generated objects. */
public final class Labels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String ONSHORE = "onshore";
    /** Selects what the operator generated. */
    public static final String OURS = MANAGED_BY + "=" + ONSHORE;

    public static final String OWNER_UID = "onshore.vn/owner-uid";
    public static final String DIGEST = "onshore.vn/digest";
    /** Set by the operator on nodes; kubelets cannot write this prefix (NodeRestriction). */
    public static final String NODE_PREFIX = "onshore.node-restriction.kubernetes.io/";

    public static final String ELIGIBLE = "eligible";

    private Labels() {}

    /** The node label that says a node may run what the policy governs. */
    public static String residency(String policy) {
        return NODE_PREFIX + "residency." + policy;
    }
}
