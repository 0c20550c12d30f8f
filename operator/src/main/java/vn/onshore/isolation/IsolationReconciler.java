package vn.onshore.isolation;

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
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import vn.onshore.api.v1alpha1.NetworkIsolation;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.isolation.IsolationInputs.Isolation;
import vn.onshore.isolation.IsolationPlan.Reason;
import vn.onshore.isolation.IsolationPlan.Stalled;
import vn.onshore.isolation.IsolationPlan.Work;
import vn.onshore.isolation.attempt.Trial;
import vn.onshore.isolation.live.AddressBook;
import vn.onshore.isolation.live.Judge;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.StatusWriter;
import vn.onshore.kube.Trigger;
import vn.onshore.kube.Watched;
import vn.onshore.standing.Proofs;
import vn.onshore.standing.Tampering;

/** NetworkIsolation: gather, plan, carry out, judge, report. */
@ControllerConfiguration(
        name = "networkisolation",
        finalizerName = "networkisolations.onshore.vn/guards",
        // Our own status writes must not hide a spec change that lands during them.
        informer = @Informer(comparableResourceVersions = false),
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
public final class IsolationReconciler implements Reconciler<NetworkIsolation>, Cleaner<NetworkIsolation> {
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration FAILED_AGAIN = Duration.ofSeconds(2);
    /** How soon what only time can put right is looked at again. */
    private static final Duration STALLED_AGAIN = Duration.ofSeconds(30);

    private final IsolationGatherer gatherer;
    private final IsolationEnforcement enforcement;
    private final ZoneProber prober;
    private final Judge judge;
    private final Proofs<GuardTarget, Trial> proofs;
    private final Tampering tampering;
    private final StatusWriter statuses;
    private final EventRecorder events;
    private final Trigger<NetworkIsolation> trigger;
    private final Clock clock;

    IsolationReconciler(
            IsolationGatherer gatherer,
            IsolationEnforcement enforcement,
            ZoneProber prober,
            Judge judge,
            Proofs<GuardTarget, Trial> proofs,
            Tampering tampering,
            StatusWriter statuses,
            EventRecorder events,
            Trigger<NetworkIsolation> trigger,
            Clock clock) {
        this.gatherer = gatherer;
        this.enforcement = enforcement;
        this.prober = prober;
        this.judge = judge;
        this.proofs = proofs;
        this.tampering = tampering;
        this.statuses = statuses;
        this.events = events;
        this.trigger = trigger;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, NetworkIsolation>> prepareEventSources(EventSourceContext<NetworkIsolation> context) {
        return List.of(trigger);
    }

    @Override
    public UpdateControl<NetworkIsolation> reconcile(NetworkIsolation resource, Context<NetworkIsolation> context) {
        var in = gatherer.gather(resource);
        var name = in.isolation().name();
        return switch (IsolationPlanner.plan(in, inputs -> gatherer.compile(name, inputs), clock.instant())) {
            case Stalled stalled -> {
                judge.forget(name);
                proofs.forget(name);
                if (stalled.reason() != Reason.ZonesOverlap) {
                    // Labels that somebody else set must not be a way to keep policies from being put back.
                    enforcement.rest(name);
                }
                var written = report(resource, in, IsolationReport.stalled(in, stalled, clock.instant()));
                yield UpdateControl.<NetworkIsolation>noUpdate()
                        .rescheduleAfter(written == StatusWriter.Result.Superseded ? AGAIN : STALLED_AGAIN);
            }
            case Work work -> {
                var result = enforcement.carryOut(in, work);
                prober.probe(in, work);
                judge.ask(name, work.question());
                prove(in, work, result);
                var seen = new IsolationReport.Seen(
                        judge.judgement(name, work.question()), proofs.last(name), gatherer.shadow(in, work));
                var written = report(resource, in, IsolationReport.of(in, work, result, seen, clock.instant()));
                if (written != StatusWriter.Result.Superseded) {
                    tampering.told(name, result.untold());
                }
                yield next(written, in, work, result);
            }
        };
    }

    private void prove(IsolationInputs in, Work work, IsolationEnforcement.Result result) {
        var name = in.isolation().name();
        if (!work.applied()
                || work.guards().admission().objects().isEmpty()
                || !result.failures().isEmpty()) {
            proofs.forget(name);
            return;
        }
        proofs.keep(name, gatherer.target(in.isolation(), work));
        if (result.restored()) {
            proofs.hurry(name);
        }
    }

    private UpdateControl<NetworkIsolation> next(
            StatusWriter.Result written, IsolationInputs in, Work work, IsolationEnforcement.Result result) {
        var control = UpdateControl.<NetworkIsolation>noUpdate();
        if (written == StatusWriter.Result.Superseded || result.superseded()) {
            return control.rescheduleAfter(AGAIN);
        }
        if (!result.failures().isEmpty()) {
            return control.rescheduleAfter(FAILED_AGAIN);
        }
        var addresses = in.registered().map(data -> clock.instant().plus(AddressBook.FRESH.multipliedBy(2)));
        return Stream.concat(work.again().stream(), addresses.stream())
                .min(Comparator.naturalOrder())
                .map(end -> control.rescheduleAfter(
                        Math.max(1, Duration.between(clock.instant(), end).toMillis())))
                .orElse(control);
    }

    private StatusWriter.Result report(NetworkIsolation resource, IsolationInputs in, NetworkIsolationStatus status) {
        var before = resource.getStatus();
        var written = statuses.write(Watched.ISOLATION.kind(), resource, before, status);
        if (written == StatusWriter.Result.Written) {
            IsolationAnnouncement.between(before == null ? NetworkIsolationStatus.NONE : before, status)
                    .forEach(each -> tell(in.isolation(), each));
        }
        resource.setStatus(status);
        return written;
    }

    private void tell(Isolation isolation, IsolationAnnouncement announcement) {
        events.tell(isolation.subject(), announcement.reason(), announcement.action(), announcement.note());
    }

    @Override
    public DeleteControl cleanup(NetworkIsolation resource, Context<NetworkIsolation> context) {
        var isolation = Isolation.of(resource);
        judge.forget(isolation.name());
        proofs.forget(isolation.name());
        tampering.forget(isolation.name());
        enforcement.undo(isolation);
        tell(isolation, IsolationAnnouncement.DELETED);
        return DeleteControl.defaultDelete();
    }
}
