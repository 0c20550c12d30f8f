package vn.onshore.residency;

import java.util.Map;
import vn.onshore.kube.ApiKind;
import vn.onshore.manifest.Manifest;

/** The kinds that canaries stand on. */
final class GroundKinds {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Map<String, ApiKind> KINDS = Map.of(
            "Namespace", ApiKind.cluster("", "v1", "Namespace", "namespaces"),
            "ServiceAccount", ApiKind.namespaced("", "v1", "ServiceAccount", "serviceaccounts"),
            "RoleBinding", ApiKind.namespaced(RBAC, "v1", "RoleBinding", "rolebindings"));

    private GroundKinds() {}

    static ApiKind of(Manifest object) {
        var kind = KINDS.get(object.kind());
        if (kind == null) {
            throw new IllegalArgumentException("canaries do not stand on a " + object.kind());
        }
        return kind;
    }
}
