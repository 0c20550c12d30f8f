package vn.onshore.sandbox.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import vn.onshore.sandbox.SandboxException;

/** Where a control plane keeps what: one directory, readable by its owner alone, that vanishes with it. */
record Layout(Path directory) {

    /**
     * Makes the directory and its rooms.
     *
     * @throws SandboxException when something is in the directory already: it would be lost at the end
     */
    static Layout create(Path directory) {
        if (!isEmpty(directory)) {
            throw new SandboxException(directory + " is not empty; name a directory that may be removed later.");
        }
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            Layout layout = new Layout(directory.toRealPath());
            for (Path room :
                    List.of(layout.bin(), layout.certificates(), layout.logs(), layout.pids(), layout.kubeconfigs())) {
                Files.createDirectories(room);
            }
            return layout;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEmpty(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? !Files.exists(directory) : names.length == 0;
    }

    static Path temporary() {
        try {
            return Files.createTempDirectory("onshore-sandbox-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path bin() {
        return directory.resolve("bin");
    }

    Path program(Program program) {
        return bin().resolve(program.command());
    }

    Path certificates() {
        return directory.resolve("certificates");
    }

    Path certificate(String name) {
        return certificates().resolve(name + ".crt");
    }

    Path key(String name) {
        return certificates().resolve(name + ".key");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path pids() {
        return directory.resolve("pids");
    }

    Path publicKey(String name) {
        return certificates().resolve(name + ".pub");
    }

    Path kubeconfigs() {
        return directory.resolve("kubeconfigs");
    }

    Path kubeconfig(String name) {
        return kubeconfigs().resolve(name + ".kubeconfig");
    }

    Path etcdData() {
        return directory.resolve("etcd");
    }

    Path auditPolicy() {
        return directory.resolve("audit-policy.yaml");
    }

    Path auditLog() {
        return logs().resolve("audit.jsonl");
    }

    Path stages() {
        return directory.resolve("stages.yaml");
    }

    Path kubectlCache() {
        return directory.resolve("kubectl-cache");
    }

    Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes everything; what vanishes meanwhile is no error. */
    void remove() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
