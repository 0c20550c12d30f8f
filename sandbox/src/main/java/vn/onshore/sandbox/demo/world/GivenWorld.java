package vn.onshore.sandbox.demo.world;

import java.nio.file.Files;
import java.nio.file.Path;
import vn.onshore.sandbox.SandboxException;

/** A cluster that was there before and stays. */
public final class GivenWorld implements World {
    private final Path kubeconfig;
    private final Path scratch = Scratch.make();

    private GivenWorld(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    /**
     * Takes the cluster of a kubeconfig.
     *
     * @throws SandboxException when there is no such file
     */
    public static GivenWorld of(Path kubeconfig) {
        if (!Files.isReadable(kubeconfig)) {
            throw new SandboxException("--kubeconfig %s cannot be read.".formatted(kubeconfig));
        }
        return new GivenWorld(kubeconfig.toAbsolutePath());
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public boolean ownsNodes() {
        return false;
    }

    @Override
    public void close() {
        Scratch.remove(scratch);
    }
}
