package vn.onshore.sandbox.go;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A program that {@code go install} makes.
 *
 * @param title as a person calls it: {@code the control plane}
 * @param key names its folder in the cache; another key for other sources
 * @param file its name, as {@code go install} gives it
 * @param module where its sources are; empty when the package names a module and a version
 * @param arguments of {@code go install}, the package last
 * @param bytes of free disk space that the build needs
 * @param duration of the build: {@code some minutes}
 * @param instead what a person may do who has no Go: {@code name a ready-made Helm 4 in ONSHORE_HELM}
 */
public record GoProgram(
        String title,
        String key,
        String file,
        Optional<Path> module,
        List<String> arguments,
        long bytes,
        String duration,
        String instead) {

    public GoProgram {
        arguments = List.copyOf(arguments);
    }
}
