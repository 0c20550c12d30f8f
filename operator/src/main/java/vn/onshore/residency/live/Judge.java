package vn.onshore.residency.live;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Json;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.residency.verify.PolicyView;

/**
 * Judges what changes, as it changes. One thread does all of it in the order in which the news came, so that nothing
 * here needs a lock.
 */
public final class Judge implements Informers.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Judge.class);

    private final Informers informers;
    private final BoundaryRegister boundaries;
    private final String clusterDomain;
    private final Map<String, PolicyWatch> policies = new ConcurrentHashMap<>();
    private final Map<String, DataResidencySpec> specs = new HashMap<>();
    private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
    private final AtomicBoolean rebuilding = new AtomicBoolean();
    private final Thread thread;
    private volatile Consumer<String> guardTouched = name -> {};
    private volatile Consumer<String> policyChanged = name -> {};
    private volatile Consumer<String> boundaryChanged = name -> {};
    private volatile Consumer<String> policyRenewed = name -> {};

    public Judge(Informers informers, BoundaryRegister boundaries, String clusterDomain) {
        this.informers = informers;
        this.boundaries = boundaries;
        this.clusterDomain = clusterDomain;
        this.thread = Thread.ofPlatform().daemon().name("judge").unstarted(this::work);
    }

    /**
     * Returns when what the caches hold has been judged.
     *
     * @param guardTouched told the name of a policy of which a generated object changed
     * @param policyChanged told the name of a policy whose findings or nodes changed
     * @param boundaryChanged told the name of a boundary by which something stands differently, or of which a generated
     *     object changed
     * @param policyRenewed told the name of a policy of which a sweep has to judge something anew
     */
    public void start(
            Consumer<String> guardTouched,
            Consumer<String> policyChanged,
            Consumer<String> boundaryChanged,
            Consumer<String> policyRenewed)
            throws InterruptedException {
        this.guardTouched = guardTouched;
        this.policyChanged = policyChanged;
        this.boundaryChanged = boundaryChanged;
        this.policyRenewed = policyRenewed;
        thread.start();
        rebuild();
        var read = new CountDownLatch(1);
        news.add(read::countDown);
        read.await();
    }

    public Optional<PolicyWatch> watch(String policy) {
        return Optional.ofNullable(policies.get(policy));
    }

    public Stream<PolicyWatch> watches() {
        return policies.values().stream();
    }

    /** News that wait to be judged. */
    public int backlog() {
        return news.size();
    }

    /** Verifies every statement and node anew, soon. */
    public void rebuild() {
        if (rebuilding.compareAndSet(false, true)) {
            news.add(() -> {
                rebuilding.set(false);
                var changed = boundaries.rebuild();
                changed.forEach(boundaryChanged);
                var renewed = specs.entrySet().stream()
                        .filter(each ->
                                changed.contains(each.getValue().boundaryRef().name()))
                        .toList();
                // Guards follow a boundary without waiting until everything is judged by it.
                renewed.forEach(each -> policyChanged.accept(each.getKey()));
                renewed.forEach(each -> renew(each.getKey(), each.getValue(), true));
            });
        }
    }

    @Override
    public void changed(Watched kind, @Nullable Manifest before, @Nullable Manifest after) {
        if (Watched.guards().contains(kind)) {
            // Straight on: while a guard is missing, everything else can wait.
            GuardOwner.of(before, after, informers).forEach(this::tell);
            return;
        }
        switch (kind) {
            case BOUNDARY, SITE_ATTESTATION -> {
                if (!sameSpec(before, after)) {
                    rebuild();
                }
            }
            case RESIDENCY -> news.add(() -> policy(before, after));
            case NODE -> nodeChanged(before, after);
            case CSI_NODE -> news.add(() -> node(name(before, after)));
            case NAMESPACE -> {
                if (before == null || after == null || !before.labels().equals(after.labels())) {
                    news.add(() -> namespace(before, after));
                }
            }
            case NETWORK_POLICY,
                    CLUSTER_NETWORK_POLICY,
                    ADMIN_NETWORK_POLICY,
                    BASELINE_ADMIN_NETWORK_POLICY,
                    SERVICE_CIDR,
                    ISOLATION -> {
                // They say nothing of where anything is.
            }
            default -> news.add(() -> object(before, after));
        }
    }

    private void tell(GuardOwner owner) {
        (owner.kind() == Watched.BOUNDARY ? boundaryChanged : guardTouched).accept(owner.name());
    }

    private static String name(@Nullable Manifest before, @Nullable Manifest after) {
        return Objects.requireNonNull(after == null ? before : after).name();
    }

    private static boolean sameSpec(@Nullable Manifest before, @Nullable Manifest after) {
        return before != null
                && after != null
                && before.tree().at("spec").equals(after.tree().at("spec"))
                && before.annotations().equals(after.annotations());
    }

    /** Heartbeats change nothing that is judged, nor do the marks that policies give; but those who gave them look again. */
    private void nodeChanged(@Nullable Manifest before, @Nullable Manifest after) {
        if (before == null || after == null) {
            news.add(() -> node(name(before, after)));
            return;
        }
        var was = NodeFacts.of(before, null);
        var is = NodeFacts.of(after, null);
        if (!is.saysTheSameAs(was)) {
            news.add(() -> node(after.name()));
        } else if (!is.equals(was)) {
            news.add(() -> marked(is, was.labels()));
        }
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                news.take().run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("cannot judge a change", e);
            }
        }
    }

    private void policy(@Nullable Manifest before, @Nullable Manifest after) {
        if (after == null) {
            var name = name(before, null);
            specs.remove(name);
            policies.remove(name);
            return;
        }
        try {
            var spec = Json.convert(after.tree().at("spec").fields(), DataResidencySpec.class);
            if (!spec.equals(specs.put(after.name(), spec))) {
                renew(after.name(), spec, false);
            }
        } catch (IllegalArgumentException e) {
            specs.remove(after.name());
            policies.remove(after.name());
        }
    }

    /**
     * A policy is looked at anew if it, or what is inside by its boundary, changed. If only nodes stand differently, such
     * as after an attestation was renewed, its view is the one that it was, and all that did not ask for nodes holds.
     */
    private void renew(String name, DataResidencySpec spec, boolean nodesMoved) {
        var reference = spec.boundaryRef().name();
        var entry = boundaries.get(reference);
        var boundary = entry.map(BoundaryRegister.Entry::boundary).orElse(null);
        if (boundary == null) {
            policies.remove(name);
        } else {
            var view = PolicyView.of(name, spec, entry.get().spec(), boundary).withClusterDomain(clusterDomain);
            var known = policies.get(name);
            if (known == null || !known.view().equals(view) || !known.boundary().equals(reference)) {
                begin(known, reference, view);
            } else if (nodesMoved) {
                known.judgeAll(informers);
                known.nodesMoved(informers);
                sweepIfOutdated(known);
            }
        }
        policyChanged.accept(name);
    }

    private void begin(@Nullable PolicyWatch known, String boundary, PolicyView view) {
        var lookup = new LiveLookup(informers, boundaries, boundary);
        var watch = known == null ? new PolicyWatch(boundary, view, lookup) : known.renewed(boundary, view, lookup);
        watch.judgeAll(informers);
        policies.put(view.name(), watch);
        policyRenewed.accept(view.name());
    }

    private void sweepIfOutdated(PolicyWatch watch) {
        if (!watch.look().outdated().isEmpty()) {
            policyRenewed.accept(watch.name());
        }
    }

    private void node(String name) {
        var changed = boundaries.nodeChanged(name);
        changed.forEach(boundaryChanged);
        for (var watch : policies.values()) {
            if (changed.contains(watch.boundary())) {
                informers
                        .get(Watched.NODE, null, name)
                        .ifPresentOrElse(
                                watch::judge, () -> watch.book().remove(PolicyWatch.kind("", "Node"), "/" + name));
                informers.podsOn(name).forEach(watch::judge);
                watch.nodesMoved(informers);
                sweepIfOutdated(watch);
                policyChanged.accept(watch.name());
            }
        }
    }

    private void marked(NodeFacts node, Map<String, String> before) {
        boundaries.nodeMarked(node);
        Predicate<String> isOther =
                mark -> !Objects.equals(before.get(mark), node.labels().get(mark));
        policies.keySet().stream()
                .filter(policy -> isOther.test(GuardNames.nodeLabel(policy)))
                .forEach(policyChanged);
        if (isOther.test(GuardNames.SPARED)) {
            boundaries.all().map(BoundaryRegister.Entry::name).forEach(boundaryChanged);
        }
    }

    private void namespace(@Nullable Manifest before, @Nullable Manifest after) {
        var name = name(before, after);
        for (var watch : policies.values()) {
            for (var kind : Set.of(Watched.POD, Watched.SERVICE, Watched.ENDPOINT_SLICE)) {
                informers.inNamespace(kind, name).forEach(watch::judge);
            }
            var was = governs(watch, before);
            var is = governs(watch, after);
            if (was != is && before != null) {
                watch.namespacesMoved();
            }
            if (was || is) {
                policyRenewed.accept(watch.name());
            }
            policyChanged.accept(watch.name());
        }
    }

    private static boolean governs(PolicyWatch watch, @Nullable Manifest namespace) {
        return namespace != null && watch.view().namespaces().selects(namespace.name(), namespace.labels());
    }

    private void object(@Nullable Manifest before, @Nullable Manifest after) {
        for (var watch : policies.values()) {
            var changed = after != null ? watch.judge(after) : before != null && watch.forget(before);
            if (changed) {
                policyChanged.accept(watch.name());
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
