package vn.onshore.kube;

/** Labels and annotations of generated objects. */
public final class Labels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String ONSHORE = "onshore";
    /** Selects what the operator generated. */
    public static final String OURS = MANAGED_BY + "=" + ONSHORE;

    public static final String OWNER_UID = "onshore.vn/owner-uid";
    /** On the Jobs that send packets between zones, and on their pods: the name of the NetworkIsolation. */
    public static final String PROBE = "onshore.vn/probe";

    public static final String DIGEST = "onshore.vn/digest";

    private Labels() {}
}
