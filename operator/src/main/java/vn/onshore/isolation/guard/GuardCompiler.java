package vn.onshore.isolation.guard;

import java.util.ArrayList;
import vn.onshore.api.v1alpha1.SkippedGuard;
import vn.onshore.manifest.Manifest;

/** Compiles a resource into policies. */
public final class GuardCompiler {
    private GuardCompiler() {}

    /** Complete, and in the form in which the API server stores it. Equal inputs give equal objects. */
    public static Guards compile(GuardInputs inputs) {
        var skipped = new ArrayList<SkippedGuard>();
        var objects = new ArrayList<Manifest>(new NetworkPolicies(inputs, skipped).compile());
        objects.addAll(new AdminPolicies(inputs, skipped).compile());
        if (inputs.server().validatingPolicies()) {
            objects.addAll(new AdmissionGuards(inputs).compile());
            if (inputs.probed()) {
                objects.addAll(new ProbeGuards(inputs).compile());
            }
        } else {
            skipped.add(new SkippedGuard(
                    "ValidatingAdmissionPolicy",
                    "the API server does not serve ValidatingAdmissionPolicy v1 (Kubernetes 1.30): policies are put back,"
                            + " and nothing is refused"));
        }
        if (inputs.dns().isEmpty()) {
            skipped.add(new SkippedGuard(
                    "NetworkPolicy",
                    "no Service for DNS was found (kube-system/kube-dns, or labels k8s-app=kube-dns): zones resolve no"
                            + " names"));
        }
        return new Guards(objects, skipped.stream().distinct().toList());
    }
}
