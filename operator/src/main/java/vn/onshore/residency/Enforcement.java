package vn.onshore.residency;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.api.v1alpha1.GuardChanges;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.Applier;
import vn.onshore.kube.Applier.Desired;
import vn.onshore.kube.Applier.Outcome;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Labels;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.ResidencyPlan.Work;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.standing.OwnedObjects;
import vn.onshore.standing.StandingObjects;
import vn.onshore.standing.Tampering;

/** Carries a plan out, in the order that leaves no moment in which a pod could slip through. */
final class Enforcement {
    /** Field manager of everything that this feature writes. */
    static final String MANAGER = "onshore-residency";

    private static final int GONE = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;

    private final OwnedObjects objects;
    private final StandingObjects standing;
    private final NodeMarks marks;
    private final Informers informers;
    private final Applier applier;
    private final ApiServer server;
    private final EventRecorder events;
    private final Tampering tampering;

    Enforcement(Informers informers, Applier applier, ApiServer server, EventRecorder events, Tampering tampering) {
        objects = new OwnedObjects(informers, applier, MANAGER, OwnedObjects.ADMISSION);
        standing = new StandingObjects(Watched.RESIDENCY, objects, informers, tampering, events);
        marks = new NodeMarks(applier, events, MANAGER);
        this.informers = informers;
        this.applier = applier;
        this.server = server;
        this.events = events;
        this.tampering = tampering;
    }

    /**
     * What became of a plan.
     *
     * @param failures one sentence for each object that the server refused
     * @param superseded whether somebody else was quicker, so that it has to be looked at again at once
     * @param restored whether guards were put back that somebody else had changed
     * @param untold what was put back and no status tells of yet; null if nothing
     * @param evictionsLeft pods that are still there because a PodDisruptionBudget holds them
     */
    record Result(
            List<String> failures,
            boolean superseded,
            boolean restored,
            @Nullable GuardChanges untold,
            int evictionsLeft) {
        /** Nothing was done yet. */
        static final Result NOTHING = new Result(List.of(), false, false, null, 0);
    }

    private static StandingObjects.Owner owner(ResidencyInputs.Policy policy) {
        return new StandingObjects.Owner(policy.subject(), policy.generation());
    }

    Result carryOut(ResidencyInputs.Policy policy, DataResidencyStatus previous, Work work) {
        var failures = new ArrayList<String>();
        var since = tampering.since(policy.name());
        marks.revoke(policy, work.revoke(), failures);
        var outcomes =
                new ArrayList<>(standing.apply(owner(policy), work.guards().objects()));
        var restored = tellRestored(policy, previous, outcomes, since) | standing.restored(policy.name());
        var superseded = false;
        for (var outcome : outcomes) {
            switch (outcome) {
                case Outcome.Failed failed when failed.superseded() -> superseded = true;
                case Outcome.Failed failed -> failures.add(failed.sentence());
                case Outcome.Applied ignored -> {}
            }
        }
        objects.removeAllBut(work.guards().objects(), policy.uid(), failures);
        if (failures.isEmpty() && !superseded) {
            marks.grant(policy, work.grant(), failures);
        }
        var left = evict(policy, work.evict(), failures);
        return new Result(List.copyOf(failures), superseded, restored, tampering.untold(policy.name()), left);
    }

    /**
     * A guard of a policy changed, by whomever: it is put back, beside whatever is carried out. Returns at once.
     *
     * @param changed told the policy when there is something for a reconciliation to do
     */
    void guardTouched(String policy, Consumer<String> changed) {
        standing.touched(policy, changed);
    }

    /** From now on nobody puts guards back; what stands stays. */
    void rest(String policy) {
        standing.forget(policy);
    }

    /** Whether guards of any policy are being written. */
    boolean isWriting() {
        return standing.isWriting();
    }

    /**
     * Brings into being what canaries stand on: in order and one by one, since what stands in a namespace needs the
     * namespace. Nothing of it is cached.
     *
     * @return one sentence for each object that could not be had
     */
    List<String> prepare(List<Manifest> ground) {
        var refused = new ArrayList<String>();
        for (var object : ground) {
            try {
                applier.apply(List.of(new Desired(GroundKinds.of(object), object)), this::current, MANAGER).stream()
                        .filter(Outcome.Failed.class::isInstance)
                        .map(outcome -> ((Outcome.Failed) outcome).sentence())
                        .forEach(refused::add);
            } catch (UncheckedIOException e) {
                refused.add(object.kind() + " " + object.name() + " could not be looked for: " + e.getMessage());
            }
        }
        return refused;
    }

    private @Nullable Manifest current(Desired desired) {
        var namespace = desired.object().namespace();
        var answer = server.get(desired.kind()
                .path(namespace.isEmpty() ? null : namespace, desired.object().name()));
        return answer.ok() ? Manifest.of(answer.body().fields()) : null;
    }

    /** An object that was applied before and has to be written again although nothing else was wanted: somebody was there. */
    private boolean tellRestored(
            ResidencyInputs.Policy policy, DataResidencyStatus previous, List<Outcome> outcomes, Instant since) {
        var restored = false;
        var known = new HashMap<String, String>();
        previous.guards().forEach(guard -> known.put(guard.kind() + "/" + guard.name(), guard.digest()));
        for (var outcome : outcomes) {
            if (outcome instanceof Outcome.Applied(var object, var written, var before)
                    && written
                    && object.annotations()
                            .getOrDefault(Labels.DIGEST, "")
                            .equals(known.get(object.kind() + "/" + object.name()))) {
                standing.tell(owner(policy), object, objects.outOfBand(before), since);
                restored = true;
            }
        }
        return restored;
    }

    /**
     * Takes everything of a policy away: bindings, policies, then marks. Garbage collection takes the canaries' ground when
     * the policy is gone. Needs no boundary: that may be gone already.
     *
     * @throws IllegalStateException if something could not be taken away, so that it is tried again
     */
    void undo(ResidencyInputs.Policy policy) {
        var failures = new ArrayList<String>();
        standing.forget(policy.name());
        objects.removeAllBut(List.of(), policy.uid(), failures);
        var mark = GuardNames.nodeLabel(policy.name());
        marks.revoke(
                policy,
                informers
                        .all(Watched.NODE)
                        .filter(node -> node.labels().containsKey(mark))
                        .collect(Collectors.toMap(Manifest::name, node -> "the policy is deleted")),
                failures);
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.getFirst());
        }
    }

    private int evict(ResidencyInputs.Policy policy, List<Subject> pods, List<String> failures) {
        int left = 0;
        for (var pod : pods) {
            var answer = applier.evict(pod);
            if (answer.ok()) {
                events.tell(
                        policy.subject(),
                        EventRecorder.Reason.Evicted,
                        "Evict",
                        pod + " was evicted from a node that does not qualify");
            } else if (answer.code() == TOO_MANY_REQUESTS) {
                left++;
            } else if (answer.code() != GONE && answer.code() != CONFLICT) {
                failures.add(pod + " could not be evicted (" + answer.code() + "): " + answer.message());
            }
        }
        return left;
    }
}
