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
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.api.v1alpha1.OnshoreBoundary;
import vn.onshore.kube.Trigger;

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
    private final Trigger<OnshoreBoundary> trigger;

    NodeGuardReconciler(
            NodeGuardGatherer gatherer, NodeGuardEnforcement enforcement, Trigger<OnshoreBoundary> trigger) {
        this.gatherer = gatherer;
        this.enforcement = enforcement;
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
        var result = carryOut(in.get());
        if (!result.failures().isEmpty()) {
            return control.rescheduleAfter(FAILED_AGAIN);
        }
        if (result.superseded()) {
            return control.rescheduleAfter(AGAIN);
        }
        return result.removed() ? control.rescheduleAfter(GONE_FOR_SURE) : control;
    }

    /** Ends when a look some time after the last removal finds nothing more to remove. */
    @Override
    public DeleteControl cleanup(OnshoreBoundary resource, Context<OnshoreBoundary> context) {
        var result = carryOut(gatherer.farewell(resource));
        return result.isDone() && !result.removed()
                ? DeleteControl.defaultDelete()
                : DeleteControl.noFinalizerRemoval().rescheduleAfter(GONE_FOR_SURE);
    }

    private NodeGuardEnforcement.Result carryOut(NodeGuardInputs in) {
        var result = enforcement.carryOut(in, NodeGuardPlanner.plan(in));
        result.failures()
                .forEach(failure -> log.atWarn()
                        .addKeyValue("object", in.boundary().toString())
                        .log(failure));
        return result;
    }
}
