package vn.onshore.isolation.guard;

import java.util.Map;
import vn.onshore.admission.PolicyObject;
import vn.onshore.api.v1alpha1.ApiGroup;

/**
 * Names and labels of what a resource is compiled into. Name and zone are bounded by the resource's definition, so that
 * nothing gets too long.
 *
 * @param zone empty for what is about all zones
 */
public record GuardNames(String isolation, String uid, String zone) {
    public static final String ISOLATION_LABEL = "onshore.vn/isolation";
    public static final String ZONE_LABEL = "onshore.vn/zone";
    public static final String OWNER_LABEL = "onshore.vn/owner-uid";
    /** What the operator tries the guards with carries it; its value is the resource whose guards are tried. */
    static final String CANARY_ANNOTATION = "onshore.vn/canary";

    public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

    /** Name, labels and owner of an object. */
    PolicyObject object(String suffix) {
        return new PolicyObject(
                prefix(isolation) + suffix,
                zone.isEmpty()
                        ? Map.of(MANAGED_BY_LABEL, "onshore", ISOLATION_LABEL, isolation, OWNER_LABEL, uid)
                        : Map.of(
                                MANAGED_BY_LABEL, "onshore",
                                ISOLATION_LABEL, isolation,
                                OWNER_LABEL, uid,
                                ZONE_LABEL, zone),
                Map.of("argocd.argoproj.io/compare-options", "IgnoreExtraneous"),
                new PolicyObject.Owner(ApiGroup.API_VERSION, "NetworkIsolation", isolation, uid));
    }

    /** With which the names of everything begin that a resource is compiled into. */
    static String prefix(String isolation) {
        return "onshore-" + isolation + "-";
    }
}
