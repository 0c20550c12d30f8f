package vn.onshore;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.onshore.run.Settings;

/** {@code onshore operator}: runs until it is told to stop. */
@Command(
        name = "operator",
        description =
                "Run the operator against the cluster of the kubeconfig or of its own pod; the chart does it for you.",
        mixinStandardHelpOptions = true)
final class OperatorCommand implements Callable<Integer> {
    @Option(
            names = "--namespace",
            defaultValue = "onshore-system",
            description = "Namespace in which the operator lives. Default: ${DEFAULT-VALUE}")
    private String namespace = "";

    @Option(names = "--instance", description = "Name of this process in Leases and Events; default: the host's name.")
    private @Nullable String instance;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port of /livez, /readyz and /metrics; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--leader-election", description = "Let a Lease decide which of several replicas acts.")
    private boolean leaderElection;

    @Option(
            names = "--lease-duration",
            defaultValue = "PT15S",
            converter = DurationOption.class,
            description = "How long a dead leader is waited for. Default: 15s")
    private Duration leaseDuration = Duration.ofSeconds(15);

    @Option(
            names = "--sweep-interval",
            defaultValue = "PT5M",
            converter = DurationOption.class,
            description = "Time between two looks at everything. Default: 5m")
    private Duration sweepInterval = Duration.ofMinutes(5);

    @Option(
            names = "--cluster-domain",
            defaultValue = "cluster.local",
            description = "DNS domain of the cluster. Default: ${DEFAULT-VALUE}")
    private String clusterDomain = "";

    @Option(
            names = "--probe-image",
            defaultValue = "",
            description = "Image with this program, which pods in network zones run to try real connections."
                    + " Without one none are tried.")
    private String probeImage = "";

    @Option(
            names = "--probe-pull-secret",
            description = "Name of a Secret in the zones' namespaces by which that image can be pulled; repeatable.")
    private List<String> probePullSecrets = List.of();

    @Option(
            names = "--concurrency",
            defaultValue = "64",
            description = "Reconciliations at once. Default: ${DEFAULT-VALUE}")
    private int width;

    @Option(names = "--kubeconfig", description = "A kubeconfig file instead of the pod's own account.")
    private @Nullable String kubeconfig;

    @Override
    public Integer call() {
        return OperatorProcess.run(new Settings(
                namespace,
                instance == null ? hostName() : instance,
                port,
                leaderElection,
                leaseDuration,
                sweepInterval,
                clusterDomain,
                probeImage,
                probePullSecrets,
                width,
                kubeconfig));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "onshore-" + ProcessHandle.current().pid();
        }
    }
}
