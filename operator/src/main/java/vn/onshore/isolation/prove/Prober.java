package vn.onshore.isolation.prove;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Opens connections and closes them again, all at once; nothing is sent over them. */
public final class Prober {
    /** How long one attempt waits for an answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private Prober() {}

    /** @return what became of each, in the same order */
    public static List<Outcome> probe(List<Attempt> attempts) throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = attempts.stream()
                    .map(attempt -> executor.submit(() -> connect(attempt.to())))
                    .toList();
            var outcomes = new ArrayList<Outcome>();
            for (var one : running) {
                outcomes.add(join(one));
            }
            return outcomes;
        }
    }

    private static Outcome join(Future<Outcome> one) throws InterruptedException {
        try {
            return one.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Outcome connect(Destination to) {
        try (var socket = new Socket()) {
            var address = InetAddress.ofLiteral(to.address().toString());
            socket.connect(new InetSocketAddress(address, to.port()), Math.toIntExact(PATIENCE.toMillis()));
            return Outcome.Open;
        } catch (SocketTimeoutException e) {
            return Outcome.Silent;
        } catch (NoRouteToHostException e) {
            return Outcome.Unreachable;
        } catch (ConnectException e) {
            return outcome(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Outcome.Untried;
        }
    }

    /** The JDK has one exception for several errors of the system, and tells them apart by words of the C library only. */
    private static Outcome outcome(String message) {
        if (message.contains("refused")) {
            return Outcome.Refused;
        }
        return message.contains("timed out") ? Outcome.Silent : Outcome.Untried;
    }
}
