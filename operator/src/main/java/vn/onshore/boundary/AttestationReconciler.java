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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.Condition;
import vn.onshore.api.v1alpha1.SiteAttestation;
import vn.onshore.api.v1alpha1.SiteAttestationStatus;
import vn.onshore.boundary.attestation.Verification;
import vn.onshore.compliance.ConditionSet;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.Applier;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.Informers;
import vn.onshore.kube.StatusWriter;
import vn.onshore.kube.Trigger;
import vn.onshore.kube.Watched;

/** SiteAttestation: binds a valid statement to the Node object it was first seen with, and says whether it holds. */
@ControllerConfiguration(
        name = "siteattestation",
        informer = @Informer(comparableResourceVersions = false),
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
public final class AttestationReconciler implements Reconciler<SiteAttestation> {
    static final String MANAGER = "onshore-boundary";
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final BoundaryRegister register;
    private final Informers informers;
    private final Applier applier;
    private final StatusWriter statuses;
    private final EventRecorder events;
    private final Trigger<SiteAttestation> trigger;
    private final Clock clock;

    public AttestationReconciler(
            BoundaryRegister register,
            Informers informers,
            Applier applier,
            StatusWriter statuses,
            EventRecorder events,
            Trigger<SiteAttestation> trigger,
            Clock clock) {
        this.register = register;
        this.informers = informers;
        this.applier = applier;
        this.statuses = statuses;
        this.events = events;
        this.trigger = trigger;
        this.clock = clock;
    }

    private enum Reason {
        Verified,
        Binding,
        BoundaryNotReady
    }

    @Override
    public List<EventSource<?, SiteAttestation>> prepareEventSources(EventSourceContext<SiteAttestation> context) {
        return List.of(trigger);
    }

    @Override
    public UpdateControl<SiteAttestation> reconcile(SiteAttestation resource, Context<SiteAttestation> context) {
        var control = UpdateControl.<SiteAttestation>noUpdate();
        var name = resource.getMetadata().getName();
        var review = register.reviews(resource.getSpec().boundaryRef().name())
                .filter(r -> r.attestation().equals(name))
                .findFirst();
        review.ifPresent(r -> pin(name, r));
        var previous = resource.getStatus() == null ? SiteAttestationStatus.NONE : resource.getStatus();
        var status = review.map(r -> status(r, previous, resource.getMetadata().getGeneration()))
                .orElseGet(() -> unready(previous, resource));
        tellVoid(resource, previous, status);
        var written = statuses.write(Watched.SITE_ATTESTATION.kind(), resource, resource.getStatus(), status);
        return written == StatusWriter.Result.Superseded || review.isEmpty()
                ? control.rescheduleAfter(AGAIN.multipliedBy(review.isEmpty() ? 50 : 1))
                : control;
    }

    /** First sight binds the statement to this very Node object: a node made anew under the name is another node. */
    private void pin(String name, AttestationReview review) {
        review.valid()
                .filter(statement -> statement.nodeUid() == null)
                .ifPresent(statement -> informers
                        .get(Watched.NODE, null, statement.node())
                        .ifPresent(node -> applier.patch(
                                Watched.SITE_ATTESTATION.kind(),
                                null,
                                name,
                                Map.of(
                                        "metadata",
                                        Map.of(
                                                "annotations",
                                                Map.of(
                                                        BoundaryRegister.NODE_UID,
                                                        String.valueOf(
                                                                node.subject().uid())))),
                                MANAGER)));
    }

    private SiteAttestationStatus status(AttestationReview review, SiteAttestationStatus previous, long generation) {
        var conditions = ConditionSet.from(previous.conditions(), generation, clock.instant());
        switch (review.verification()) {
            case Verification.Refused(var reason, var sentence) -> conditions.stalled(reason, sentence);
            case Verification.Valid(var statement)
            when statement.nodeUid() == null ->
                conditions.progressing(Reason.Binding, "the signature holds; being bound to the node's uid");
            case Verification.Valid(var statement) ->
                conditions.set(
                        ConditionSet.READY,
                        true,
                        Reason.Verified,
                        "signed by " + statement.attestor() + ", in force until " + statement.expiresAt());
        }
        var statement = review.statement();
        return new SiteAttestationStatus(
                generation,
                conditions.build(),
                statement == null ? null : statement.node(),
                statement == null ? null : statement.site(),
                review.attestor(),
                statement == null ? null : statement.expiresAt().toString());
    }

    private SiteAttestationStatus unready(SiteAttestationStatus previous, SiteAttestation resource) {
        var generation = resource.getMetadata().getGeneration();
        var conditions = ConditionSet.from(previous.conditions(), generation, clock.instant())
                .progressing(
                        Reason.BoundaryNotReady,
                        "spec.boundaryRef.name: there is no usable OnshoreBoundary named "
                                + resource.getSpec().boundaryRef().name());
        return new SiteAttestationStatus(generation, conditions.build(), null, null, null, null);
    }

    private void tellVoid(SiteAttestation resource, SiteAttestationStatus before, SiteAttestationStatus after) {
        if (isReady(before) && !isReady(after)) {
            var meta = resource.getMetadata();
            var why = ConditionSet.find(after.conditions(), ConditionSet.READY)
                    .map(Condition::message)
                    .orElse("");
            events.tell(
                    new Subject(ApiGroup.API_VERSION, "SiteAttestation", null, meta.getName(), meta.getUid()),
                    EventRecorder.Reason.AttestationVoid,
                    "Void",
                    "no longer counts: " + why);
        }
    }

    private static boolean isReady(SiteAttestationStatus status) {
        return ConditionSet.find(status.conditions(), ConditionSet.READY)
                .filter(Condition::isTrue)
                .isPresent();
    }
}
