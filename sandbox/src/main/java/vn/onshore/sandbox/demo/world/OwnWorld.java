package vn.onshore.sandbox.demo.world;

import java.nio.file.Path;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;

/** A control plane that lives as long as the story. */
public final class OwnWorld implements World {
    private final ControlPlane plane;

    private OwnWorld(ControlPlane plane) {
        this.plane = plane;
    }

    /** Starts it; its binary is built first where it is missing. */
    public static OwnWorld start(Progress progress) {
        return new OwnWorld(ControlPlane.start(Settings.full().withProgress(progress)));
    }

    @Override
    public Path kubeconfig() {
        return plane.kubeconfig();
    }

    @Override
    public Path scratch() {
        return plane.directory();
    }

    @Override
    public boolean ownsNodes() {
        return true;
    }

    @Override
    public void close() {
        plane.close();
    }
}
