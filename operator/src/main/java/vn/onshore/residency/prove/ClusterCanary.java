package vn.onshore.residency.prove;

/** The cluster-scoped kinds that are tried, each under one fixed name. */
enum ClusterCanary {
    StorageClass("storage.k8s.io/v1", "storageclasses"),
    PersistentVolume("v1", "persistentvolumes"),
    VolumeSnapshotClass("snapshot.storage.k8s.io/v1", "volumesnapshotclasses"),
    ValidatingWebhookConfiguration("admissionregistration.k8s.io/v1", "validatingwebhookconfigurations"),
    MutatingWebhookConfiguration("admissionregistration.k8s.io/v1", "mutatingwebhookconfigurations"),
    CustomResourceDefinition("apiextensions.k8s.io/v1", "customresourcedefinitions"),
    Node("v1", "nodes");

    static final String CRD_GROUP = "canary.onshore.vn";
    static final String CRD_PLURAL = "canaries";

    private final String apiVersion;
    private final String resource;

    ClusterCanary(String apiVersion, String resource) {
        this.apiVersion = apiVersion;
        this.resource = resource;
    }

    String apiVersion() {
        return apiVersion;
    }

    /** The API group; empty for the core group. */
    String group() {
        var slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    String resource() {
        return resource;
    }

    /** The one name; that of a CustomResourceDefinition is prescribed by its group and plural. */
    String objectName() {
        return this == CustomResourceDefinition ? CRD_PLURAL + "." + CRD_GROUP : CanaryGround.NAME;
    }
}
