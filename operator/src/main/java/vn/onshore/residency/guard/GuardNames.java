package vn.onshore.residency.guard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import vn.onshore.admission.PolicyObject;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.boundary.NodeFacts;

/** Names, labels and keys that belong to a policy. Those that would be too long end in a hash of the whole. */
public final class GuardNames {
    /** Value of the label of an eligible node. */
    public static final String ELIGIBLE = "eligible";

    /** Key of the taint of a node that nobody has vouched for; its effect is NoExecute. */
    public static final String UNATTESTED = "onshore.vn/unattested";

    /**
     * Label of a node that was there, without anybody's word for it, when the node guard was switched on: it keeps its pods
     * until it is attested for the first time.
     */
    public static final String SPARED = NodeFacts.MARK_PREFIX + "node-guard";

    public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
    public static final String POLICY_LABEL = "onshore.vn/policy";
    public static final String BOUNDARY_LABEL = "onshore.vn/boundary";
    public static final String OWNER_LABEL = "onshore.vn/owner-uid";
    public static final String GUARD_LABEL = "onshore.vn/guard";

    /** Annotation of what a canary tries: the policy that is proved. */
    public static final String CANARY = "onshore.vn/canary";

    private static final String LABEL_STEM = "residency.";
    private static final int LABEL_MAX = 63;
    private static final int NAME_MAX = 253;
    private static final int HASH = 10;

    private GuardNames() {}

    /** The label by which nodes are marked as eligible for the policy. */
    public static String nodeLabel(String policy) {
        return NodeFacts.MARK_PREFIX + fit(LABEL_STEM + policy, LABEL_MAX);
    }

    /** The name of a guard's policy and of its binding. */
    public static String object(String policy, Guard guard) {
        var suffix = "-" + guard.slug();
        return fit("onshore-" + policy, NAME_MAX - suffix.length()) + suffix;
    }

    /** A value for {@link #POLICY_LABEL} or {@link #BOUNDARY_LABEL}. */
    public static String labelValue(String name) {
        return fit(name, LABEL_MAX);
    }

    /** Name and labels of a guard of a policy, which owns the objects. */
    static PolicyObject ofPolicy(String policy, String uid, Guard guard) {
        return owned(
                object(policy, guard),
                POLICY_LABEL,
                new PolicyObject.Owner(ApiGroup.API_VERSION, "DataResidency", policy, uid),
                guard);
    }

    /** Name and labels of a guard of a boundary, which owns the objects. */
    static PolicyObject ofBoundary(String boundary, String uid, Guard guard) {
        return owned(
                object("boundary-" + boundary, guard),
                BOUNDARY_LABEL,
                new PolicyObject.Owner(ApiGroup.API_VERSION, "OnshoreBoundary", boundary, uid),
                guard);
    }

    private static PolicyObject owned(String name, String ownerLabel, PolicyObject.Owner owner, Guard guard) {
        return new PolicyObject(
                name,
                Map.of(
                        MANAGED_BY_LABEL, "onshore",
                        ownerLabel, labelValue(owner.name()),
                        OWNER_LABEL, owner.uid(),
                        GUARD_LABEL, guard.id()),
                Map.of("argocd.argoproj.io/compare-options", "IgnoreExtraneous"),
                owner);
    }

    private static String fit(String name, int max) {
        if (name.length() <= max) {
            return name;
        }
        var stem = name.substring(0, max - HASH - 1).replaceFirst("[-._]+$", "");
        return stem + "-" + hash(name);
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
