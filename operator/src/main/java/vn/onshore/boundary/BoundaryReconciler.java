package vn.onshore.boundary;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.onshore.api.v1alpha1.OnshoreBoundary;
import vn.onshore.api.v1alpha1.OnshoreBoundaryStatus;
import vn.onshore.kube.StatusWriter;
import vn.onshore.kube.Trigger;
import vn.onshore.kube.Watched;

/** OnshoreBoundary: says what the register made of it. */
@ControllerConfiguration(
        name = "onshoreboundary",
        informer = @Informer(comparableResourceVersions = false),
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
public final class BoundaryReconciler implements Reconciler<OnshoreBoundary> {
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final BoundaryRegister register;
    private final StatusWriter statuses;
    private final Trigger<OnshoreBoundary> trigger;
    private final Clock clock;

    public BoundaryReconciler(
            BoundaryRegister register, StatusWriter statuses, Trigger<OnshoreBoundary> trigger, Clock clock) {
        this.register = register;
        this.statuses = statuses;
        this.trigger = trigger;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, OnshoreBoundary>> prepareEventSources(EventSourceContext<OnshoreBoundary> context) {
        return List.of(trigger);
    }

    @Override
    public UpdateControl<OnshoreBoundary> reconcile(OnshoreBoundary resource, Context<OnshoreBoundary> context) {
        var control = UpdateControl.<OnshoreBoundary>noUpdate();
        var entry = register.get(resource.getMetadata().getName())
                .filter(known -> known.spec().equals(resource.getSpec()))
                .orElse(null);
        if (entry == null) {
            // The register has not read this version yet; it tells when it has.
            return control.rescheduleAfter(AGAIN);
        }
        var previous = resource.getStatus() == null ? OnshoreBoundaryStatus.NONE : resource.getStatus();
        var status = BoundaryReport.of(entry, previous, resource.getMetadata().getGeneration(), clock.instant());
        var written = statuses.write(Watched.BOUNDARY.kind(), resource, resource.getStatus(), status);
        return written == StatusWriter.Result.Superseded ? control.rescheduleAfter(AGAIN) : control;
    }
}
