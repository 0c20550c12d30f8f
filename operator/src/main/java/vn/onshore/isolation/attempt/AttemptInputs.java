package vn.onshore.isolation.attempt;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Selector;

/**
 * What attempts are made of.
 *
 * @param isolation name of the NetworkIsolation
 */
public record AttemptInputs(String isolation, List<Place> zones) {
    public AttemptInputs {
        zones = List.copyOf(zones);
    }

    /**
     * A zone.
     *
     * @param namespace one that is in it and stays; null if there is none
     */
    public record Place(
            String zone, Selector selector, @Nullable String namespace) {}
}
