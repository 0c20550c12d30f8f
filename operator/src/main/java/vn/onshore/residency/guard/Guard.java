package vn.onshore.residency.guard;

/** The guards that a policy is compiled to. */
public enum Guard {
    /** Nodes are born with a taint that only evidence removes. */
    NodeTaint("G1", "node-taint"),
    /** What marks a node as eligible is written by trusted identities only. */
    Nodes("G2", "nodes"),
    /** Pods are bound to eligible nodes only. */
    PodBindings("G3", "pod-bindings"),
    /** Pods name eligible nodes, known schedulers, inline volumes and registries inside, and do not tolerate the taint. */
    Pods("G4", "pods"),
    /** The legacy bindings endpoint, which rules on pods/binding do not see, is closed. */
    LegacyBindings("G5", "legacy-bindings"),
    /** Pods select eligible nodes. */
    PodPlacement("G6", "pod-placement"),
    StorageClasses("G7", "storageclasses"),
    PersistentVolumes("G8", "persistentvolumes"),
    VolumeSnapshotClasses("G9", "volumesnapshotclasses"),
    VolumeSnapshotContents("G9", "volumesnapshotcontents"),
    Services("G11", "services"),
    EndpointSlices("G11", "endpointslices"),
    Endpoints("G11", "endpoints"),
    /** Conversion webhooks of custom resources. */
    ConversionWebhooks("G12", "conversion-webhooks"),
    AdmissionWebhooks("G12", "admission-webhooks"),
    /** Shells and tunnels into governed pods, for named groups only. */
    InteractiveAccess("G13", "interactive-access"),
    /** The kubelet's proxy and everything behind it, for the same groups. */
    NodeProxy("G13", "node-proxy"),
    /** The static copies guard the others against deletion. */
    StaticSelf("G15", "self");

    private final String id;
    private final String slug;

    Guard(String id, String slug) {
        this.id = id;
        this.slug = slug;
    }

    /** Identifier of the documentation, such as G3; two guards of one purpose share it. */
    public String id() {
        return id;
    }

    /** The last part of the names of the guard's objects. */
    public String slug() {
        return slug;
    }
}
