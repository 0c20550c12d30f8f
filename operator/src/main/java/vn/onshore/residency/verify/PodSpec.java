package vn.onshore.residency.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * The pod that an object is, or the template from which it makes pods.
 *
 * @param path where it stands in the object, such as {@code spec.template.spec}
 */
record PodSpec(Tree spec, String path) {
    private static final Map<GroupKind, String[]> PATHS = Map.of(
            GroupKind.core("Pod"),
            new String[] {"spec"},
            GroupKind.core("PodTemplate"),
            new String[] {"template", "spec"},
            GroupKind.core("ReplicationController"),
            new String[] {"spec", "template", "spec"},
            new GroupKind("apps", "ReplicaSet"),
            new String[] {"spec", "template", "spec"},
            new GroupKind("apps", "Deployment"),
            new String[] {"spec", "template", "spec"},
            new GroupKind("apps", "StatefulSet"),
            new String[] {"spec", "template", "spec"},
            new GroupKind("apps", "DaemonSet"),
            new String[] {"spec", "template", "spec"},
            new GroupKind("batch", "Job"),
            new String[] {"spec", "template", "spec"},
            new GroupKind("batch", "CronJob"),
            new String[] {"spec", "jobTemplate", "spec", "template", "spec"});

    /** Pods and every built-in workload. */
    static final Set<GroupKind> KINDS = PATHS.keySet();

    static Optional<PodSpec> of(Manifest object) {
        var path = PATHS.get(new GroupKind(object.group(), object.kind()));
        return path == null
                ? Optional.empty()
                : Optional.of(new PodSpec(object.tree().at(path), String.join(".", path)));
    }

    /** Containers of all three sorts. */
    List<Tree> containers() {
        var all = new ArrayList<Tree>();
        all.addAll(spec.at("initContainers").items());
        all.addAll(spec.at("containers").items());
        all.addAll(spec.at("ephemeralContainers").items());
        return all;
    }

    List<Tree> volumes() {
        return spec.at("volumes").items();
    }

    /** Whether it tolerates every taint. */
    boolean toleratesEverything() {
        return spec.at("tolerations").items().stream()
                .anyMatch(t ->
                        t.at("key").text().isEmpty() && t.at("operator").text().equals("Exists"));
    }
}
