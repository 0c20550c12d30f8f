package vn.onshore.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.onshore.sandbox.SandboxException;

/**
 * What users get, read from where it is kept.
 *
 * @param root of the checkout
 * @param memory that the chart allows the operator, such as {@code 384m}
 */
record Shipped(Path root, String memory) {
    private static final Pattern LIMIT = Pattern.compile("(?s)\\n  limits:\\n    memory: (\\d+)Mi");

    /** @throws SandboxException when the chart names no limit any more */
    static Shipped of(Path root) {
        Matcher limit = LIMIT.matcher(read(root.resolve("charts/onshore/values.yaml")));
        if (!limit.find()) {
            throw new SandboxException("charts/onshore/values.yaml has no resources.limits.memory in Mi.");
        }
        return new Shipped(root, limit.group(1) + "m");
    }

    Path chart() {
        return root.resolve("charts/onshore");
    }

    Path jar() {
        return root.resolve("operator/target/onshore.jar");
    }

    Path launcher() {
        return root.resolve("onshore");
    }

    /** Java with the options of the image, on a machine as small as the chart's limit. */
    List<String> java() {
        return java(memory);
    }

    /**
     * Java with the options of the image, on a machine with so much memory.
     *
     * @param memory such as {@code 384m}
     */
    List<String> java(String memory) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        read(root.resolve("image/jvm.options"))
                .lines()
                .filter(each -> each.startsWith("-"))
                .forEach(line::add);
        line.add("-XX:MaxRAM=" + memory);
        return line;
    }

    /** Where the launcher looks for an AOT cache. */
    Path cachePath() {
        return root.resolve("operator/target/onshore.aot");
    }

    /** The AOT cache beside the jar, if there is one that is not older. */
    Optional<Path> cache() {
        Path cache = cachePath();
        return Files.isRegularFile(cache)
                        && cache.toFile().lastModified() > jar().toFile().lastModified()
                ? Optional.of(cache)
                : Optional.empty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
