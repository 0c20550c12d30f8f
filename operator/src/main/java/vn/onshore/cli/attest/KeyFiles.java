package vn.onshore.cli.attest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Private and public keys as PEM files. No message holds anything of a key. */
final class KeyFiles {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int LARGEST = 65_536;

    private KeyFiles() {}

    /** PEM with lines of 64 characters, as RFC 7468 has it. */
    static String pem(String label, Key key) {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** Writes a new file that only its owner may read and write; an existing file is never overwritten. */
    static void writePrivate(Path file, String pem) throws Unusable {
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(file, owner);
            Files.writeString(file, pem, StandardCharsets.US_ASCII);
        } catch (UnsupportedOperationException _) {
            throw new Unusable(file + " lies on a file system without permissions; choose another directory");
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    static void writePublic(Path file, String pem) throws Unusable {
        try {
            Files.writeString(file, pem, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** Reads a PKCS#8 PEM private key, Ed25519 or EC. */
    static PrivateKey readPrivate(Path file) throws Unusable {
        var text = text(file).strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            throw new Unusable("--key " + file
                    + " is no PKCS#8 PEM private key (BEGIN PRIVATE KEY); make one with onshore" + " attest keygen");
        }
        try {
            var body =
                    text.substring(BEGIN.length(), text.length() - END.length()).replaceAll("\\s", "");
            return decode(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            throw new Unusable("--key " + file + " is neither an Ed25519 nor an ECDSA P-256 private key; make one with"
                    + " onshore attest keygen");
        }
    }

    private static PrivateKey decode(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(encoded);
        } catch (GeneralSecurityException _) {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        }
    }

    static String text(Path file) throws Unusable {
        try {
            if (Files.size(file) > LARGEST) {
                throw new Unusable(file + " is larger than " + LARGEST + " bytes and no key");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            throw new Unusable(file + " does not exist");
        } catch (IOException e) {
            throw new Unusable(file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static Unusable cannotWrite(Path file, IOException e) {
        return e instanceof FileAlreadyExistsException
                ? new Unusable(file + " exists already and is not overwritten; choose another --out")
                : new Unusable(file + " cannot be written: " + e.getClass().getSimpleName());
    }
}
