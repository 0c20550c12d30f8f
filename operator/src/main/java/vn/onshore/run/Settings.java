package vn.onshore.run;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the process runs.
 *
 * @param namespace where the operator, its Lease and its canary account live
 * @param instance name of this process, the pod's name in a cluster
 * @param port of {@code /livez}, {@code /readyz} and {@code /metrics}; 0 takes a free one
 * @param leaderElection whether a Lease decides who acts
 * @param leaseDuration how long a dead leader is waited for
 * @param sweepInterval between two looks at everything
 * @param clusterDomain DNS domain of the cluster
 * @param probeImage image that probes of network zones run, with the operator's program in it; empty for no probes
 * @param probePullSecrets names of Secrets in the zones' namespaces by which it can be pulled
 * @param width reconciliations at once
 * @param kubeconfig a file, or null for the pod's own account or the usual places
 */
public record Settings(
        String namespace,
        String instance,
        int port,
        boolean leaderElection,
        Duration leaseDuration,
        Duration sweepInterval,
        String clusterDomain,
        String probeImage,
        List<String> probePullSecrets,
        int width,
        @Nullable String kubeconfig) {
    public Settings {
        probePullSecrets = List.copyOf(probePullSecrets);
    }
}
