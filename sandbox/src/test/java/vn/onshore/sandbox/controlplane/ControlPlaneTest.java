package vn.onshore.sandbox.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.onshore.sandbox.scenario.Scenario;

class ControlPlaneTest {
    @Test
    void quick() {
        long t = System.nanoTime();
        ControlPlane plane = ControlPlane.shared();
        System.out.println("shared " + (System.nanoTime() - t) / 1_000_000);
        t = System.nanoTime();
        Scenario.vietnam().applyTo(plane.client());
        System.out.println("applied " + (System.nanoTime() - t) / 1_000_000);
        Scenario.vietnam().awaitReady(plane.client(), Duration.ofSeconds(60));
        System.out.println("ready " + (System.nanoTime() - t) / 1_000_000);
        System.out.println(plane.kubectl()
                .run("get", "nodes", "-o", "wide", "--show-labels")
                .out());
        System.out.println(
                plane.kubectl().run("get", "node", "hn-node-1", "-o", "yaml").out());
        System.out.println(plane.kubectl().run("version").out());
        assertThat(plane.client().nodes().list().getItems()).hasSize(10);
    }
}
