package vn.onshore.sandbox.go;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.SandboxException;

/** With scripts in the place of Go, because a real build takes minutes. */
class GoCacheTest {
    private static final String BUILDS = """
            if [ "$1" = env ]; then echo go1.26.8; exit; fi
            echo "$@" >>"$COUNT"
            printf '#!/bin/sh\\n' >"$GOBIN/greeter"; chmod +x "$GOBIN/greeter"
            """;

    @TempDir
    private Path place = Path.of("");

    @Test
    void buildsOnceHoweverManyAsk() throws IOException {
        Path count = place.resolve("count");
        go(BUILDS.replace("$COUNT", count.toString()));
        var first = CompletableFuture.supplyAsync(this::locate);
        var second = CompletableFuture.supplyAsync(this::locate);
        assertThat(first.join()).isEqualTo(second.join()).isExecutable();
        assertThat(locate()).isEqualTo(first.join()).endsWithRaw(Path.of("onshore/greeter-1/greeter"));
        assertThat(Files.readAllLines(count)).containsExactly("install -trimpath example.vn/greeter@v1");
        assertThat(first.join().resolveSibling("unfinished")).doesNotExist();
    }

    @Test
    void aFailedBuildShowsItsLastLinesAndIsTriedAgain() throws IOException {
        go("if [ \"$1\" = env ]; then echo go1.26.8; exit; fi; echo 'main.go:7: no such package'; exit 1");
        assertThatThrownBy(this::locate)
                .isInstanceOf(SandboxException.class)
                .hasMessageContainingAll("Building the greeter failed", "build.log", "main.go:7: no such package");
        go(BUILDS.replace("$COUNT", place.resolve("count").toString()));
        assertThat(locate()).isExecutable();
    }

    @Test
    void whatAKilledBuildLeftBehindIsNoObstacle() throws IOException {
        Path unfinished = Files.createDirectories(place.resolve("cache/onshore/greeter-1/unfinished"));
        Files.writeString(unfinished.resolve("greeter"), "half a program");
        go(BUILDS.replace("$COUNT", place.resolve("count").toString()));
        assertThat(locate()).isExecutable();
    }

    @Test
    void goIsTooOld() throws IOException {
        go("echo go1.25.3");
        assertThatThrownBy(this::locate).hasMessageContainingAll("go1.25.3, too old", "Go 1.26 or newer");
    }

    @Test
    void goDoesNotWork() throws IOException {
        go("echo 'go: cannot find GOROOT' >&2; exit 2");
        assertThatThrownBy(this::locate).hasMessageContainingAll("cannot find GOROOT", "Go 1.26 or newer");
    }

    @Test
    void goIsMissing() {
        assertThat(GoToolchain.in(List.of("", place.toString()))).isEmpty();
        assertThat(GoToolchain.remedy(greeter(0)))
                .isEqualTo("install Go 1.26 or newer from go.dev/dl and put it on the PATH, or stay silent");
    }

    @Test
    void theDiskIsTooSmall() throws IOException {
        go(BUILDS);
        assertThatThrownBy(() -> cache().locate(greeter(Long.MAX_VALUE)))
                .hasMessageContainingAll("Building the greeter needs", "make room or set XDG_CACHE_HOME");
    }

    @Test
    void theCacheCannotBeWritten() throws IOException {
        go(BUILDS);
        Files.writeString(place.resolve("cache"), "a file where a folder should be");
        assertThatThrownBy(this::locate).hasMessageContainingAll("Cannot write to", "XDG_CACHE_HOME");
    }

    private Path locate() {
        return cache().locate(greeter(0));
    }

    private GoCache cache() {
        return new GoCache(
                Map.of(
                        "PATH",
                        place.toString(),
                        "XDG_CACHE_HOME",
                        place.resolve("cache").toString()),
                Progress.quiet());
    }

    private static GoProgram greeter(long bytes) {
        return new GoProgram(
                "the greeter",
                "greeter-1",
                "greeter",
                Optional.empty(),
                List.of("example.vn/greeter@v1"),
                bytes,
                "a moment",
                "stay silent");
    }

    private void go(String body) throws IOException {
        Path script = Files.writeString(place.resolve("go"), "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }
}
