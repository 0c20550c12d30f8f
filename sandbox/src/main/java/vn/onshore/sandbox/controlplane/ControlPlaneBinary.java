package vn.onshore.sandbox.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vn.onshore.sandbox.Checkout;
import vn.onshore.sandbox.go.GoProgram;

/** The one binary that holds all programs of the control plane, known by the digest of its sources. */
final class ControlPlaneBinary {
    private static final long BYTES_FOR_BUILD = 5L << 30;
    private static final List<String> SOURCES = List.of("go.mod", "go.sum", "main.go");
    private static final String VERSION = "k8s.io/component-base/version";
    private static final String LINKER_FLAGS =
            "-s -w -X %1$s.gitVersion=v1.36.3 -X %1$s.gitMajor=1 -X %1$s.gitMinor=36".formatted(VERSION);

    private ControlPlaneBinary() {}

    /** That of this checkout. */
    static GoProgram of(Checkout checkout) {
        Path module = checkout.controlPlaneModule();
        return new GoProgram(
                "the control plane",
                "controlplane-" + digest(module),
                "controlplane",
                Optional.of(module),
                List.of("-ldflags", LINKER_FLAGS, "."),
                BYTES_FOR_BUILD,
                "about 8 minutes on 2 cores",
                "name ready-made programs in " + Programs.ASSETS);
    }

    private static String digest(Path module) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String source : SOURCES) {
                digest.update(Files.readAllBytes(module.resolve(source)));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
