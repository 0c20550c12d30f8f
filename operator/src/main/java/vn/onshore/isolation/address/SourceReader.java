package vn.onshore.isolation.address;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.PackedText;

/**
 * Reads delegated-extended files and lists of CIDRs, plain or as gzip, line by line. What cannot be used is told with its
 * line; nothing of it makes the rest unusable.
 */
public final class SourceReader {
    /** Of the text, unpacked. The longest file of a registry has about 25 MB. */
    public static final int MOST_BYTES = 128 * 1024 * 1024;

    static final int LONGEST_LINE = 512;

    private final String country;
    private final AddressSet asked;

    /**
     * @param country two upper-case letters
     * @param asked for which addresses records of other countries are kept
     */
    public SourceReader(String country, AddressSet asked) {
        this.country = country;
        this.asked = asked;
    }

    /**
     * Reads one source to its end, and does not close it.
     *
     * @throws IOException if it cannot be read, or is no gzip although it begins as one
     */
    public AddressSource read(String name, InputStream in) throws IOException {
        var digest = sha256();
        var raw = new BufferedInputStream(new DigestInputStream(in, digest), 1 << 16);
        var lines = new SourceLines(name, country, asked);
        split(PackedText.unpacked(raw), lines);
        raw.transferTo(OutputStream.nullOutputStream());
        return lines.source(HexFormat.of().formatHex(digest.digest()));
    }

    private static void split(InputStream text, SourceLines lines) throws IOException {
        var line = new StringBuilder(128);
        var buffer = new byte[1 << 16];
        var bytes = 0L;
        for (var read = text.read(buffer); read >= 0; read = text.read(buffer)) {
            bytes += read;
            if (bytes > MOST_BYTES) {
                lines.cut("it is longer than " + MOST_BYTES / 1024 / 1024 + " MiB, and was read no further");
                return;
            }
            for (var i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else if (line.length() <= LONGEST_LINE) {
                    // Names outside ASCII stand only in what is not read.
                    line.append((char) (buffer[i] & 0xff));
                }
            }
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
