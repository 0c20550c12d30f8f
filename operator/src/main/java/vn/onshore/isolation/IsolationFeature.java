package vn.onshore.isolation;

import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.NetworkIsolation;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.isolation.attempt.GuardTrier;
import vn.onshore.isolation.attempt.Trial;
import vn.onshore.isolation.guard.GuardNames;
import vn.onshore.isolation.live.AddressBook;
import vn.onshore.isolation.live.ConfigMaps;
import vn.onshore.isolation.live.FlowLogs;
import vn.onshore.isolation.live.Judge;
import vn.onshore.isolation.live.UnwatchedKinds;
import vn.onshore.isolation.prove.ProbeImage;
import vn.onshore.isolation.verify.Sighting;
import vn.onshore.kube.Cluster;
import vn.onshore.kube.Discovery;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Labels;
import vn.onshore.kube.Trigger;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.run.Clockwork;
import vn.onshore.run.Paced;
import vn.onshore.standing.Proofs;
import vn.onshore.standing.Tampering;

/** The parts of NetworkIsolation, put together. */
public final class IsolationFeature implements Informers.Listener, AutoCloseable {
    /** The rule by which a policy that somebody changed is a finding. */
    private static final String FLOW_CONTROL = "QCVN12-NET-02";

    /** What changes around a resource makes it looked at no more often than this. */
    private static final Duration PACE = Duration.ofMillis(100);

    /** How long a policy of a kind that is not watched may go unseen. */
    private static final Duration UNWATCHED_TICK = Duration.ofSeconds(5);

    private final Informers informers;
    private final Discovery discovery;
    private final Judge judge;
    private final UnwatchedKinds unwatched;
    private final FlowLogs logs;
    private final Tampering tampering;
    private final IsolationEnforcement enforcement;
    private final Proofs<GuardTarget, Trial> proofs;
    private final ZoneProber prober;
    private final Trigger<NetworkIsolation> trigger = new Trigger<>(NetworkIsolation.class);
    private final Paced paced = new Paced(trigger::reconcile, PACE);
    private final IsolationGatherer gatherer;
    private final IsolationReconciler reconciler;
    private volatile List<Sighting> seen = List.of();

    /** @param probeImage what probes run */
    public IsolationFeature(Cluster cluster, BoundaryRegister boundaries, ProbeImage probeImage) {
        informers = cluster.informers();
        discovery = cluster.discovery();
        judge = new Judge(informers, cluster.clock());
        unwatched = new UnwatchedKinds(cluster.server());
        var configMaps = new ConfigMaps(cluster.server());
        logs = new FlowLogs(configMaps, informers);
        tampering = new Tampering(FLOW_CONTROL, cluster.clock());
        enforcement = new IsolationEnforcement(informers, cluster.applier(), cluster.events(), tampering);
        prober = new ZoneProber(informers, cluster.applier(), probeImage, cluster.clock());
        gatherer = new IsolationGatherer(
                informers,
                boundaries,
                new AddressBook(configMaps, cluster.clock()),
                logs,
                prober,
                discovery::known,
                cluster.self());
        var trier = new GuardTrier(cluster.server(), cluster.clock());
        proofs = new Proofs<>(
                target -> trier.tryAll(target.plan()), enforcement::isWriting, cluster.clock(), trigger::reconcile);
        reconciler = new IsolationReconciler(
                gatherer,
                enforcement,
                prober,
                judge,
                proofs,
                tampering,
                cluster.statuses(),
                cluster.events(),
                trigger,
                cluster.clock());
        informers.listen(judge);
        informers.listen(logs);
        informers.listen(this);
    }

    public Reconciler<NetworkIsolation> reconciler() {
        return reconciler;
    }

    /** Begins to judge what the caches hold and what changes. */
    public void judge() {
        judge.start(paced);
    }

