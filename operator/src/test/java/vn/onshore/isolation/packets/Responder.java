package vn.onshore.isolation.packets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Collection;
import vn.onshore.boundary.IpAddress;

/** Tells everybody who gets through the address of whom they reached. */
final class Responder implements AutoCloseable {
    /** Bytes of an answer. */
    static final int LONGEST = 64;

    private static final int BACKLOG = 128;

    private final Selector selector;
    private final Thread thread;

    Responder() throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().name("responder").unstarted(this::serve);
    }

    /** Listens for a host. To be called in its network namespace, and for all hosts before {@link #start}. */
    void listen(IpAddress host, Collection<Integer> tcp, Collection<Integer> udp) throws IOException {
        for (var port : tcp) {
            var server = ServerSocketChannel.open();
            register(server, SelectionKey.OP_ACCEPT, host);
            server.bind(new InetSocketAddress(port), BACKLOG);
        }
        for (var port : udp) {
            var server = DatagramChannel.open();
            register(server, SelectionKey.OP_READ, host);
            server.bind(new InetSocketAddress(port));
        }
    }

    private void register(SelectableChannel channel, int interest, IpAddress host) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, interest, host.toString().getBytes(US_ASCII));
    }

    void start() {
        thread.start();
    }

    private void serve() {
        try {
            while (selector.select() >= 0 && selector.isOpen() && !Thread.interrupted()) {
                for (var key : selector.selectedKeys()) {
                    answer(key, ByteBuffer.wrap((byte[]) key.attachment()));
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(SelectionKey key, ByteBuffer name) throws IOException {
        if (key.channel() instanceof ServerSocketChannel server) {
            try (var client = server.accept()) {
                if (client != null) {
                    client.write(name);
                }
            }
        } else if (key.channel() instanceof DatagramChannel server) {
            var question = ByteBuffer.allocate(LONGEST);
            var client = server.receive(question);
            if (client != null) {
                server.send(name, client);
            }
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
