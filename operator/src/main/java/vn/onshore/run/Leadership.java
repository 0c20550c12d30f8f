package vn.onshore.run;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.kube.ApiKind;
import vn.onshore.kube.ApiServer;

/** One of several replicas acts; the others keep warm caches. */
public final class Leadership {
    private static final Logger log = LoggerFactory.getLogger(Leadership.class);
    private static final ApiKind LEASE = ApiKind.namespaced("coordination.k8s.io", "v1", "Lease", "leases");
    private static final String NAME = "onshore";

    private final Settings settings;
    private volatile boolean leading;
    private volatile boolean stopping;

    public Leadership(Settings settings) {
        this.settings = settings;
        this.leading = !settings.leaderElection();
    }

    /** Whether this replica acts. */
    public boolean leading() {
        return leading;
    }

    /** A leader that cannot renew within two thirds of the duration ends its process; it tries five times in that time. */
    public LeaderElectionConfiguration configuration() {
        var duration = settings.leaseDuration();
        var renew = duration.multipliedBy(2).dividedBy(3);
        var callbacks = new LeaderCallbacks(
                () -> leading = true,
                this::lost,
                leader -> log.atInfo().addKeyValue("leader", leader).log("leader elected"));
        return new LeaderElectionConfiguration(
                NAME,
                settings.namespace(),
                duration,
                renew,
                Duration.ofMillis(renew.toMillis() / 5),
                settings.instance(),
                callbacks,
                // The framework would end the process when it stops as well, and wait for itself.
                false);
    }

    /** From here on the loss of the Lease is meant. */
    public void stopping() {
        stopping = true;
    }

    /** Another may act already, so nothing that is under way may go on: it ends as by kill -9, which loses nothing. */
    private void lost() {
        leading = false;
        if (!stopping) {
            log.error("the Lease is lost, the process ends");
            Runtime.getRuntime().halt(1);
        }
    }

    /** Lets go of the Lease, so that the next leader need not wait for it to run out. */
    public void release(ApiServer server) {
        try {
            var path = LEASE.path(settings.namespace(), NAME);
            var lease = server.get(path);
            if (lease.body().at("spec", "holderIdentity").text().equals(settings.instance())) {
                server.mergePatch(
                        path,
                        Map.of(
                                "metadata", Map.of("resourceVersion", lease.resourceVersion()),
                                "spec", Map.of("holderIdentity", "", "leaseDurationSeconds", 1)),
                        "onshore");
            }
        } catch (UncheckedIOException e) {
            log.warn("lease not released, the next leader waits for it to run out: {}", e.getMessage());
        }
    }
}
