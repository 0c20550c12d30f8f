package vn.onshore;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.api.v1alpha1.OnshoreBoundary;
import vn.onshore.api.v1alpha1.SiteAttestation;
import vn.onshore.boundary.AttestationReconciler;
import vn.onshore.boundary.BoundaryReconciler;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.isolation.IsolationFeature;
import vn.onshore.isolation.prove.ProbeImage;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.Applier;
import vn.onshore.kube.Cluster;
import vn.onshore.kube.Connection;
import vn.onshore.kube.Discovery;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.Informers;
import vn.onshore.kube.StatusWriter;
import vn.onshore.kube.Trigger;
import vn.onshore.kube.Watched;
import vn.onshore.kube.WorthALook;
import vn.onshore.residency.ResidencyFeature;
import vn.onshore.run.Clockwork;
import vn.onshore.run.Health;
import vn.onshore.run.Lanes;
import vn.onshore.run.Leadership;
import vn.onshore.run.Settings;

/** The running operator: what is connected to what, in which order it starts and stops. */
final class OperatorProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OperatorProcess.class);
    private static final Duration REQUEST = Duration.ofSeconds(20);
    private static final Duration FIRST_LISTS = Duration.ofMinutes(2);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration UNREACHABLE_AGAIN = Duration.ofSeconds(2);

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final KubernetesClient client;
    private final ApiServer server;
    private final Discovery discovery;
    private final Informers informers;
    private final Lanes lanes;
    private final Leadership leadership;
    private final Clockwork clockwork = new Clockwork();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Operator operator;
    private volatile @Nullable String self;
    private volatile @Nullable ResidencyFeature residency;
    private volatile @Nullable IsolationFeature isolation;

    private OperatorProcess(Settings settings) {
        this.settings = settings;
        client = Connection.open(settings.kubeconfig(), REQUEST);
        server = new ApiServer(client, REQUEST);
        discovery = new Discovery(server);
        informers = new Informers(client);
        lanes = new Lanes(settings.width());
        leadership = new Leadership(settings);
    }

    /**
     * Runs until the process is told to stop.
     *
     * @return exit code: 0 after a stop that was asked for, 1 if it could not start
     */
    static int run(Settings settings) {
        var process = new OperatorProcess(settings);
        var hook = new Thread(process::close, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (var health = new Health(settings.port(), process::live, process::ready, process.metrics::scrape)) {
            log.atInfo().addKeyValue("port", health.port()).log("health and metrics");
            process.start();
            process.stopped.await();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (IllegalStateException e) {
            log.error("cannot start: {}", e.getMessage(), e);
            Runtime.getRuntime().removeShutdownHook(hook);
            process.close();
            return 1;
        }
    }

    private void start() throws InterruptedException {
        var introduced = async(this::introduce);
        var applier = new Applier(server, Executors.newVirtualThreadPerTaskExecutor());
        var statuses = new StatusWriter(server, "onshore-status");
        informers.listen(applier);
        informers.listen(statuses);
        var events = new EventRecorder(server, clock, settings.instance());
        var boundaries = new BoundaryRegister(informers, clock);
        var cluster = new Cluster(
                server,
                informers,
                discovery,
                applier,
                statuses,
                events,
                () -> Objects.requireNonNull(self, "the API server has not been asked yet"),
                clock);
        var feature = new ResidencyFeature(cluster, boundaries, client, settings);
        residency = feature;
        var zones = new IsolationFeature(
                cluster, boundaries, new ProbeImage(settings.probeImage(), settings.probePullSecrets()));
        isolation = zones;
        var boundaryTrigger = new Trigger<>(OnshoreBoundary.class);
        var attestationTrigger = new Trigger<>(SiteAttestation.class);
        var framework = framework();
        register(framework, statuses, feature.reconciler());
        register(framework, statuses, feature.nodeGuard());
        register(framework, statuses, zones.reconciler());
        register(framework, statuses, new BoundaryReconciler(boundaries, statuses, boundaryTrigger, clock));
        register(
                framework,
                statuses,
                new AttestationReconciler(boundaries, informers, applier, statuses, events, attestationTrigger, clock));
        operator = framework;
        await(introduced);
        var caches = async(() -> informers.start(discovery.known(), FIRST_LISTS));
        // Its own first lists come in beside ours; whatever they bring waits until the lanes open.
        var controllers = async(framework::start);
        await(caches);
        zones.judge();
        feature.judge(boundary -> {
            boundaryTrigger.reconcile(boundary);
            zones.boundaryChanged(boundary);
            informers
                    .all(Watched.SITE_ATTESTATION)
                    .forEach(attestation -> attestationTrigger.reconcile(attestation.name()));
        });
        await(controllers);
        lanes.open();
        feature.prove(clockwork, leadership::leading, () -> {
            informers.follow(discovery.known());
            zones.kindsTurned();
        });
        zones.look(clockwork, leadership::leading);
        new OperatorMetrics(applier, statuses, lanes, informers, feature, zones, leadership).bindTo(metrics);
        log.info("started");
    }

    /** Work of the start that something else can be done beside. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private static Future<?> async(Step step) {
        var task = new FutureTask<>(() -> {
            step.run();
            return true;
        });
        Thread.startVirtualThread(task);
        return task;
    }

    private static void await(Future<?> step) throws InterruptedException {
        try {
            step.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Learns what the server serves and who we are to it. A server that is not there yet is waited for. */
    private void introduce() throws InterruptedException {
        while (true) {
            try {
                if (discovery.learn()) {
                    self = whoAmI();
                    return;
                }
                log.warn("the CustomResourceDefinitions of onshore.vn are not installed, or may not be read; waiting");
            } catch (UncheckedIOException e) {
                log.warn("API server: {}; waiting", e.getMessage());
            }
            Thread.sleep(UNREACHABLE_AGAIN);
        }
    }

    /** The guards trust whoever the operator really is, not who it was told to be. */
    private String whoAmI() {
        var review = server.create(
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview"));
        var name = review.body().at("status", "userInfo", "username").text();
        if (name.isEmpty()) {
            throw new IllegalStateException("the API server does not say who the operator is: " + review.message());
        }
        return name;
    }

    private Operator framework() {
        return new Operator(overrider -> {
            overrider
                    .withKubernetesClient(client)
                    .withExecutorService(lanes)
                    .withCloseClientOnStop(false)
                    .withUseSSAToPatchPrimaryResource(false)
                    .withReconciliationTerminationTimeout(DRAIN)
                    .withStopOnInformerErrorDuringStartup(false)
                    .withInformerStoppedHandler((informer, failure) -> log.error(
                            "watch of {} ended", informer.getApiTypeClass().getSimpleName(), failure));
            if (settings.leaderElection()) {
                overrider.withLeaderElectionConfiguration(leadership.configuration());
            }
        });
    }

    private static <P extends CustomResource<?, ?>> void register(
            Operator framework, StatusWriter statuses, Reconciler<P> reconciler) {
        var retry = new GenericRetry()
                .setInitialInterval(500)
                .setIntervalMultiplier(1.8)
                .setMaxInterval(Duration.ofMinutes(2).toMillis())
                .withoutMaxAttempts();
        framework.register(
                reconciler,
                configuration -> configuration
                        .withRetry(retry)
                        .withGenerationAware(false)
                        .withOnUpdateFilter(new WorthALook<>(statuses)));
    }

    private Optional<String> live() {
        return informers.fatal();
    }

    private Optional<String> ready() {
        var framework = operator;
        if (framework == null || !framework.getRuntimeInfo().isStarted() || !informers.synced()) {
            return Optional.of("caches are being filled");
        }
        return framework.getRuntimeInfo().allEventSourcesAreHealthy()
                ? Optional.empty()
                : Optional.of("a watch is not healthy");
    }

    @Override
    public void close() {
        if (stopped.getCount() == 0) {
            return;
        }
        log.info("stopping: work under way is finished first");
        leadership.stopping();
        clockwork.close();
        var feature = residency;
        if (feature != null) {
            feature.close();
        }
        var zones = isolation;
        if (zones != null) {
            zones.close();
        }
        var framework = operator;
        lanes.shutdown();
        try {
            if (!lanes.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} reconciliations did not end in time", lanes.running());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        informers.close();
        if (framework != null) {
            framework.stop();
        }
        if (settings.leaderElection()) {
            // Last: what renews the Lease has stopped, and nobody here writes any more.
            leadership.release(server);
        }
        client.close();
        log.info("stopped");
        stopped.countDown();
    }
}
