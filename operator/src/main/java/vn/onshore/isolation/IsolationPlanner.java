package vn.onshore.isolation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Datapath;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Mode;
import vn.onshore.boundary.Ground;
import vn.onshore.boundary.Problem;
import vn.onshore.isolation.IsolationPlan.Reason;
import vn.onshore.isolation.IsolationPlan.Stalled;
import vn.onshore.isolation.IsolationPlan.Work;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.guard.GuardInputs;
import vn.onshore.isolation.guard.Guards;
import vn.onshore.isolation.live.Question;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.verify.BreakGlass;
import vn.onshore.isolation.verify.Enforcement;
import vn.onshore.isolation.zoning.RequiredRoles;
import vn.onshore.isolation.zoning.ZoneMembers;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.isolation.zoning.ZoningReader;
import vn.onshore.isolation.zoning.ZoningReader.Reading;

/** Decides what is to be done for a resource. Pure. */
public final class IsolationPlanner {
    /** They delete what lost its owner or its namespace. */
    private static final List<String> CONTROLLERS = List.of(
            "system:serviceaccount:kube-system:generic-garbage-collector",
            "system:serviceaccount:kube-system:namespace-controller",
            "system:kube-controller-manager");

    private IsolationPlanner() {}

    /** @param compiler turns guard inputs into guards; the caller may remember results */
    public static IsolationPlan plan(IsolationInputs in, Function<GuardInputs, Guards> compiler, Instant now) {
        var spec = in.isolation().spec();
        if (spec.suspend()) {
            return new Stalled(
                    Reason.Suspended, "spec.suspend is true: nothing is applied or put back until it is set to false");
        }
        if (spec.mode() == null || spec.datapath() == null || spec.level() == null) {
            var field = spec.level() == null ? "spec.level" : spec.mode() == null ? "spec.mode" : "spec.datapath";
            return new Stalled(
                    Reason.InvalidSpec,
                    field + " has a value that this version does not know; upgrade the operator or change it");
        }
        return switch (in.boundary()) {
            case Ground.Missing missing -> new Stalled(Reason.BoundaryNotFound, missing.sentence());
            case Ground.Unusable unusable -> new Stalled(Reason.BoundaryInvalid, unusable.sentence());
            case Ground.Usable(var ignored, var boundary) ->
                switch (ZoningReader.read(spec, boundary.sites(), now, known(in))) {
                    case Reading.Flawed(var problems) ->
                        new Stalled(Reason.InvalidSpec, problems.getFirst().toString());
                    case Reading.Sound(var zoning) -> work(in, spec, zoning, compiler, now);
                };
        };
    }

    /** Break-glass that was open before. */
    private static List<String> known(IsolationInputs in) {
        return in.previous().breakGlass().stream()
                .map(use -> ZoningReader.identity(use.ticket(), use.notAfter()))
                .toList();
    }

    private static IsolationPlan work(
            IsolationInputs in,
            NetworkIsolationSpec spec,
            Zoning zoning,
            Function<GuardInputs, Guards> compiler,
            Instant now) {
        var members = ZoneMembers.of(zoning, in.namespaces());
        var overlap = members.overlap();
        if (overlap.isPresent()) {
            return new Stalled(Reason.ZonesOverlap, overlap.get().toString());
        }
        var namespaces = members.byZone();
        var problems = new ArrayList<Problem>();
        var schedule = IsolationProbes.schedule(spec.probes(), problems);
        if (!problems.isEmpty()) {
            return new Stalled(Reason.InvalidSpec, problems.getFirst().toString());
        }
        var plan = zoning.plan(in.dns(), OnshoreEgress.allowed(in.registered()));
        var probes = IsolationProbes.of(in, schedule, withBreakGlass(plan, zoning, now), now);
        var trusted = new ArrayList<>(CONTROLLERS);
        trusted.add(in.operator());
        var guards = spec.mode() == Mode.Audit
                ? Guards.NONE
                : compiler.apply(new GuardInputs(
                        in.isolation().name(),
                        in.isolation().uid(),
                        zoning,
                        zoning.openFlows(now),
                        namespaces,
                        zoning.moves().stream()
                                .filter(move -> !members.isDone(move))
                                .toList(),
                        in.own(),
                        in.dns(),
                        in.operator(),
                        in.probed().image().isThere(),
                        trusted,
                        in.server()));
        return new Work(
                zoning,
                guards,
                namespaces,
                spec.mode() == Mode.Enforce,
                question(in, plan, zoning, probes, now),
                RequiredRoles.missing(spec),
                probes,
                Stream.concat(
                                zoning.breakGlass().stream()
                                        .filter(open -> open.isOpen(now))
                                        .map(Zoning.BreakGlass::notAfter),
                                probes.again().stream())
                        .min(Instant::compareTo));
    }

    private static ZonePlan withBreakGlass(ZonePlan plan, Zoning zoning, Instant now) {
        var flows = Stream.concat(
                        plan.flows().stream(),
                        zoning.breakGlass().stream()
                                .filter(open -> open.isOpen(now))
                                .map(open -> Zoning.planned(open.flow())))
                .toList();
        return new ZonePlan(plan.zones(), flows, plan.relays());
    }

    private static Question question(
            IsolationInputs in, ZonePlan plan, Zoning zoning, IsolationProbes probes, Instant now) {
        var datapath = Objects.requireNonNull(in.isolation().spec().datapath());
        return new Question(
                plan,
                DatapathProfile.valueOf(datapath.name()),
                switch (probes.evidence().standing()) {
                    case Stopped -> Enforcement.Proved;
                    case GotThrough -> Enforcement.Refuted;
                    // Who names the plugin says that there is one, Worst says nothing.
                    case Inconclusive, NothingSent ->
                        datapath == Datapath.Worst ? Enforcement.Unproved : Enforcement.Declared;
                },
                zoning.breakGlass().stream()
                        .filter(open -> open.isOpen(now))
                        .map(open -> new BreakGlass(Zoning.planned(open.flow()), open.ticket(), open.notAfter()))
                        .toList(),
                Stream.concat(OnshoreEgress.judge(zoning, in.registered()).stream(), probes.leaks().stream())
                        .toList());
    }
}
