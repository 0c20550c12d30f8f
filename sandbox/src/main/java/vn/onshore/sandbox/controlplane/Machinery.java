package vn.onshore.sandbox.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.sandbox.SandboxException;

/** The processes of one control plane, and the order in which they come and go. */
final class Machinery implements AutoCloseable {
    /** An API server that ends in good order waits for requests under way; nobody waits longer than this. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final List<Program> CONTROLLERS =
            List.of(Program.CONTROLLER_MANAGER, Program.SCHEDULER, Program.KWOK);

    private final Settings settings;
    private final Programs programs;
    private final Layout layout;
    private final Flags flags;
    private final Watchdog watchdog;
    private final Map<Program, Component> running = new EnumMap<>(Program.class);
    private @Nullable Credentials credentials;
    private boolean closed;

    private Machinery(Settings settings, Programs programs, Layout layout) {
        this.settings = settings;
        this.programs = programs;
        this.layout = layout;
        this.flags = Flags.choosePorts(layout, settings.controllers());
        this.watchdog = Watchdog.over(layout);
    }

    /** Chooses directory and ports; from here on it must be closed. */
    static Machinery prepare(Settings settings, Programs programs) {
        return new Machinery(
                settings, programs, Layout.create(settings.directory().orElseGet(Layout::temporary)));
    }

    /** Starts all programs; the API server is ready then, the controllers are under way. */
    synchronized void start() {
        programs.linkInto(layout.bin());
        launch(Program.ETCD);
        var stages = CompletableFuture.runAsync(this::writeStages);
        credentials = Credentials.create(layout, flags.url());
        layout.write(layout.auditPolicy(), Flags.AUDIT_POLICY);
        launch(Program.API_SERVER);
        awaitApiServer();
        stages.join();
        if (settings.controllers()) {
            CONTROLLERS.forEach(this::launch);
        }
    }

    private void writeStages() {
        if (settings.controllers()) {
            layout.write(
                    layout.stages(),
                    Stages.ask(layout.program(Program.KWOK_STAGES), layout.directory(), settings.patience()));
        }
    }

    private void launch(Program program) {
        running.put(program, Component.start(layout, program, flags.of(program)));
    }

    /** Starts the API server anew and waits until it is ready; a port still in use is tried again. */
    synchronized void startApiServer() {
        Component before = running.get(Program.API_SERVER);
        if (before != null && before.alive()) {
            throw new IllegalStateException("the API server runs already");
        }
        long deadline = System.nanoTime() + settings.patience().toNanos();
        while (true) {
            try {
                launch(Program.API_SERVER);
                awaitApiServer();
                return;
            } catch (PortTakenException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    synchronized void stop(Program program) {
        component(program).stop(GRACE);
        running.remove(program);
    }

    synchronized void kill(Program program) {
        component(program).kill();
        running.remove(program);
    }

    private Component component(Program program) {
        Component component = running.get(program);
        if (component == null) {
            throw new IllegalStateException(program.command() + " does not run");
        }
        return component;
    }

    private void awaitApiServer() {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(credentials().trustingContext())
                .connectTimeout(settings.patience())
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(flags.url() + "/readyz"))
                    .timeout(settings.patience())
                    .build();
            await("the API server to be ready", () -> answersOk(client, request));
        }
    }

    private static boolean answersOk(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits for what the programs are to bring about.
     *
     * @throws SandboxException when one of them ends meanwhile, or it takes too long
     */
    void await(String what, BooleanSupplier condition) {
        boolean inTime = Await.until(settings.patience(), () -> {
            requireAlive();
            return condition.getAsBoolean();
        });
        if (!inTime) {
            throw new SandboxException("Waited %d s in vain for %s; the logs are in %s. Last of the API server:\n%s"
                    .formatted(
                            settings.patience().toSeconds(),
                            what,
                            layout.logs(),
                            component(Program.API_SERVER).lastLines()));
        }
    }

    synchronized void requireAlive() {
        for (Component component : running.values()) {
            if (component.lostItsPort()) {
                throw new PortTakenException(component.program().command());
            }
            if (!component.alive()) {
                throw new SandboxException("%s ended by itself. Its last lines:\n%s"
                        .formatted(component.program().command(), component.lastLines()));
            }
        }
    }

    long compactEtcd() {
        return new Etcd(flags.etcdUrl(), settings.patience()).compact();
    }

    Layout layout() {
        return layout;
    }

    String url() {
        return flags.url();
    }

    boolean controllers() {
        return settings.controllers();
    }

    Duration patience() {
        return settings.patience();
    }

    List<String> notes() {
        return programs.notes();
    }

    Credentials credentials() {
        if (credentials == null) {
            throw new IllegalStateException("not started");
        }
        return credentials;
    }

    /** The processes that run, and the watchdog over them. */
    synchronized List<Long> pids() {
        var components = running.values().stream().map(Component::pid);
        return Stream.concat(components, Stream.of(watchdog.pid())).toList();
    }

    /** Ends everything. Nothing here has to be kept, so nobody is asked politely. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        running.values().forEach(Component::kill);
        running.clear();
        layout.remove();
        watchdog.close();
    }
}
