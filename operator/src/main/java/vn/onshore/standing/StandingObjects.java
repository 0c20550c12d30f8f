package vn.onshore.standing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.Applier.Outcome;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/**
 * What each owner was compiled into, as it was applied last. What somebody changes of them is put back at once: proofs, statuses
 * and whatever else a reconciliation does can wait, and a reconciliation that is under way is not waited for.
 */
public final class StandingObjects {
    private static final Logger log = LoggerFactory.getLogger(StandingObjects.class);

    private final Watched owners;
    private final OwnedObjects objects;
    private final Informers informers;
    private final Tampering tampering;
    private final EventRecorder events;
    private final Map<String, Standing> owned = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param owners kind of the owners */
    public StandingObjects(
            Watched owners, OwnedObjects objects, Informers informers, Tampering tampering, EventRecorder events) {
        this.owners = owners;
        this.objects = objects;
        this.informers = informers;
        this.tampering = tampering;
        this.events = events;
    }

    /**
     * Whose objects they are.
     *
     * @param generation of the spec that they were compiled from
     */
    public record Owner(Subject subject, long generation) {
        String name() {
            return subject.name();
        }

        String uid() {
            return String.valueOf(subject.uid());
        }
    }

    /** Of one owner; {@code owner} and {@code objects} are guarded by the lock. */
    private static final class Standing {
        final ReentrantLock lock = new ReentrantLock();
        final AtomicBoolean due = new AtomicBoolean();
        /** Put back since a reconciliation asked last. */
        final AtomicBoolean restored = new AtomicBoolean();

        Owner owner;
        List<Manifest> objects = List.of();

        Standing(Owner owner) {
            this.owner = owner;
        }
    }

    /** Applies what an owner is compiled into; from now on this is what is put back. */
    public List<Outcome> apply(Owner owner, List<Manifest> wanted) {
        var standing = owned.computeIfAbsent(owner.name(), name -> new Standing(owner));
        standing.lock.lock();
        try {
            standing.owner = owner;
            standing.objects = wanted;
            return write(wanted);
        } finally {
            standing.lock.unlock();
        }
    }

    private List<Outcome> write(List<Manifest> wanted) {
        underWay.incrementAndGet();
        try {
            return objects.apply(wanted);
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Whether objects of any owner are being written. */
    public boolean isWriting() {
        return underWay.get() > 0;
    }

    /** Nothing is put back any more. Returns when a put-back that was under way has ended. */
    public void forget(String owner) {
        var standing = owned.remove(owner);
        if (standing != null) {
            standing.lock.lock();
            standing.objects = List.of();
            standing.lock.unlock();
        }
    }

    /** Whether anything was put back since this was asked last. */
    public boolean restored(String owner) {
        var standing = owned.get(owner);
        return standing != null && standing.restored.getAndSet(false);
    }

    /**
     * A guard changed, by whomever. Returns at once.
     *
     * @param changed told the owner when there is something for a reconciliation to do
     */
    public void touched(String owner, Consumer<String> changed) {
        var standing = owned.get(owner);
        if (standing == null) {
            changed.accept(owner);
        } else if (standing.due.compareAndSet(false, true)) {
            Thread.ofVirtual().name("put-back-" + owner).start(() -> {
                if (!asItWas(owner, standing)) {
                    changed.accept(owner);
                }
            });
        }
    }

    /** @return whether nothing had to be done, so that there is nothing to tell either */
    private boolean asItWas(String name, Standing standing) {
        standing.lock.lock();
        try {
            standing.due.set(false);
            if (!isWanted(standing)) {
                return false;
            }
            var outcomes = write(standing.objects);
            tell(standing.owner, standing, outcomes);
            return outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Applied done && !done.written())
                    && objects.areAll(standing.objects, standing.owner.uid());
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("owner", name)
                    .log("objects cannot be put back, the reconciliation tries again", e);
            return false;
        } finally {
            standing.lock.unlock();
        }
    }

    /** Somebody may have suspended the owner, or want something else by now: that is for a reconciliation to see. */
    private boolean isWanted(Standing standing) {
        return informers
                .get(owners, null, standing.owner.name())
                .map(found -> found.tree().at("metadata"))
                .filter(metadata -> metadata.at("uid").text().equals(standing.owner.uid())
                        && metadata.at("generation").number(-1) == standing.owner.generation())
                .isPresent();
    }

    private void tell(Owner owner, Standing standing, List<Outcome> outcomes) {
        var since = tampering.since(owner.name());
        for (var outcome : outcomes) {
            if (outcome instanceof Outcome.Applied(var object, var written, var before) && written) {
                tell(owner, object, objects.outOfBand(before), since);
                standing.restored.set(true);
            }
        }
    }

    /** By an Event now, and by the next status. */
    public void tell(Owner owner, Manifest guard, OutOfBand what, Instant since) {
        var took = tampering.restored(owner.name(), guard, what, since);
        events.tell(
                owner.subject(), EventRecorder.Reason.GuardRestored, "PutBack", Tampering.sentence(guard, what, took));
    }
}
