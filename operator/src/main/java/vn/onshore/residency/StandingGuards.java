package vn.onshore.residency;

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
import vn.onshore.kube.Applier.Outcome;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.ResidencyInputs.Policy;
import vn.onshore.residency.guard.Guards;

/**
 * The guards of each policy as they were applied last. What somebody changes of them is put back at once: proofs, statuses
 * and whatever else a reconciliation does can wait, and a reconciliation that is under way is not waited for.
 */
final class StandingGuards {
    private static final Logger log = LoggerFactory.getLogger(StandingGuards.class);

    private final GuardObjects objects;
    private final Informers informers;
    private final Tampering tampering;
    private final EventRecorder events;
    private final Map<String, Standing> policies = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    StandingGuards(GuardObjects objects, Informers informers, Tampering tampering, EventRecorder events) {
        this.objects = objects;
        this.informers = informers;
        this.tampering = tampering;
        this.events = events;
    }

    /** Of one policy; {@code policy} and {@code guards} are guarded by the lock. */
    private static final class Standing {
        final ReentrantLock lock = new ReentrantLock();
        final AtomicBoolean due = new AtomicBoolean();
        /** Put back since a reconciliation asked last. */
        final AtomicBoolean restored = new AtomicBoolean();

        Policy policy;
        Guards guards = Guards.NONE;

        Standing(Policy policy) {
            this.policy = policy;
        }
    }

    /** Applies what a policy is compiled into; from now on this is what is put back. */
    List<Outcome> apply(Policy policy, Guards guards) {
        var standing = policies.computeIfAbsent(policy.name(), name -> new Standing(policy));
        standing.lock.lock();
        try {
            standing.policy = policy;
            standing.guards = guards;
            return write(guards);
        } finally {
            standing.lock.unlock();
        }
    }

    private List<Outcome> write(Guards guards) {
        underWay.incrementAndGet();
        try {
            return objects.apply(guards);
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Whether guards of any policy are being written. */
    boolean isWriting() {
        return underWay.get() > 0;
    }

    /** Nothing is put back any more. Returns when a put-back that was under way has ended. */
    void forget(String policy) {
        var standing = policies.remove(policy);
        if (standing != null) {
            standing.lock.lock();
            standing.guards = Guards.NONE;
            standing.lock.unlock();
        }
    }

    /** Whether anything was put back since this was asked last. */
    boolean restored(String policy) {
        var standing = policies.get(policy);
        return standing != null && standing.restored.getAndSet(false);
    }

    /**
     * A guard changed, by whomever. Returns at once.
     *
     * @param changed told the policy when there is something for a reconciliation to do
     */
    void touched(String policy, Consumer<String> changed) {
        var standing = policies.get(policy);
        if (standing == null) {
            changed.accept(policy);
        } else if (standing.due.compareAndSet(false, true)) {
            Thread.ofVirtual().name("put-back-" + policy).start(() -> {
                if (!asItWas(policy, standing)) {
                    changed.accept(policy);
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
            var outcomes = write(standing.guards);
            tell(standing.policy, standing, outcomes);
            return outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Applied done && !done.written())
                    && objects.areAll(standing.guards, standing.policy.uid());
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("policy", name)
                    .log("guards cannot be put back, the reconciliation tries again", e);
            return false;
        } finally {
            standing.lock.unlock();
        }
    }

    /** Somebody may have suspended the policy, or want something else by now: that is for a reconciliation to see. */
    private boolean isWanted(Standing standing) {
        return informers
                .get(Watched.RESIDENCY, null, standing.policy.name())
                .map(policy -> policy.tree().at("metadata"))
                .filter(metadata -> metadata.at("uid").text().equals(standing.policy.uid())
                        && metadata.at("generation").number(-1) == standing.policy.generation())
                .isPresent();
    }

    private void tell(Policy policy, Standing standing, List<Outcome> outcomes) {
        var since = tampering.since(policy.name());
        for (var outcome : outcomes) {
            if (outcome instanceof Outcome.Applied(var object, var written, var before) && written) {
                tell(policy, object, objects.outOfBand(before), since);
                standing.restored.set(true);
            }
        }
    }

    /** By an Event now, and by the next status. */
    void tell(Policy policy, Manifest guard, OutOfBand what, Instant since) {
        var took = tampering.restored(policy.name(), guard, what, since);
        events.tell(
                policy.subject(), EventRecorder.Reason.GuardRestored, "PutBack", Tampering.sentence(guard, what, took));
    }
}
