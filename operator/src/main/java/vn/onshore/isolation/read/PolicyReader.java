package vn.onshore.isolation.read;

import java.util.Optional;
import vn.onshore.isolation.model.Policy;
import vn.onshore.manifest.Tree;

/** Reads policies of every kind that is evaluated, by their group, version and kind. */
public final class PolicyReader {
    private static final String TIERED = TieredRules.GROUP + "/";

    private PolicyReader() {}

    /** Empty if the object is no policy of these groups. */
    public static Optional<PolicyReading> read(Tree object) {
        var kind = object.at("kind").text();
        if (!kind.endsWith("NetworkPolicy")) {
            return Optional.empty();
        }
        return switch (object.at("apiVersion").text() + " " + kind) {
            case "networking.k8s.io/v1 " + NetworkPolicyReader.KIND -> Optional.of(NetworkPolicyReader.read(object));
            case TIERED + "v1alpha1 " + AdminPolicyReader.ADMIN, TIERED + "v1alpha1 " + AdminPolicyReader.BASELINE ->
                Optional.of(AdminPolicyReader.read(object));
            case TIERED + "v1alpha2 " + ClusterNetworkPolicyReader.KIND ->
                Optional.of(ClusterNetworkPolicyReader.read(object));
            default -> ofAnotherVersion(object, kind);
        };
    }

    private static Optional<PolicyReading> ofAnotherVersion(Tree object, String kind) {
        var version = object.at("apiVersion").text();
        var namespaced = version.startsWith("networking.k8s.io/");
        if (!namespaced && !version.startsWith(TIERED)) {
            return Optional.empty();
        }
        var namespace = namespaced ? ObjectNames.namespace(object) : "";
        return Optional.of(new PolicyReading.Unevaluated(
                new Policy.Id(kind, namespace, ObjectNames.name(object)),
                "apiVersion",
                "this version of the kind is not known here"));
    }
}
