package vn.onshore.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds this project's sources.
 *
 * @param root where {@code sandbox/} and {@code operator/} lie
 */
public record Checkout(Path root) {

    /**
     * The one named by the system property {@code onshore.root}, or the one around the working directory.
     *
     * @throws SandboxException when there is none
     */
    public static Checkout find() {
        String named = System.getProperty("onshore.root");
        Path start = Path.of(named == null ? "" : named).toAbsolutePath().normalize();
        for (@Nullable Path place = start; place != null; place = place.getParent()) {
            Checkout checkout = new Checkout(place);
            if (Files.isRegularFile(checkout.controlPlaneModule().resolve("go.mod"))) {
                return checkout;
            }
        }
        throw new SandboxException(
                "The sources of the control plane are not in %s or above it; start ./onshore from its checkout."
                        .formatted(start));
    }

    /** The Go module of the control plane. */
    public Path controlPlaneModule() {
        return root.resolve("sandbox/controlplane");
    }
}
