package vn.onshore.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.GuardChanges;
import vn.onshore.isolation.IsolationInputs.Isolation;
import vn.onshore.isolation.IsolationPlan.Work;
import vn.onshore.kube.Applier;
import vn.onshore.kube.Applier.Outcome;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Watched;
import vn.onshore.standing.OwnedObjects;
import vn.onshore.standing.StandingObjects;
import vn.onshore.standing.Tampering;

/** Carries a plan out. */
final class IsolationEnforcement {
    /** Field manager of everything that this feature writes. */
    static final String MANAGER = "onshore-isolation";

    /**
     * What refuses changes goes before what it protects, so that nothing of our own is in the way; the tier that nobody gets
     * past goes before the policies that close everything.
     */
    private static final List<Watched> REMOVAL_ORDER = Stream.concat(
                    OwnedObjects.ADMISSION.stream(),
                    Stream.of(Watched.CLUSTER_NETWORK_POLICY, Watched.ADMIN_NETWORK_POLICY, Watched.NETWORK_POLICY))
            .toList();

    private final Informers informers;
    private final OwnedObjects objects;
    private final StandingObjects standing;
    private final Tampering tampering;

    IsolationEnforcement(Informers informers, Applier applier, EventRecorder events, Tampering tampering) {
        this.informers = informers;
        objects = new OwnedObjects(informers, applier, MANAGER, REMOVAL_ORDER);
        standing = new StandingObjects(Watched.ISOLATION, objects, informers, tampering, events);
        this.tampering = tampering;
    }

    /**
     * What became of a plan.
     *
     * @param failures one sentence for each object that the server refused
     * @param superseded whether somebody else was quicker, so that it has to be looked at again at once
     * @param restored whether something was put back that somebody else had changed
     * @param untold what was put back and no status tells of yet; null if nothing
     */
    record Result(
            List<String> failures,
            boolean superseded,
            boolean restored,
            @Nullable GuardChanges untold) {}

    Result carryOut(IsolationInputs in, Work work) {
        var isolation = in.isolation();
        var failures = new ArrayList<String>();
        var superseded = false;
        var restored = false;
        if (work.applied()) {
            var since = tampering.since(isolation.name());
            for (var outcome : standing.apply(owner(isolation), work.guards().objects())) {
                switch (outcome) {
                    case Outcome.Failed failed when failed.superseded() -> superseded = true;
                    case Outcome.Failed failed when isGoing(failed.object().namespace()) -> {
                        // Nothing new can be made there, and what goes last with it is its policies.
                    }
                    case Outcome.Failed failed -> failures.add(failed.sentence());
                    case Outcome.Applied(var object, var written, var before)
                    when written && isAppliedAlready(in, work) -> {
                        restored = true;
                        standing.tell(owner(isolation), object, objects.outOfBand(before), since);
                    }
                    case Outcome.Applied ignored -> {}
                }
            }
        } else {
            standing.forget(isolation.name());
        }
        objects.removeAllBut(work.applied() ? work.guards().objects() : List.of(), isolation.uid(), failures);
        restored |= standing.restored(isolation.name());
        return new Result(List.copyOf(failures), superseded, restored, tampering.untold(isolation.name()));
    }

    private boolean isGoing(String namespace) {
        return !namespace.isEmpty()
                && informers
                        .get(Watched.NAMESPACE, null, namespace)
                        .map(found ->
                                found.tree().at("metadata", "deletionTimestamp").isPresent())
                        .orElse(true);
    }

    /** The same was applied in full before: what has to be written again, somebody changed. */
    private static boolean isAppliedAlready(IsolationInputs in, Work work) {
        var compiled = in.previous().compiled();
        return compiled != null
                && Boolean.TRUE.equals(compiled.applied())
                && work.guards().digest().equals(compiled.digest());
    }

    private static StandingObjects.Owner owner(Isolation isolation) {
        return new StandingObjects.Owner(isolation.subject(), isolation.generation());
    }

    /**
     * A generated object changed, by whomever: it is put back, beside whatever is carried out. Returns at once.
     *
     * @param changed told the resource when there is something for a reconciliation to do
     */
    void touched(String isolation, Consumer<String> changed) {
        standing.touched(isolation, changed);
    }

    /** Whether policies of any resource are being written. */
    boolean isWriting() {
        return standing.isWriting();
    }

    /** From now on nobody puts anything back; what stands stays. */
    void rest(String isolation) {
        standing.forget(isolation);
    }

    /**
     * Takes everything of a resource away. Needs neither its boundary nor a spec that can be used.
     *
     * @throws IllegalStateException if something could not be taken away, so that it is tried again
     */
    void undo(Isolation isolation) {
        var failures = new ArrayList<String>();
        standing.forget(isolation.name());
        objects.removeAllBut(List.of(), isolation.uid(), failures);
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.getFirst());
        }
    }
}
