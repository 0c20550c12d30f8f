package vn.onshore.residency;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vn.onshore.api.v1alpha1.DataResidency;
import vn.onshore.api.v1alpha1.OnshoreBoundary;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.kube.Cluster;
import vn.onshore.kube.Discovery;
import vn.onshore.kube.Trigger;
import vn.onshore.residency.live.Judge;
import vn.onshore.residency.live.Sweep;
import vn.onshore.residency.live.Sweeper;
import vn.onshore.residency.prove.AccountTokens;
import vn.onshore.residency.prove.ApiEndpoint;
import vn.onshore.residency.prove.Proof;
import vn.onshore.residency.prove.ResidencyProver;
import vn.onshore.run.Clockwork;
import vn.onshore.run.Paced;
import vn.onshore.run.Settings;
import vn.onshore.standing.OwnedObjects;
import vn.onshore.standing.Proofs;
import vn.onshore.standing.Tampering;

/** The parts of DataResidency, put together. */
public final class ResidencyFeature implements AutoCloseable {
    /** Findings alone do not make a status change more often than this. */
    private static final Duration PACE = Duration.ofMillis(100);

    private static final Duration EXPIRY_TICK = Duration.ofSeconds(1);

    /** How long a kind that is new may go without its guard, and without a look at what there is of it. */
    private static final Duration KINDS_TICK = Duration.ofSeconds(2);

    /** The rule of the exit catalogue that speaks of guards that were changed. */
    private static final String LOOSENING = "E59";

    private final Discovery discovery;
    private final Judge judge;
    private final Sweeper sweeper;
    private final ResidencyProver prover;
    private final Proofs<CanaryTarget, Proof> proofs;
    private final Tampering tampering;
    private final Tampering nodeGuardTampering;
    private final Paced paced;
    private final Trigger<DataResidency> trigger = new Trigger<>(DataResidency.class);
    private final Enforcement enforcement;
    private final ResidencyReconciler reconciler;
    private final Trigger<OnshoreBoundary> nodeGuardTrigger = new Trigger<>(OnshoreBoundary.class);
    private final NodeGuardReconciler nodeGuard;
    private final BoundaryRegister boundaries;
    private final Clock clock;

    /** @param client to ask for the tokens of canaries */
    public ResidencyFeature(Cluster cluster, BoundaryRegister boundaries, KubernetesClient client, Settings settings) {
        clock = cluster.clock();
        discovery = cluster.discovery();
        this.boundaries = boundaries;
        judge = new Judge(cluster.informers(), boundaries, settings.clusterDomain());
        cluster.informers().listen(judge);
        paced = new Paced(trigger::reconcile, PACE);
        sweeper = new Sweeper(
                new Sweep(cluster.server(), cluster.informers(), clock),
                judge,
                discovery::again,
                settings.sweepInterval(),
                trigger::reconcile);
        prover = new ResidencyProver(
                ApiEndpoint.of(client.getConfiguration()), new AccountTokens(client, settings.namespace()), clock);
        tampering = new Tampering(LOOSENING, clock);
        enforcement =
                new Enforcement(cluster.informers(), cluster.applier(), cluster.server(), cluster.events(), tampering);
        proofs = new Proofs<>(this::prove, enforcement::isWriting, clock, trigger::reconcile);
        var gatherer = new ResidencyGatherer(
                cluster.informers(), boundaries, judge, sweeper, proofs, discovery::known, settings, cluster.self());
        reconciler = new ResidencyReconciler(
                gatherer, enforcement, proofs, tampering, cluster.statuses(), cluster.events(), trigger, clock);
        var guards = new OwnedObjects(
                cluster.informers(), cluster.applier(), NodeGuardEnforcement.MANAGER, OwnedObjects.ADMISSION);
        nodeGuardTampering = new Tampering(LOOSENING, clock);
        var guarding = new NodeGuardEnforcement(guards, cluster.applier(), cluster.events(), nodeGuardTampering);
        nodeGuard = new NodeGuardReconciler(
                new NodeGuardGatherer(
                        cluster.informers(), boundaries, guards, guarding, discovery::known, cluster.self()),
                guarding,
                nodeGuardTampering,
                cluster.statuses(),
                nodeGuardTrigger);
    }

    /** One round of canaries. Without the ground that they stand on, it shows nothing. */
    private Proof prove(CanaryTarget target) {
        var refused = enforcement.prepare(target.ground());
        return refused.isEmpty() ? prover.prove(target.plan()) : new Proof(clock.instant(), List.of(), refused);
    }

    public Reconciler<DataResidency> reconciler() {
        return reconciler;
    }

    public Reconciler<OnshoreBoundary> nodeGuard() {
        return nodeGuard;
    }

    /**
     * Judges what the caches hold, and from now on what changes. Returns when every boundary and policy is known, so that
     * no reconciler takes a boundary for missing that was only not read yet.
     *
     * @param boundaryChanged told the name of a boundary by which something stands differently
     */
    public void judge(Consumer<String> boundaryChanged) throws InterruptedException {
        judge.start(
                policy -> {
                    tampering.noticed(policy);
                    enforcement.guardTouched(policy, paced);
                },
                paced,
                boundary -> {
                    nodeGuardTampering.noticed(boundary);
                    nodeGuardTrigger.reconcile(boundary);
                    boundaryChanged.accept(boundary);
                },
                name -> sweeper.soon());
    }

    /**
     * Begins to sweep, to follow the kinds that are served, and to attack the guards while this replica leads.
     *
     * @param kindsTurned told as well when other kinds are served
     */
    public void prove(Clockwork clockwork, Supplier<Boolean> leading, Runnable kindsTurned) {
        sweeper.start();
        discovery.listen(() -> {
            this.kindsTurned();
            kindsTurned.run();
        });
        clockwork.every(KINDS_TICK, "kinds", discovery::look);
        clockwork.every(Proofs.TICK, "proofs", () -> {
            if (leading.get()) {
                proofs.tick();
            }
        });
        clockwork.every(
                EXPIRY_TICK,
                "expiry",
                () -> boundaries.nextExpired(clock.instant()).ifPresent(expired -> judge.rebuild()));
    }

    /** Which guards there are depends on what is served, and nobody has looked at what is new. */
    private void kindsTurned() {
        judge.watches().map(watch -> watch.view().name()).forEach(trigger::reconcile);
        boundaries.all().map(BoundaryRegister.Entry::name).forEach(nodeGuardTrigger::reconcile);
        sweeper.soon();
    }

    /** Guards that others had changed and that were put back since the start. */
    public long guardsRestored() {
        return tampering.total() + nodeGuardTampering.total();
    }

    /** Changes that wait to be judged. */
    public int backlog() {
        return judge.backlog();
    }

    @Override
    public void close() {
        judge.close();
        sweeper.close();
        paced.close();
        prover.close();
    }
}
