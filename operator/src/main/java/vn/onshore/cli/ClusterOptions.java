package vn.onshore.cli;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.Connection;

/** Options of commands that ask a cluster. */
public final class ClusterOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig file of the cluster. Default: as kubectl finds it")
    private @Nullable String kubeconfig;

    /** Opens a connection for one question. */
    public <T> T ask(Function<ApiServer, T> question) {
        try (var client = Connection.open(kubeconfig, TIMEOUT)) {
            return question.apply(new ApiServer(client, TIMEOUT));
        }
    }
}
