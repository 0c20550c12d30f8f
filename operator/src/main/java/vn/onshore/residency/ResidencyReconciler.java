package vn.onshore.residency;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.DataResidency;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.StatusWriter;
import vn.onshore.kube.Trigger;
import vn.onshore.kube.Watched;
import vn.onshore.residency.ResidencyPlan.Stalled;
import vn.onshore.residency.ResidencyPlan.Work;
import vn.onshore.residency.prove.Proof;
import vn.onshore.standing.Proofs;
import vn.onshore.standing.Tampering;

/** DataResidency: gather, plan, carry out, prove, report. */
@ControllerConfiguration(
        name = "dataresidency",
        finalizerName = "dataresidencies.onshore.vn/guards",
        // Our own status writes must not hide a spec change that lands during them.
        informer = @Informer(comparableResourceVersions = false),
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
public final class ResidencyReconciler implements Reconciler<DataResidency>, Cleaner<DataResidency> {
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration FAILED_AGAIN = Duration.ofSeconds(2);
    private static final Duration EVICT_AGAIN = Duration.ofSeconds(5);

    private final ResidencyGatherer gatherer;
    private final Enforcement enforcement;
    private final Proofs<CanaryTarget, Proof> proofs;
    private final Tampering tampering;
    private final StatusWriter statuses;
    private final EventRecorder events;
    private final Trigger<DataResidency> trigger;
    private final Clock clock;

    ResidencyReconciler(
            ResidencyGatherer gatherer,
            Enforcement enforcement,
            Proofs<CanaryTarget, Proof> proofs,
            Tampering tampering,
            StatusWriter statuses,
            EventRecorder events,
            Trigger<DataResidency> trigger,
            Clock clock) {
        this.gatherer = gatherer;
        this.enforcement = enforcement;
        this.proofs = proofs;
        this.tampering = tampering;
        this.statuses = statuses;
        this.events = events;
        this.trigger = trigger;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, DataResidency>> prepareEventSources(EventSourceContext<DataResidency> context) {
        return List.of(trigger);
    }

    @Override
    public UpdateControl<DataResidency> reconcile(DataResidency resource, Context<DataResidency> context) {
        var in = gatherer.gather(resource);
        return switch (gatherer.plan(in)) {
            case Stalled stalled -> {
                proofs.forget(resource.getMetadata().getName());
                enforcement.rest(resource.getMetadata().getName());
                yield next(report(resource, in, ResidencyReport.stalled(in, stalled, clock.instant())), null);
            }
            case Work work -> {
                if (work.enforcing() && in.previous().guards().isEmpty()) {
                    preview(resource, in, work);
                }
                var result = enforcement.carryOut(in.policy(), in.previous(), work);
                prove(in, work, result);
                var seen = gatherer.seen(in.policy().name());
                var written = report(resource, in, ResidencyReport.of(in, work, result, seen, clock.instant()));
                if (written != StatusWriter.Result.Superseded) {
                    tampering.told(in.policy().name(), result.untold());
                }
                yield next(written, result);
            }
        };
    }

    /** What will be refused is told before anything is. */
    private void preview(DataResidency resource, ResidencyInputs in, Work work) {
        var seen = gatherer.seen(in.policy().name());
        var status = ResidencyReport.of(in, work, Enforcement.Result.NOTHING, seen, clock.instant());
        report(resource, in, status.withoutGuards());
    }

    private void prove(ResidencyInputs in, Work work, Enforcement.Result result) {
        var name = in.policy().name();
        if (work.canary().isEmpty() || !result.failures().isEmpty()) {
            proofs.forget(name);
            return;
        }
        proofs.keep(name, gatherer.target(in, work));
        if (result.restored()) {
            proofs.hurry(name);
        }
    }

    private StatusWriter.Result report(DataResidency resource, ResidencyInputs in, DataResidencyStatus status) {
        var before = resource.getStatus();
        var written = statuses.write(Watched.RESIDENCY.kind(), resource, before, status);
        if (written == StatusWriter.Result.Written) {
            Announcement.between(before == null ? DataResidencyStatus.NONE : before, status, in.released())
                    .forEach(each -> tell(in.policy(), each));
        }
        resource.setStatus(status);
        return written;
    }

    private void tell(ResidencyInputs.Policy policy, Announcement announcement) {
        events.tell(policy.subject(), announcement.reason(), announcement.action(), announcement.note());
    }

    private static UpdateControl<DataResidency> next(StatusWriter.Result written, Enforcement.@Nullable Result result) {
        var control = UpdateControl.<DataResidency>noUpdate();
        if (written == StatusWriter.Result.Superseded || result != null && result.superseded()) {
            return control.rescheduleAfter(AGAIN);
        }
        if (result != null && !result.failures().isEmpty()) {
            return control.rescheduleAfter(FAILED_AGAIN);
        }
        return result != null && result.evictionsLeft() > 0 ? control.rescheduleAfter(EVICT_AGAIN) : control;
    }

    @Override
    public DeleteControl cleanup(DataResidency resource, Context<DataResidency> context) {
        var policy = ResidencyInputs.Policy.of(resource);
        gatherer.forget(policy.name());
        proofs.forget(policy.name());
        tampering.forget(policy.name());
        enforcement.undo(policy);
        tell(policy, Announcement.DELETED);
        return DeleteControl.defaultDelete();
    }
}
