package vn.onshore.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens the connection to the API server. */
public final class Connection {
    private static final int RETRIES = 2;
    private static final int CONNECT_MILLIS = 5_000;
    /** The first pause before a watch is opened again; it doubles up to 32 times this. */
    private static final int WATCH_AGAIN_MILLIS = 200;

    private Connection() {}

    /**
     * @param kubeconfig a file; null for the pod's own account or the usual places
     * @param requestTimeout for one whole answer
     * @throws UncheckedIOException if the file cannot be read
     */
    public static KubernetesClient open(@Nullable String kubeconfig, Duration requestTimeout) {
        var config = new ConfigBuilder(base(kubeconfig))
                .withRequestTimeout((int) requestTimeout.toMillis())
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestRetryBackoffLimit(RETRIES)
                .withWatchReconnectInterval(WATCH_AGAIN_MILLIS)
                // Watches as streams of one HTTP/2 connection: as WebSockets each would need a TLS handshake of its
                // own.
                .withOnlyHttpWatches(true)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new RenewingFactory())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("gzip", new GzipAnswers()))
                .withKubernetesSerialization(Json.kubernetes())
                .build();
    }

    private static Config base(@Nullable String kubeconfig) {
        if (kubeconfig == null) {
            return Config.autoConfigure(null);
        }
        try {
            return Config.fromKubeconfig(null, Files.readString(Path.of(kubeconfig)), kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read kubeconfig " + kubeconfig, e);
        }
    }

    private static final class RenewingFactory extends JdkHttpClientFactory {
        @Override
        protected HttpClient.Builder createNewHttpClientBuilder() {
            return RenewedHttpClient.of(super.createNewHttpClientBuilder());
        }
    }
}
