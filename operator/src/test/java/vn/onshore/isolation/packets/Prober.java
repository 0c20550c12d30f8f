package vn.onshore.isolation.packets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import vn.onshore.isolation.model.Protocol;

/** Makes attempts from where its thread is. */
final class Prober {
    /** Nothing is ever dropped: what takes so long is broken. */
    private static final int PATIENCE_MILLIS = 5_000;

    private Prober() {}

    /**
     * The probes that the right host answered.
     *
     * @throws IOException if one was neither answered nor refused
     */
    static List<Probe> answered(List<Probe> probes) throws IOException {
        var answered = new ArrayList<Probe>();
        for (var probe : probes) {
            var who = probe.protocol() == Protocol.TCP ? overTcp(probe) : overUdp(probe);
            if (who.equals(probe.to().toString())) {
                answered.add(probe);
            } else if (!who.isEmpty()) {
                throw new IOException(probe + " was answered by " + who);
            }
        }
        return answered;
    }

    /** Who answered; empty if the attempt was refused. */
    private static String overTcp(Probe probe) throws IOException {
        try (var socket = new Socket()) {
            // Reset on closing, so that a thousand probes leave nothing waiting.
            socket.setSoLinger(true, 0);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address(probe), PATIENCE_MILLIS);
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (ConnectException e) {
            return "";
        } catch (IOException e) {
            throw new IOException(probe + ": " + e.getMessage(), e);
        }
    }

    private static String overUdp(Probe probe) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address(probe));
            socket.send(new DatagramPacket(new byte[1], 1));
            var answer = new DatagramPacket(new byte[Responder.LONGEST], Responder.LONGEST);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), US_ASCII);
        } catch (PortUnreachableException e) {
            return "";
        } catch (IOException e) {
            throw new IOException(probe + ": " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress address(Probe probe) throws IOException {
        return new InetSocketAddress(InetAddress.ofLiteral(probe.to().toString()), probe.port());
    }
}
