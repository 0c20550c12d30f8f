package vn.onshore.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Text that may be packed as gzip (RFC 1952). */
public final class PackedText {
    private PackedText() {}

    /**
     * The text as it was before somebody packed it, or as it is. Whoever reads it has to bound how much.
     *
     * @param in a stream that can be marked; is not closed
     * @throws IOException if it cannot be read, or is no gzip although it begins as one
     */
    public static InputStream unpacked(InputStream in) throws IOException {
        in.mark(2);
        var magic = in.read() | in.read() << 8;
        in.reset();
        return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