    /**
     * Begins to look for policies of kinds that are not watched, and, while this replica leads, for news in flow logs, and to
     * try the guards.
     */
    public void look(Clockwork clockwork, BooleanSupplier leading) {
        clockwork.every(Proofs.TICK, "zone proofs", () -> {
            if (leading.getAsBoolean()) {
                proofs.tick();
            }
        });
        clockwork.every(FlowLogs.TICK, "flow logs", () -> {
            if (leading.getAsBoolean()) {
                logs.look(paced);
            }
        });
        clockwork.every(UNWATCHED_TICK, "unwatched kinds", () -> {
            if (judge.isAsked()) {
                var now = unwatched.look(discovery.known());
                if (!now.equals(seen)) {
                    seen = now;
                    judge.found(now);
                }
            }
        });
    }

    /** Other kinds are served: which policies are compiled, and which are read, depends on it. */
    public void kindsTurned() {
        all();
    }

    /** A boundary says something else, or nothing of it can be used any more. */
    public void boundaryChanged(String boundary) {
        informers
                .all(Watched.ISOLATION)
                .filter(each ->
                        each.tree().at("spec", "boundaryRef", "name").text().equals(boundary))
                .forEach(each -> paced.accept(each.name()));
    }

    @Override
    public void changed(Watched kind, @Nullable Manifest before, @Nullable Manifest after) {
        var object = Objects.requireNonNull(before == null ? after : before);
        switch (kind) {
            case NETWORK_POLICY, CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, VALIDATING_POLICY, VALIDATING_BINDING ->
                touched(object, after);
            case ISOLATION -> {
                if (after == null) {
                    enforcement.rest(object.name());
                    proofs.forget(object.name());
                    tampering.forget(object.name());
                    judge.forget(object.name());
                    gatherer.forget(object.name());
                    prober.forget(String.valueOf(object.subject().uid()));
                }
            }
            case NAMESPACE -> {
                if (before == null
                        || after == null
                        || !before.labels().equals(after.labels())
                        || isGoing(before) != isGoing(after)) {
                    all();
                }
            }
            case NODE -> {
                if (before == null || after == null || !networks(before).equals(networks(after))) {
                    all();
                }
            }
            case SERVICE_CIDR -> all();
            case PROBE_JOB, PROBE_POD ->
                informers
                        .get(Watched.ISOLATION, null, object.labels().getOrDefault(Labels.PROBE, ""))
                        .ifPresent(isolation -> paced.accept(isolation.name()));
            case SERVICE, ENDPOINT_SLICE -> {
                if (isOfTheSystem(object)) {
                    all();
                }
            }
            default -> {}
        }
    }

    /** Straight on: while a policy is missing, everything else can wait. */
    private void touched(Manifest object, @Nullable Manifest after) {
        var owner = object.labels().get(GuardNames.ISOLATION_LABEL);
        if (owner != null && Labels.ONSHORE.equals(object.labels().get(Labels.MANAGED_BY))) {
            if (after == null || !object.tree().equals(after.tree())) {
                tampering.noticed(owner);
            }
            enforcement.touched(owner, paced);
        }
    }

    /** Nothing can be made in it any more, not even in dry-run. */
    private static boolean isGoing(Manifest namespace) {
        return namespace.tree().at("metadata", "deletionTimestamp").isPresent();
    }

    private static String networks(Manifest node) {
        return node.tree().at("spec", "podCIDRs").texts() + " "
                + node.tree().at("status", "addresses").value();
    }

    /** Where the cluster's DNS runs. */
    private static boolean isOfTheSystem(Manifest object) {
        return object.namespace().equals("kube-system") || object.namespace().equals("openshift-dns");
    }

    private void all() {
        informers.all(Watched.ISOLATION).forEach(each -> paced.accept(each.name()));
    }

    /** Policies that others had changed and that were put back since the start. */
    public long guardsRestored() {
        return tampering.total();
    }

    /** Changes that wait to be judged. */
    public int backlog() {
        return judge.backlog();
    }

    @Override
    public void close() {
        judge.close();
        paced.close();
    }
}
