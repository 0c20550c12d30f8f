package vn.onshore.sandbox.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.SandboxException;

class ControlPlaneFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void survivesItsFaultsAndLeavesNothingBehind(@TempDir Path parent) throws Exception {
        Path directory = parent.resolve("cluster");
        List<Long> pids;
        try (ControlPlane plane = ControlPlane.start(Settings.bare().withDirectory(directory))) {
            pids = plane.pids();
            assertThat(pids).hasSize(3).allMatch(ControlPlaneFaultsTest::runs);
            String namespace = plane.newNamespace("kept");
            String old = plane.client()
                    .namespaces()
                    .withName(namespace)
                    .get()
                    .getMetadata()
                    .getResourceVersion();

            plane.killApiServer();
            assertThat(plane.kubectl().run("get", "namespace", namespace).succeeded())
                    .isFalse();
            String url = plane.url();
            plane.startApiServer();
            assertThat(plane.url()).isEqualTo(url);
            assertThat(plane.client().namespaces().withName(namespace).get()).isNotNull();

            plane.newNamespace("later");
            assertThat(plane.compactEtcd()).isGreaterThan(Long.parseLong(old));
            plane.restartApiServer();
            assertThat(watchFrom(plane, old)).isEqualTo(410);
            plane.requireAlive();
        }
        assertThat(pids).noneMatch(ControlPlaneFaultsTest::runs);
        assertThat(directory).doesNotExist();
    }

    /** Watches from a revision long gone; returns the code of the refusal. */
    private static int watchFrom(ControlPlane plane, String resourceVersion) throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Watcher<Namespace> watcher = new Watcher<>() {
            @Override
            public void eventReceived(Action action, Namespace namespace) {}

            @Override
            public void onClose(WatcherException cause) {
                code.complete(cause.isHttpGone() ? 410 : 0);
            }
        };
        var options =
                new ListOptionsBuilder().withResourceVersion(resourceVersion).build();
        try (var watch = plane.client().namespaces().watch(options, watcher)) {
            return code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void namesTheProgramThatDiesEarly(@TempDir Path assets) throws IOException {
        script(assets.resolve("kube-apiserver"), "echo 'flux capacitor missing' >&2; exit 1");
        Settings settings = Settings.bare()
                .withEnvironment(Map.of(
                        Programs.ASSETS,
                        assets.toString(),
                        "XDG_CACHE_HOME",
                        System.getenv().getOrDefault("XDG_CACHE_HOME", "")));
        assertThatThrownBy(() -> ControlPlane.start(settings))
                .isInstanceOf(SandboxException.class)
                .hasMessageContainingAll("kube-apiserver ended by itself", "flux capacitor missing");
    }

    @Test
    void refusesADirectoryInUse(@TempDir Path full) throws IOException {
        Files.writeString(full.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> ControlPlane.start(Settings.bare().withDirectory(full)))
                .hasMessageContaining("is not empty");
        assertThat(full.resolve("thesis.txt")).exists();
    }

    @Test
    void diesWithAJvmThatIsKilled(@TempDir Path parent) throws IOException, InterruptedException {
        Path directory = parent.resolve("cluster");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Donshore.root=" + System.getProperty("onshore.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Long> pids;
        try (BufferedReader said = jvm.inputReader()) {
            pids = Arrays.stream(said.readLine().split(",")).map(Long::valueOf).toList();
            assertThat(pids).hasSize(3).allMatch(ControlPlaneFaultsTest::runs);
        } finally {
            jvm.destroyForcibly();
        }
        assertThat(Await.until(PATIENCE, () -> pids.stream().noneMatch(ControlPlaneFaultsTest::runs)))
                .isTrue();
        assertThat(Await.until(PATIENCE, () -> Files.notExists(directory))).isTrue();
    }

    /** A program with a control plane that never closes it. */
    static final class Victim {
        public static void main(String[] arguments) throws InterruptedException {
            ControlPlane plane = ControlPlane.start(
                    Settings.bare().withDirectory(Path.of(arguments[0])).withProgress(Progress.quiet()));
            System.out.println(
                    String.join(",", plane.pids().stream().map(String::valueOf).toList()));
            Thread.currentThread().join();
        }
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
