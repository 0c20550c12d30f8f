package vn.onshore.sandbox.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import vn.onshore.sandbox.SandboxException;

/**
 * Where the sandbox of this user is written down, and keeps its data.
 *
 * @param path may not exist yet
 */
record StateDirectory(Path path) {

    /** The one that this environment names. */
    static StateDirectory of(Map<String, String> environment) {
        String named = environment.getOrDefault("XDG_STATE_HOME", "");
        Path states = named.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(named);
        return new StateDirectory(states.resolve("onshore").resolve("sandbox").toAbsolutePath());
    }

    /** What runs now, if anything does. */
    Optional<Running> running() {
        return Running.read(record()).filter(running -> running.process().isPresent());
    }

    /**
     * What runs now.
     *
     * @throws SandboxException when nothing does
     */
    Running requireRunning() {
        return running()
                .orElseThrow(() -> new SandboxException("No sandbox is up; start one with: ./onshore sandbox up"));
    }

    /** Of what is up; appears when it is ready. */
    Path record() {
        return path.resolve("running.properties");
    }

    /** Of the control plane, gone when it is down. */
    Path cluster() {
        return path.resolve("cluster");
    }

    /** What the process that keeps it says. */
    Path log() {
        return path.resolve("sandbox.log");
    }

    /**
     * Does something while no other command starts or ends the sandbox.
     *
     * @throws SandboxException when the directory cannot be written
     */
    void exclusively(Runnable work) {
        try {
            Files.createDirectories(path);
            try (FileChannel channel = FileChannel.open(
                            path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid()) {
                    work.run();
                }
            }
        } catch (IOException e) {
            throw new SandboxException(
                    "Cannot write to %s (%s); make room there or set XDG_STATE_HOME.".formatted(path, e.getMessage()),
                    e);
        }
    }
}
