package vn.onshore.sandbox.controlplane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import vn.onshore.sandbox.Progress;

/**
 * How a control plane is to be started.
 *
 * @param controllers whether controller manager, scheduler and kwok run as well; without them nothing is collected,
 *     bound or run, the ServiceAccount admission is off (nobody makes the default account), and the start is quicker
 * @param directory where it keeps everything, made and removed by it; a new temporary directory when empty
 * @param patience how long any one thing (start, stop, answer) may take
 * @param environment where {@code KUBEBUILDER_ASSETS}, {@code XDG_CACHE_HOME}, {@code PATH}… are looked up
 * @param progress told when the binary has to be built first
 */
public record Settings(
        boolean controllers,
        Optional<Path> directory,
        Duration patience,
        Map<String, String> environment,
        Progress progress) {

    /** Everything: nodes come alive, pods are bound and run. */
    public static Settings full() {
        return new Settings(
                true, Optional.empty(), Duration.ofSeconds(60), System.getenv(), Progress.lines(System.err));
    }

    /** Just etcd and API server. */
    public static Settings bare() {
        Settings full = full();
        return new Settings(false, full.directory, full.patience, full.environment, full.progress);
    }

    public Settings withDirectory(Path place) {
        return new Settings(controllers, Optional.of(place), patience, environment, progress);
    }

    public Settings withEnvironment(Map<String, String> variables) {
        return new Settings(controllers, directory, patience, variables, progress);
    }

    public Settings withProgress(Progress teller) {
        return new Settings(controllers, directory, patience, environment, teller);
    }
}
