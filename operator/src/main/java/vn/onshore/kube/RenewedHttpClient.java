package vn.onshore.kube;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's HTTP client, with connections that do not outlive their peer. Every request and watch shares one HTTP/2
 * connection; when a peer vanishes without closing it, the JDK notices nothing, and all that is sent waits on it for ever.
 * Here a request that was not answered in its time, while nothing else was either, ends all connections: what waits on them
 * fails and is tried again on new ones.
 */
final class RenewedHttpClient extends HttpClient {
    private static final Logger log = LoggerFactory.getLogger(RenewedHttpClient.class);

    private final Builder builder;
    private volatile Generation current;

    /** One client with its connections, and when one of them answered last. */
    private static final class Generation {
        final HttpClient client;
        volatile long answered = System.nanoTime();

        Generation(HttpClient client) {
            this.client = client;
        }
    }

    private RenewedHttpClient(Builder builder) {
        this.builder = builder;
        current = new Generation(builder.build());
    }

    /** A builder of such clients that takes the same settings as {@code builder}, one of the JDK's. */
    static Builder of(Builder builder) {
        return new Renewing(builder);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler) {
        var generation = current;
        return watched(generation, generation.client.sendAsync(request, responseBodyHandler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> responseBodyHandler,
            HttpResponse.PushPromiseHandler<T> pushPromiseHandler) {
        var generation = current;
        return watched(generation, generation.client.sendAsync(request, responseBodyHandler, pushPromiseHandler));
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler)
            throws IOException, InterruptedException {
        return current.client.send(request, responseBodyHandler);
    }

    /** Gives back the future itself and none that depends on it: cancelling it must end the exchange. */
    private <T> CompletableFuture<HttpResponse<T>> watched(
            Generation generation, CompletableFuture<HttpResponse<T>> answer) {
        var sent = System.nanoTime();
        var unused = answer.whenComplete((response, failure) -> {
            if (failure == null) {
                generation.answered = System.nanoTime();
            } else if (isSilence(failure) && generation.answered - sent < 0) {
                renew(generation);
            }
        });
        return answer;
    }

    private static boolean isSilence(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
    }

    private void renew(Generation silent) {
        synchronized (this) {
            if (current != silent) {
                return;
            }
            current = new Generation(builder.build());
        }
        log.warn("nothing was answered in time: every connection is opened anew");
        silent.client.shutdownNow();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return current.client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return current.client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return current.client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return current.client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return current.client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return current.client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return current.client.authenticator();
    }

    @Override
    public Version version() {
        return current.client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return current.client.executor();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return current.client.newWebSocketBuilder();
    }

    @Override
    public void shutdown() {
        current.client.shutdown();
    }

    @Override
    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return current.client.awaitTermination(duration);
    }

    @Override
    public boolean isTerminated() {
        return current.client.isTerminated();
    }

    @Override
    public void shutdownNow() {
        current.client.shutdownNow();
    }

    private record Renewing(Builder builder) implements Builder {
        @Override
        public Builder cookieHandler(CookieHandler cookieHandler) {
            builder.cookieHandler(cookieHandler);
            return this;
        }

        @Override
        public Builder connectTimeout(Duration duration) {
            builder.connectTimeout(duration);
            return this;
        }

        @Override
        public Builder sslContext(SSLContext sslContext) {
            builder.sslContext(sslContext);
            return this;
        }

        @Override
        public Builder sslParameters(SSLParameters sslParameters) {
            builder.sslParameters(sslParameters);
            return this;
        }

        @Override
        public Builder executor(Executor executor) {
            builder.executor(executor);
            return this;
        }

        @Override
        public Builder followRedirects(Redirect policy) {
            builder.followRedirects(policy);
            return this;
        }

        @Override
        public Builder version(Version version) {
            builder.version(version);
            return this;
        }

        @Override
        public Builder priority(int priority) {
            builder.priority(priority);
            return this;
        }

        @Override
        public Builder proxy(ProxySelector proxySelector) {
            builder.proxy(proxySelector);
            return this;
        }

        @Override
        public Builder authenticator(Authenticator authenticator) {
            builder.authenticator(authenticator);
            return this;
        }

        @Override
        public Builder localAddress(InetAddress localAddress) {
            builder.localAddress(localAddress);
            return this;
        }

        @Override
        public HttpClient build() {
            return new RenewedHttpClient(builder);
        }
    }
}
