package vn.onshore.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What the kernel tells of the machine and of a process. */
final class Machine {
    private static final double TICKS_PER_SECOND = 100.0;
    private static final int FIELDS_BEFORE_UTIME = 11;

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST_LOOKS = 20;
    private static final double AT_REST = 0.85;

    private Machine() {}

    /** One-minute load average; negative where the system keeps none. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /**
     * Lets an API server end what changes before have left it to do, such as compiling policies anew. On a machine that
     * others keep busy it goes on all the same.
     */
    static void settle() {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            double before = idleSeconds();
            Await.pause(LOOK);
            double idle = (idleSeconds() - before) / Runtime.getRuntime().availableProcessors();
            if (idle >= AT_REST * LOOK.toMillis() / 1_000.0) {
                return;
            }
        }
    }

    /** Of all processors together since the machine started: the fourth number of {@code /proc/stat}. */
    private static double idleSeconds() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().split(" +")[4]) / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory of a process in MiB. */
    static double residentMiB(long pid) {
        String line = read(pid, "status")
                .lines()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }

    /** Processor time that a process used since its start, in seconds. */
    static double cpuSeconds(long pid) {
        String stat = read(pid, "stat");
        // The name of the program, in brackets, may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[FIELDS_BEFORE_UTIME]) + Long.parseLong(fields[FIELDS_BEFORE_UTIME + 1]);
        return ticks / TICKS_PER_SECOND;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
