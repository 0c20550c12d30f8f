package vn.onshore.sandbox.controlplane;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import vn.onshore.sandbox.SandboxException;

/**
 * A whole Kubernetes control plane on loopback: etcd and API server, and if wanted controller manager, scheduler and
 * kwok, which plays the kubelets. Everything it needs lies in one directory; {@link #close} ends every process and
 * removes the directory, and so does the end of this JVM, even by {@code kill -9}.
 *
 * <p>Safe for use by several threads, except that the faults ({@link #stopApiServer} and so on) are one at a time.
 */
public final class ControlPlane implements AutoCloseable {
    private static final int TRIES = 4;
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private static @Nullable ControlPlane shared;

    private final Machinery machinery;
    private final Access access;
    private final Thread closer = new Thread(this::end, "control-plane-closer");

    private ControlPlane(Machinery machinery, Access access) {
        this.machinery = machinery;
        this.access = access;
        Runtime.getRuntime().addShutdownHook(closer);
    }

    /**
     * Starts one and returns when its API server is ready and, where controllers are wanted, they are at work.
     *
     * @throws SandboxException when a program is missing, or ends early; the message has its name and last lines
     */
    public static ControlPlane start(Settings settings) {
        Programs programs = Programs.locate(settings);
        for (int attempt = 1; ; attempt++) {
            Machinery machinery = Machinery.prepare(settings, programs);
            try {
                machinery.start();
                return new ControlPlane(machinery, Access.to(machinery));
            } catch (PortTakenException e) {
                machinery.close();
                if (attempt == TRIES) {
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                machinery.close();
                throw e;
            }
        }
    }

    /** The one that all tests of this JVM share, with controllers; started at the first call, closed with the JVM. */
    public static synchronized ControlPlane shared() {
        if (shared == null) {
            shared = start(Settings.full());
        }
        return shared;
    }

    /** Where the API server answers: {@code https://127.0.0.1:PORT}. */
    public String url() {
        return machinery.url();
    }

    /** A kubeconfig with all rights (group {@code system:masters}, client certificate). */
    public Path kubeconfig() {
        return machinery.layout().kubeconfig("admin");
    }

    /** A client with all rights; shared, closed with the control plane. */
    public KubernetesClient client() {
        return access.admin();
    }

    /** kubectl with all rights. */
    public Kubectl kubectl() {
        return access.kubectl(kubeconfig());
    }

    /** A client that acts as this user by impersonation, say {@code system:node:hn-node-1}; the caller closes it. */
    public KubernetesClient asUser(String name, String... groups) {
        return access.asUser(name, List.of(groups));
    }

    /** A client with the rights of this kubeconfig; the caller closes it. */
    public KubernetesClient client(Path kubeconfig) {
        return access.client(kubeconfig);
    }

    /**
     * A kubeconfig with a token of this ServiceAccount, made by the TokenRequest API and good for a day. Namespace and
     * account are made when missing.
     */
    public Path kubeconfigFor(String namespace, String serviceAccount) {
        return access.serviceAccount(namespace, serviceAccount);
    }

    /**
     * Makes a namespace that no other test of this JVM has.
     *
     * @return its name: the prefix and a number
     */
    public String newNamespace(String prefix) {
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withName(prefix + "-" + NAMESPACES.incrementAndGet())
                .build();
        client().namespaces()
                .resource(new NamespaceBuilder().withMetadata(metadata).build())
                .create();
        access.awaitDefaultAccount(metadata.getName());
        return metadata.getName();
    }

    /** Every request the API server was asked, one JSON object a line, each written before its answer is sent. */
    public Path auditLog() {
        return machinery.layout().auditLog();
    }

    /** Where all of it lies; the logs of the programs are in {@code logs/}. */
    public Path directory() {
        return machinery.layout().directory();
    }

    /** The process ids of what runs. */
    public List<Long> pids() {
        return machinery.pids();
    }

    /** Sentences about programs that {@code KUBEBUILDER_ASSETS} lacks. */
    public List<String> notes() {
        return machinery.notes();
    }

    /**
     * Checks that everything that should run runs.
     *
     * @throws SandboxException that names the program that ended, with its last lines
     */
    public void requireAlive() {
        machinery.requireAlive();
    }

    /** Fault: ends the API server in good order. */
    public void stopApiServer() {
        machinery.stop(Program.API_SERVER);
    }

    /** Fault: ends the API server as a power cut would. */
    public void killApiServer() {
        machinery.kill(Program.API_SERVER);
    }

    /** Starts the API server again, on the same port and data, and returns when it is ready. */
    public void startApiServer() {
        machinery.startApiServer();
    }

    /** Fault: a stop and a start. */
    public void restartApiServer() {
        stopApiServer();
        startApiServer();
    }

    /**
     * Fault: etcd forgets its history. A watch or a paged list that asks for an older revision gets 410; watches that
     * the API server can serve from its own memory notice only after {@link #restartApiServer}.
     *
     * @return the revision at which history now begins
     */
    public long compactEtcd() {
        return machinery.compactEtcd();
    }

    /** Ends every process and removes the directory; the second call does nothing. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook itself does the work; doing it twice does no harm.
        }
        end();
    }

    private void end() {
        access.close();
        machinery.close();
    }
}
