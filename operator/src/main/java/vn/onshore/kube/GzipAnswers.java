package vn.onshore.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Lets the API server compress long answers (it does so from 128 KiB on) and expands them: RFC 1952. The JDK's HTTP client
 * does not do it by itself, and a list of nodes shrinks to a twentieth of what has to be decrypted otherwise.
 */
final class GzipAnswers implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        builder.setHeader("Accept-Encoding", "gzip");
    }

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> reader, HttpRequest request) {
        return new Expanding(reader);
    }

    /** Tells a compressed body by its first byte, which no JSON and no text begins with: the headers are not shown here. */
    private static final class Expanding implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final AsyncBody.Consumer<List<ByteBuffer>> reader;
        private @Nullable AsyncBody body;
        private @Nullable Member member;

        Expanding(AsyncBody.Consumer<List<ByteBuffer>> reader) {
            this.reader = reader;
        }

        @Override
        public void consume(List<ByteBuffer> received, AsyncBody from) throws Exception {
            // A request that is sent again, with a new token perhaps, comes here again.
            if (from != body && received.stream().anyMatch(ByteBuffer::hasRemaining)) {
                body = from;
                member = Member.begins(received) ? new Member() : null;
            }
            reader.consume(member == null ? received : member.expand(received), from);
        }
    }

    /** The one member that a body consists of. */
    private static final class Member {
        private static final byte FIRST = 0x1f;
        private static final int FLAGS_AT = 3;
        private static final int HEADER = 10;
        private static final int PIECE = 64 * 1024;

        private final Inflater inflater = new Inflater(true);
        private int read;

        static boolean begins(List<ByteBuffer> received) {
            return received.stream()
                    .filter(ByteBuffer::hasRemaining)
                    .findFirst()
                    .filter(buffer -> buffer.get(buffer.position()) == FIRST)
                    .isPresent();
        }

        List<ByteBuffer> expand(List<ByteBuffer> received) throws IOException {
            var expanded = new ArrayList<ByteBuffer>();
            for (var buffer : received) {
                skipHeader(buffer);
                inflater.setInput(buffer);
                while (!inflater.finished() && !inflater.needsInput()) {
                    expanded.add(piece());
                }
            }
            if (inflater.finished()) {
                inflater.end();
            }
            return expanded;
        }

        private void skipHeader(ByteBuffer buffer) throws IOException {
            while (read < HEADER && buffer.hasRemaining()) {
                var octet = buffer.get();
                if (read == FLAGS_AT && octet != 0) {
                    throw new IOException("a gzip header with optional fields, which no API server writes");
                }
                read++;
            }
        }

        private ByteBuffer piece() throws IOException {
            var piece = ByteBuffer.allocate(PIECE);
            try {
                inflater.inflate(piece);
            } catch (DataFormatException e) {
                throw new IOException("the API server's answer cannot be expanded", e);
            }
            return piece.flip();
        }
    }
}
