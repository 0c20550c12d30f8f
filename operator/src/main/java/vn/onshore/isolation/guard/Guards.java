package vn.onshore.isolation.guard;

import java.util.List;
import java.util.stream.Collectors;
import vn.onshore.admission.PolicyObject;
import vn.onshore.api.v1alpha1.SkippedGuard;
import vn.onshore.manifest.Manifest;

/**
 * What a resource was compiled to.
 *
 * @param objects in apply order: network policies before what keeps others from touching them, policies before bindings
 * @param skipped what the server lacks or the inputs do not allow
 */
public record Guards(List<Manifest> objects, List<SkippedGuard> skipped) {
    public static final Guards NONE = new Guards(List.of(), List.of());

    public Guards {
        objects = List.copyOf(objects);
        skipped = List.copyOf(skipped);
    }

    /** Those by which the API server refuses, without the policies that they guard. */
    public Guards admission() {
        return new Guards(
                objects.stream()
                        .filter(object -> object.group().equals("admissionregistration.k8s.io"))
                        .toList(),
                skipped);
    }

    /** {@code sha256:} and the digest over all objects. */
    public String digest() {
        return PolicyObject.digest(objects.stream()
                .collect(Collectors.toMap(
                        object -> object.kind() + " " + object.namespace() + "/" + object.name(),
                        object -> object.annotations().getOrDefault(PolicyObject.DIGEST, ""))));
    }
}
