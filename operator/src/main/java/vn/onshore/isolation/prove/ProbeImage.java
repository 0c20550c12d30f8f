package vn.onshore.isolation.prove;

import java.util.List;

/**
 * What probes run, as whoever installs the operator decides.
 *
 * @param name of the operator's image, which has the probe in it; empty for no probes at all
 * @param pullSecrets names of Secrets in the zones' namespaces
 */
public record ProbeImage(String name, List<String> pullSecrets) {
    /** Nothing is probed. */
    public static final ProbeImage NONE = new ProbeImage("", List.of());

    public ProbeImage {
        pullSecrets = List.copyOf(pullSecrets);
    }

    public boolean isThere() {
        return !name.isEmpty();
    }
}
