package vn.onshore.sandbox.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import vn.onshore.sandbox.SandboxException;

/** Finds free loopback ports. */
public final class Ports {
    /** Below the range from which systems hand out ports to outgoing connections: a stopped server finds its port free. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;

    private Ports() {}

    /**
     * A port on 127.0.0.1 that nobody listens on right now; who uses it must be ready to lose the race for it.
     *
     * @throws SandboxException when many tries in a row meet ports in use
     */
    public static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new SandboxException(
                "No free port between %d and %d on 127.0.0.1; end programs that hold them.".formatted(LOWEST, HIGHEST));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
