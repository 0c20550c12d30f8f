package vn.onshore.world;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import vn.onshore.kube.Json;

/** Files of others that come with their Go modules, such as CustomResourceDefinitions. */
public final class GoModules {
    private GoModules() {}

    /** Where a module lies, downloaded if need be. Without Go, or without the module, the test is skipped. */
    public static Path directory(String module, String version) {
        try {
            var process = new ProcessBuilder("go", "mod", "download", "-json", module + "@" + version)
                    .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var answer = new String(process.getInputStream().readAllBytes());
            if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return Path.of(Json.read(answer).at("Dir").text());
            }
            return abort("go cannot download " + module + "@" + version);
        } catch (IOException e) {
            return abort("there is no go to download " + module + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
