package vn.onshore.isolation.packets;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import vn.onshore.sandbox.Command;

/** Whether this machine lets a test send packets of its own. */
final class PacketsMachine {
    private static final Path INSTALLER =
            Path.of(System.getProperty("onshore.root", "..")).resolve(".ci/packages");

    private PacketsMachine() {}

    /** Skips the calling test, with the reason, unless network namespaces and nftables work here; installs what is missing. */
    static void require() throws IOException {
        Assumptions.assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "network namespaces need root");
        if (!onPath("nft") || !onPath("ip")) {
            var installed = run(INSTALLER.toAbsolutePath().normalize().toString());
            Assumptions.assumeTrue(
                    installed.exitCode() == 0,
                    "nftables or iproute2 is missing: " + installed.err().strip());
        }
        var name = "onshore-%d-0-try".formatted(ProcessHandle.current().pid());
        var made = run("ip", "netns", "add", name);
        Assumptions.assumeTrue(
                made.exitCode() == 0, "no network namespaces: " + made.err().strip());
        try {
            var listed = run("ip", "netns", "exec", name, "nft", "list", "ruleset");
            Assumptions.assumeTrue(
                    listed.exitCode() == 0, "no nftables: " + listed.err().strip());
        } finally {
            run("ip", "netns", "del", name);
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private static Command.Outcome run(String... line) {
        return new Command(List.of(line), Path.of("/"), Map.of(), Duration.ofMinutes(5)).run("");
    }
}
