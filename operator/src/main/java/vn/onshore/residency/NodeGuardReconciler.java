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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.api.v1alpha1.OnshoreBoundary;
import vn.onshore.api.v1alpha1.OnshoreBoundaryStatus;
import vn.onshore.api.v1alpha1.OnshoreBoundaryStatus.NodeGuardStatus;
import vn.onshore.kube.StatusWriter;
import vn.onshore.kube.Trigger;
import vn.onshore.kube.Watched;
import vn.onshore.standing.Tampering;

/** {@code spec.nodeGuard} of OnshoreBoundary: gather, plan, carry out. */
@ControllerConfiguration(
        name = "nodeguard",
        finalizerName = "onshoreboundaries.onshore.vn/node-guard",
        informer = @Informer(comparableResourceVersions = false),
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
public final class NodeGuardReconciler implements Reconciler<OnshoreBoundary>, Cleaner<OnshoreBoundary> {
    private static final Logger log = LoggerFactory.getLogger(NodeGuardReconciler.class);
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration FAILED_AGAIN = Duration.ofSeconds(2);
    /** How long an API server may still act on a policy that is gone. */
    private static final Duration GONE_FOR_SURE = Duration.ofSeconds(2);

    private final NodeGuardGatherer gatherer;
    private final NodeGuardEnforcement enforcement;
    private final Tampering tampering;
    private final StatusWriter statuses;
    private final Trigger<OnshoreBoundary> trigger;

    NodeGuardReconciler(
            NodeGuardGatherer gatherer,
            NodeGuardEnforcement enforcement,
            Tampering tampering,
            StatusWriter statuses,
            Trigger<OnshoreBoundary> trigger) {
        this.gatherer = gatherer;
        this.enforcement = enforcement;
        this.tampering = tampering;
        this.statuses = statuses;
        this.trigger = trigger;
    }

    @Override
    public List<EventSource<?, OnshoreBoundary>> prepareEventSources(EventSourceContext<OnshoreBoundary> context) {
        return List.of(trigger);
    }

    @Override
    public UpdateControl<OnshoreBoundary> reconcile(OnshoreBoundary resource, Context<OnshoreBoundary> context) {
        var control = UpdateControl.<OnshoreBoundary>noUpdate();
        var in = gatherer.gather(resource);
        if (in.isEmpty()) {
            return control.rescheduleAfter(AGAIN);
        }
        var plan = NodeGuardPlanner.plan(in.get());
        var result = carryOut(in.get(), plan);
        var told = tell(resource, plan, result);
        if (!result.failures().isEmpty()) {
            return control.rescheduleAfter(FAILED_AGAIN);
        }
        if (result.superseded() || !told) {
            return control.rescheduleAfter(AGAIN);
        }
        return result.removed() ? control.rescheduleAfter(GONE_FOR_SURE) : control;
    }

    /**
     * Adds to the status what is said of the node guard; all else in it is another reconciler's, and stays.
     *
     * @return false if somebody else wrote meanwhile, or has to write first
     */
    private boolean tell(OnshoreBoundary resource, NodeGuardPlan plan, NodeGuardEnforcement.Result result) {
        var before = resource.getStatus() == null ? OnshoreBoundaryStatus.NONE : resource.getStatus();
        var said = said(before.nodeGuard(), plan, result);
        if (Objects.equals(said, before.nodeGuard())) {
            return true;
        }
        if (before.observedGeneration() == null) {
            return false;
        }
        var status = before.withNodeGuard(said);
        var written = statuses.write(Watched.BOUNDARY.kind(), resource, before, status);
        if (written == StatusWriter.Result.Superseded) {
            return false;
        }
        resource.setStatus(status);
        tampering.told(resource.getMetadata().getName(), result.untold());
        return true;
    }

    private static @Nullable NodeGuardStatus said(
            @Nullable NodeGuardStatus before, NodeGuardPlan plan, NodeGuardEnforcement.Result result) {
        var skipped = StatusFindings.skipped(plan.guards());
        var changes = Tampering.merged(before == null ? null : before.guardChanges(), result.untold());
        return skipped.isEmpty() && changes == null ? null : new NodeGuardStatus(skipped, changes);
    }

    /** Ends when a look some time after the last removal finds nothing more to remove. */
    @Override
    public DeleteControl cleanup(OnshoreBoundary resource, Context<OnshoreBoundary> context) {
        var in = gatherer.farewell(resource);
        var result = carryOut(in, NodeGuardPlanner.plan(in));
        tampering.forget(resource.getMetadata().getName());
        return result.isDone() && !result.removed()
                ? DeleteControl.defaultDelete()
                : DeleteControl.noFinalizerRemoval().rescheduleAfter(GONE_FOR_SURE);
    }

    private NodeGuardEnforcement.Result carryOut(NodeGuardInputs in, NodeGuardPlan plan) {
        var result = enforcement.carryOut(in, plan);
        result.failures()
                .forEach(failure -> log.atWarn()
                        .addKeyValue("object", in.boundary().toString())
                        .log(failure));
        return result;
    }
}
