package vn.onshore.residency;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.boundary.Boundary;
import vn.onshore.boundary.Ground;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.ResidencyInputs.PodView;
import vn.onshore.residency.ResidencyPlan.Reason;
import vn.onshore.residency.ResidencyPlan.Stalled;
import vn.onshore.residency.ResidencyPlan.Work;
import vn.onshore.residency.guard.GuardInputs;
import vn.onshore.residency.guard.Guards;
import vn.onshore.residency.prove.CanaryGround;
import vn.onshore.residency.prove.CanaryInputs;

/** Decides what is to be done for a policy. Pure. */
public final class ResidencyPlanner {
    private ResidencyPlanner() {}

    /**
     * @param compiler turns guard inputs into guards; the caller may remember results
     * @param operatorNamespace where the canary account lives
     */
    public static ResidencyPlan plan(
            ResidencyInputs in, Function<GuardInputs, Guards> compiler, String operatorNamespace) {
        var spec = in.policy().spec();
        if (spec.suspend()) {
            return new Stalled(
                    Reason.Suspended,
                    "spec.suspend is true: nothing is applied, put back or proved until it is set to false");
        }
        if (spec.mode() == null || spec.minimumNodeEvidence() == null) {
            return new Stalled(
                    Reason.InvalidSpec,
                    (spec.mode() == null ? "spec.mode" : "spec.minimumNodeEvidence")
                            + " has a value that this version does not know; upgrade the operator or change it");
        }
        return switch (in.boundary()) {
            case Ground.Missing missing -> new Stalled(Reason.BoundaryNotFound, missing.sentence());
            case Ground.Unusable unusable -> new Stalled(Reason.BoundaryInvalid, unusable.sentence());
            case Ground.Usable(var boundary, var ignored) -> work(in, spec, boundary, compiler, operatorNamespace);
        };
    }

    private static ResidencyPlan work(
            ResidencyInputs in,
            DataResidencySpec spec,
            Boundary boundary,
            Function<GuardInputs, Guards> compiler,
            String operatorNamespace) {
        var ground = (Ground.Usable) in.boundary();
        for (var site : spec.sites()) {
            if (ground.spec().sites().stream().noneMatch(s -> s.id().equals(site))) {
                return new Stalled(
                        Reason.UnknownSite,
                        "spec.sites: OnshoreBoundary " + spec.boundaryRef().name() + " has no site " + site
                                + "; it has "
                                + ground.spec().sites().stream()
                                        .map(s -> s.id())
                                        .toList());
            }
        }
        var enforcing = spec.mode() == Mode.Enforce;
        if (spec.mode() != Mode.Audit && !in.server().validatingPolicies()) {
            return new Stalled(
                    Reason.ServerTooOld,
                    "spec.mode: " + spec.mode() + " needs ValidatingAdmissionPolicy v1 (Kubernetes 1.30); use Audit");
        }
        var territory = boundary.territory(new TreeSet<>(spec.sites()));
        var eligibility = Eligibility.of(in.nodes(), territory, Objects.requireNonNull(spec.minimumNodeEvidence()));
        var strays = strays(in, eligibility);
        var guards = compiler.apply(GuardInputs.of(
                new GuardInputs.Owner(in.policy().name(), in.policy().uid()),
                spec,
                boundary,
                ground.spec().exemptionsOrNone().namespaces(),
                new GuardInputs.Cluster(
                        eligibility.eligible(),
                        in.operator(),
                        CanaryGround.user(operatorNamespace),
                        in.clusterDomain(),
                        in.server())));
        var canary = spec.mode() == Mode.Audit
                ? new CanaryGround.Ground.Impossible("nothing is promised in Audit")
                : CanaryGround.of(
                        in.policy().subject(),
                        spec.namespaceSelector(),
                        ground.spec().exemptionsOrNone().namespaces(),
                        operatorNamespace);
        return new Work(
                territory,
                eligibility,
                revoked(in, eligibility),
                guards,
                canary instanceof CanaryGround.Ground.Prepared(var ignored, var objects)
                        ? objects
                        : List.<Manifest>of(),
                canary instanceof CanaryGround.Ground.Prepared(var namespace, var ignored)
                        ? Optional.of(namespace)
                        : Optional.<CanaryInputs.Namespace>empty(),
                canary instanceof CanaryGround.Ground.Impossible(var why) ? Optional.of(why) : Optional.<String>empty(),
                granted(in, eligibility),
                strays,
                // What takes its place must not be able to go there again, nor be made without the selector and wait
                // for ever.
                enforcing && spec.evict() && in.proved()
                        ? strays.stream().map(PodView::subject).toList()
                        : List.of(),
                enforcing);
    }

    private static Map<String, String> revoked(ResidencyInputs in, Eligibility eligibility) {
        var revoked = new TreeMap<String, String>();
        for (var node : in.nodes()) {
            var reason = eligibility.refused().get(node.name());
            if (node.labelled() && reason != null) {
                revoked.put(node.name(), reason);
            }
        }
        return revoked;
    }

    private static List<String> granted(ResidencyInputs in, Eligibility eligibility) {
        return in.nodes().stream()
                .filter(node -> !node.labelled() && !eligibility.refused().containsKey(node.name()))
                .map(ResidencyInputs.NodeView::name)
                .sorted()
                .toList();
    }

    /** Mirror pods are the kubelet's: evicting them only makes it start them again. */
    private static List<PodView> strays(ResidencyInputs in, Eligibility eligibility) {
        return in.pods().stream()
                .filter(pod -> !pod.mirror() && eligibility.refused().containsKey(pod.node()))
                .sorted(Comparator.comparing(PodView::subject))
                .toList();
    }
}
