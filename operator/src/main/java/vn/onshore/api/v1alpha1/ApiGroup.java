package vn.onshore.api.v1alpha1;

/** The API group that all custom resources share. */
public final class ApiGroup {
    public static final String NAME = "onshore.vn";
    public static final String VERSION = "v1alpha1";
    /** {@code apiVersion} of every custom resource here. */
    public static final String API_VERSION = NAME + "/" + VERSION;
    /** {@code kubectl get onshore} lists all of them. */
    public static final String CATEGORY = "onshore";

    private ApiGroup() {}
}
