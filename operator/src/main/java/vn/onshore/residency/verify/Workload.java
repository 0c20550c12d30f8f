package vn.onshore.residency.verify;

import java.util.Optional;
import vn.onshore.manifest.Manifest;

/** The workload that an object belongs to, as its owner references tell. */
public final class Workload {
    private static final String TEMPLATE_HASH = "pod-template-hash";

    private Workload() {}

    /**
     * The controller as {@code Kind/name}; for a pod of a Deployment's ReplicaSet the Deployment, by the hash that its
     * controller puts into name and label. Empty if nothing controls the object.
     */
    public static Optional<String> controlling(Manifest object) {
        return object.tree().at("metadata", "ownerReferences").items().stream()
                .filter(owner -> owner.at("controller").isTrue())
                .findFirst()
                .map(owner -> {
                    var kind = owner.at("kind").text();
                    var name = owner.at("name").text();
                    var hash = "-" + object.labels().getOrDefault(TEMPLATE_HASH, "");
                    return kind.equals("ReplicaSet") && hash.length() > 1 && name.endsWith(hash)
                            ? "Deployment/" + name.substring(0, name.length() - hash.length())
                            : kind + "/" + name;
                });
    }
}
